// What functions share: arguments as what they are, results within bounds. Private to planner/hcl/functions.
#pragma once

#include <cmath>
#include <cstdint>
#include <optional>
#include <string>

#include "planner/hcl/function.h"

namespace waveform::hcl {

// Results beyond these are errors, found before they are made.
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

// In the one spelling that strings have; an error when it is too long or no text at all.
Called text_result(std::string_view text);
// An error when it is beyond 64 bits, infinite or no number.
Called number_result(double number);

tl::unexpected<CallFault> too_long();
tl::unexpected<CallFault> too_many();
tl::unexpected<CallFault> out_of_range();
// For the argument `i`, called `name`.
tl::unexpected<CallFault> not_whole(std::string_view name, std::size_t i);

// A list of strings.
Called list_of_texts(base::Value::List texts);

}  // namespace waveform::hcl
