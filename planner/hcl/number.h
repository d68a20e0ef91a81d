// Numbers as they are written: exact when whole and of 64 bits, doubles when not whole. Private to
// planner/hcl.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/value.h"

namespace waveform::hcl {

enum class NumberFault : std::uint8_t {
  None,
  Invalid,    // 1.2.3
  TooLarge,   // whole, and more than 64 bits
  OutOfRange  // a fraction that no double is near
};

// REQUIRES: digits, points and exponents in any order, a sign before them or none.
NumberFault read_number(std::string_view text, base::Value& value);

std::string_view summary_of(NumberFault fault);
std::string_view detail_of(NumberFault fault);

}  // namespace waveform::hcl
