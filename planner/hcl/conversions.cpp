#include "planner/hcl/conversions.h"

#include <algorithm>
#include <charconv>
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
  const std::string& text = value.as_string();
  const char* begin = text.data();
  const char* end = begin + text.size();
  if (text.find_first_not_of("0123456789+-.eE") != std::string::npos) return std::nullopt;
  if (text.starts_with('+')) ++begin;
  std::int64_t n = 0;
  const auto whole = std::from_chars(begin, end, n);
  if (whole.ec == std::errc() && whole.ptr == end) return Value(n).with_marks(value.marks());
  double d = 0;
  const auto fraction = std::from_chars(begin, end, d);
  if (fraction.ec != std::errc() || fraction.ptr != end) return std::nullopt;
  return Value(d).with_marks(value.marks());
}

std::optional<Value> to_bool(const Value& value) {
  if (value.is_bool()) return value;
  if (!value.is_string()) return std::nullopt;
  const std::string& text = value.as_string();
  if (text == "true" || text == "1") return Value(true).with_marks(value.marks());
  if (text == "false" || text == "0") return Value(false).with_marks(value.marks());
  return std::nullopt;
}

bool unify_scalars(std::vector<Value>& values) {
  const auto any = [&](bool (Value::*is)() const) {
    return std::any_of(values.begin(), values.end(), [is](const Value& v) { return (v.*is)(); });
  };
  if (!any(&Value::is_string)) return !(any(&Value::is_number) && any(&Value::is_bool));
  for (Value& value : values) {
    if (auto text = to_text(value)) value = std::move(*text);
  }
  return true;
}

}  // namespace waveform::hcl
