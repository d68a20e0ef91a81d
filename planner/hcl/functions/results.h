// Shared by functions: typed arguments and bounded results. Private to planner/hcl/functions.
#pragma once

#include <cmath>
#include <cstdint>
#include <optional>
#include <string>

#include "planner/hcl/function.h"

namespace waveform::hcl {

// Larger results are errors, detected before they are built.
constexpr std::size_t kLongestText = 32u << 20;
constexpr std::size_t kMostElements = 1u << 20;

// REQUIRES: a known string.
inline const std::string& text_of(const Typed& argument) {
  return argument.value.as_string();
}

// None for a fraction.
inline std::optional<std::int64_t> whole_number(const Typed& number) {
  if (!number.value.is_integer()) return std::nullopt;
  return number.value.as_integer();
}

// Normalised; an error when it is too long or not UTF-8.
Called text_result(std::string_view text);
// A function of one string.
template <auto kChange>
Called changed_text(Arguments given, const CallContext&) {
  return text_result(kChange(text_of(given[0])));
}
// An error beyond 64 bits, for infinity and NaN.
Called number_result(double number);

tl::unexpected<CallFault> too_long();
tl::unexpected<CallFault> too_many();
tl::unexpected<CallFault> out_of_range();
// For the argument `i`, called `name`.
tl::unexpected<CallFault> not_whole(std::string_view name, std::size_t i);

// A list of strings.
Called list_of_texts(base::Value::List texts);

}  // namespace waveform::hcl
