// A function that expressions can call.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "planner/hcl/files.h"
#include "planner/hcl/typed.h"

namespace waveform::hcl {

// The error of a call, or of one of its arguments (counted from 0). Messages never contain values.
struct CallFault {
  std::string message;
  std::optional<std::size_t> argument = {};
  bool certain = false;  // try() and can() pass it on
};
using Called = tl::expected<Typed, CallFault>;

inline tl::unexpected<CallFault> call_fault(std::string message, std::optional<std::size_t> argument = {}) {
  return tl::unexpected(CallFault{std::move(message), argument});
}

struct Parameter {
  // Allowed arguments besides known unmarked values. If unknown is not allowed, an unknown value (anywhere
  // inside, unless Partly) makes the result unknown; if marks are not allowed, they are moved to the result,
  // including inner ones; null is an error if not allowed.
  enum Takes : std::uint8_t { Known = 0, Null = 1, Partly = 2, Unknown = 4, Marked = 8 };

  std::string_view name;
  Type type = {};  // arguments are converted to it
  std::uint8_t takes = Known;
};

// The context of a call.
struct CallContext {
  const Files& files;
  Type result = {};          // the type of the result, as the table or Function::result_of has it
  bool hides_paths = false;  // an argument is sensitive: messages with a path are withheld
};

using Arguments = std::span<const Typed>;

struct Function {
  std::string_view name;
  std::vector<Parameter> parameters;
  Type result;  // of an unknown result
  Called (*call)(Arguments arguments, const CallContext& context);
  // The type of the result, or the error of the argument types, if `result` does not suffice. Also called for
  // unknown arguments.
  tl::expected<Type, CallFault> (*result_of)(Arguments arguments) = nullptr;
  std::optional<Parameter> rest = {};  // variadic
};

}  // namespace waveform::hcl
