// A function that expressions can call, as a value.
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

// What is wrong with a call: with one of its arguments (counted from 0), or with all of it. No message holds
// a value.
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
  // What an argument may be besides a known value without marks. When it may not be unknown, an unknown
  // (anywhere inside, unless Partly) makes the result unknown; when it may not be marked, its marks, those
  // inside too, are taken off and put on the result; null where it may not be is an error.
  enum Takes : std::uint8_t { Known = 0, Null = 1, Partly = 2, Unknown = 4, Marked = 8 };

  std::string_view name;
  Type type = {};  // arguments are converted to it
  std::uint8_t takes = Known;
};

// What a call is given beside its arguments.
struct CallContext {
  const Files& files;
  Type result = {};          // the type of the result, as the table or Function::result_of has it
  bool hides_paths = false;  // an argument is sensitive: a message that has a path does not come out
};

using Arguments = std::span<const Typed>;

struct Function {
  std::string_view name;
  std::vector<Parameter> parameters;
  std::optional<Parameter> rest;  // any number more
  Type result;                    // of an unknown result
  Called (*call)(Arguments arguments, const CallContext& context);
  // The type of the result, or what is wrong with the types of the arguments, where `result` does not say it
  // all. Asked for unknown arguments too.
  tl::expected<Type, CallFault> (*result_of)(Arguments arguments) = nullptr;
};

}  // namespace waveform::hcl
