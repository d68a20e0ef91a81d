#include "planner/hcl/write.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"

namespace waveform::hcl {

using base::Value;

namespace {

constexpr std::size_t kLongestLine = 80;

bool is_name(std::string_view key) {
  auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  return !key.empty() && is_letter(key.front()) && std::all_of(key.begin(), key.end(), [&](char c) {
    return is_letter(c) || (c >= '0' && c <= '9') || c == '-';
  });
}

std::string write_list(const Value::List& items, int indent) {
  std::string one_line;
  for (const auto& item : items) one_line += (one_line.empty() ? "" : ", ") + write_value(item, indent);
  if (one_line.size() <= kLongestLine) return "[" + one_line + "]";
  std::string out = "[\n";
  for (const auto& item : items)
    out += fmt::format("{:{}}{},\n", "", indent + 2, write_value(item, indent + 2));
  return out + fmt::format("{:{}}]", "", indent);
}

std::string write_map(const Value::Map& members, int indent) {
  if (members.empty()) return "{}";
  std::string out = "{\n";
  for (const auto& [key, member] : members) {
    out += fmt::format("{:{}}{} = {}\n", "", indent + 2, is_name(key) ? key : base::hcl_string(key),
                       write_value(member, indent + 2));
  }
  return out + fmt::format("{:{}}}}", "", indent);
}

}  // namespace

std::string write_value(const Value& value, int indent) {
  switch (value.kind()) {
    case Value::Kind::String:
      return base::hcl_string(value.as_string());
    case Value::Kind::List:
      return write_list(value.as_list(), indent);
    case Value::Kind::Map:
      return write_map(value.as_map(), indent);
    default:
      return base::scalar_text(value);
  }
}

}  // namespace waveform::hcl
