#include "planner/hcl/conversions.h"

#include <charconv>
#include <cmath>
#include <cstdint>
#include <string>

namespace waveform::hcl {

using base::Value;

std::optional<Value> to_text(const Value& value) {
  if (value.is_string()) return value;
  if (value.is_bool()) return Value(value.as_bool() ? "true" : "false").with_marks(value.marks());
  if (value.is_number()) return Value(base::number_text(value)).with_marks(value.marks());
  return std::nullopt;
}

std::optional<Value> to_number(const Value& value) {
  if (value.is_number()) return value;
  if (!value.is_string()) return std::nullopt;
  auto number = number_of_text(value.as_string());
  if (number) number = number->with_marks(value.marks());
  return number;
}

std::optional<Value> to_bool(const Value& value) {
  if (value.is_bool()) return value;
  if (!value.is_string()) return std::nullopt;
  const std::string& text = value.as_string();
  if (text == "true" || text == "1") return Value(true).with_marks(value.marks());
  if (text == "false" || text == "0") return Value(false).with_marks(value.marks());
  return std::nullopt;
}

std::optional<Value> number_of_text(std::string_view text) {
  if (text.find_first_not_of("0123456789+-.eE") != std::string_view::npos) return std::nullopt;
  if (text.starts_with('+')) text.remove_prefix(1);
  if (text.starts_with('+')) return std::nullopt;
  const char* end = text.data() + text.size();
  std::int64_t n = 0;
  const auto whole = std::from_chars(text.data(), end, n);
  if (whole.ec == std::errc() && whole.ptr == end) return Value(n);
  double d = 0;
  const auto fraction = std::from_chars(text.data(), end, d);
  if (fraction.ec != std::errc() || fraction.ptr != end) return std::nullopt;
  return in_range(d);
}

std::optional<Value> in_range(double number) {
  Value value(number);
  if (value.is_integer() || (std::isfinite(number) && std::trunc(number) != number)) return value;
  return std::nullopt;
}

}  // namespace waveform::hcl
