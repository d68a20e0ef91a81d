#include "planner/hcl/number.h"

#include <algorithm>
#include <charconv>
#include <string>

namespace waveform::hcl {
namespace {

struct Decimal {
  bool valid = false;
  bool whole = false;
  std::string digits;  // of a whole number, without leading zeros; too long ones are cut
};

// REQUIRES: digits, points and exponents in any order, as the lexer gathers them.
Decimal read_decimal(std::string_view text) {
  Decimal decimal;
  const std::size_t mark = std::min(text.find_first_of("eE"), text.size());
  const std::string_view mantissa = text.substr(0, mark);
  const std::size_t point = std::min(mantissa.find('.'), mantissa.size());
  const std::string_view fraction = mantissa.substr(std::min(point + 1, mantissa.size()));
  std::string_view power = text.substr(std::min(mark + 1, text.size()));
  if (power.starts_with('+')) power.remove_prefix(1);
  long exponent = 0;
  const auto read = std::from_chars(power.data(), power.data() + power.size(), exponent);
  const bool huge = read.ec == std::errc::result_out_of_range;
  decimal.valid = fraction.find('.') == std::string_view::npos &&
                  (mark == text.size() || read.ptr == power.data() + power.size());
  std::string digits = std::string(mantissa.substr(0, point)) + std::string(fraction);
  digits.erase(0, digits.find_first_not_of('0'));
  if (digits.empty()) return {decimal.valid, true, "0"};
  const std::size_t last = digits.find_last_not_of('0') + 1;
  const auto dropped = static_cast<long>(digits.size() - last);
  constexpr long limit = 100000;  // beyond it a number is out of range anyway
  if (huge || exponent > limit || exponent < -limit) exponent = power.starts_with('-') ? -limit : limit;
  const long zeros = exponent - static_cast<long>(fraction.size()) + dropped;
  decimal.whole = zeros >= 0;
  decimal.digits =
      digits.substr(0, last) + std::string(static_cast<std::size_t>(std::clamp(zeros, 0L, 30L)), '0');
  return decimal;
}

}  // namespace

NumberFault read_number(std::string_view text, base::Value& value) {
  const bool negative = text.starts_with('-');
  const Decimal decimal = read_decimal(text.substr(negative ? 1 : 0));
  if (!decimal.valid) return NumberFault::Invalid;
  if (decimal.whole) {
    const std::string digits = (negative ? "-" : "") + decimal.digits;
    std::int64_t n = 0;
    if (std::from_chars(digits.data(), digits.data() + digits.size(), n).ec != std::errc()) {
      return NumberFault::TooLarge;
    }
    value = base::Value(n);
    return NumberFault::None;
  }
  double d = 0;
  if (std::from_chars(text.data(), text.data() + text.size(), d).ec != std::errc())
    return NumberFault::OutOfRange;
  value = base::Value(d);
  return NumberFault::None;
}

std::string_view summary_of(NumberFault fault) {
  return fault == NumberFault::TooLarge     ? "Number too large"
         : fault == NumberFault::OutOfRange ? "Number out of range"
                                            : "Invalid number";
}

std::string_view detail_of(NumberFault fault) {
  return fault == NumberFault::TooLarge ? "Whole numbers have at most 64 bits: 9223372036854775807."
         : fault == NumberFault::OutOfRange
             ? "The smallest fraction is 1e-308."
             : "Numbers have decimal digits, a fraction and an exponent: 42, 0.5, 1e6.";
}

}  // namespace waveform::hcl
