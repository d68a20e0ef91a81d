// Number literals: exact when whole and within 64 bits, otherwise doubles. Private to planner/hcl.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/value.h"

namespace waveform::hcl {

enum class NumberFault : std::uint8_t {
  None,
  Invalid,    // 1.2.3
  TooLarge,   // whole, and more than 64 bits
  OutOfRange  // a fraction outside of the range of doubles
};

// REQUIRES: digits, points and exponents in any order, a sign before them or none.
NumberFault read_number(std::string_view text, base::Value& value);

std::string_view summary_of(NumberFault fault);
std::string_view detail_of(NumberFault fault);

}  // namespace waveform::hcl
