#include "base/value.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace waveform::base {

namespace {

// Whole numbers below this are stored as integers.
constexpr double kWholeLimit = 9223372036854775808.0;  // 2^63

constexpr std::size_t kLongestCopied = 128;  // of a string; longer strings are shared

const Value& null_value() {
  static const Value value;
  return value;
}

std::pair<std::string_view, std::string_view> split_path(std::string_view dotted) {
  auto dot = dotted.find('.');
  if (dot == std::string_view::npos) return {dotted, {}};
  return {dotted.substr(0, dot), dotted.substr(dot + 1)};
}

}  // namespace

Value Value::unknown() {
  Value value;
  value.kind_ = Kind::Unknown;
  return value;
}

Value::Value(bool b) : kind_(Kind::Bool), data_(b) {}
Value::Value(std::int64_t n) : kind_(Kind::Number), data_(n) {}
Value::Value(double n) : kind_(Kind::Number) {
  if (std::trunc(n) == n && std::fabs(n) < kWholeLimit) {
    data_ = static_cast<std::int64_t>(n);
  } else {
    data_ = n;
  }
}
Value::Value(std::string s) : kind_(Kind::String) {
  if (s.size() <= kLongestCopied) {
    data_ = std::move(s);
  } else {
    data_ = std::make_shared<const std::string>(std::move(s));
  }
}
Value::Value(List items) : kind_(Kind::List), data_(std::make_shared<const List>(std::move(items))) {
  for (const Value& item : as_list()) contain(item);
}
Value::Value(Map members) : kind_(Kind::Map), data_(std::make_shared<const Map>(std::move(members))) {
  for (const auto& [name, member] : as_map()) contain(member);
}

void Value::contain(const Value& element) {
  inner_marks_ |= element.marks_within();
  known_within_ = known_within_ && element.is_wholly_known();
  const std::uint64_t size = std::uint64_t{1} + size_within_ + element.size_within_;
  size_within_ =
      static_cast<std::uint32_t>(std::min<std::uint64_t>(size, std::numeric_limits<std::uint32_t>::max()));
}

double Value::as_double() const {
  if (const auto* n = std::get_if<std::int64_t>(&data_)) return static_cast<double>(*n);
  return std::get<double>(data_);
}

const Value& Value::get(std::string_view key) const {
  if (!is_map()) return null_value();
  const auto& members = as_map();
  auto found = members.find(key);
  return found == members.end() ? null_value() : found->second;
}

const Value& Value::at_path(std::string_view dotted) const {
  auto [head, rest] = split_path(dotted);
  const Value& member = get(head);
  return rest.empty() ? member : member.at_path(rest);
}

Value Value::with_path(std::string_view dotted, Value value) const {
  auto [head, rest] = split_path(dotted);
  Map members = is_map() ? as_map() : Map{};
  Value& slot = members[std::string(head)];
  slot = rest.empty() ? std::move(value) : slot.with_path(rest, std::move(value));
  return Value(std::move(members)).with_marks(marks_);
}

Value Value::without_path(std::string_view dotted) const {
  auto [head, rest] = split_path(dotted);
  if (!is_map() || get(head).is_null()) {
    if (!is_map() || !as_map().contains(head)) return *this;
  }
  Map members = as_map();
  auto member = members.find(head);
  if (rest.empty()) {
    members.erase(member);
  } else {
    member->second = member->second.without_path(rest);
  }
  return Value(std::move(members)).with_marks(marks_);
}

Value Value::with_marks(std::uint8_t marks) const& {
  return Value(*this).with_marks(marks);
}

Value Value::with_marks(std::uint8_t marks) && {
  marks_ |= marks;
  return std::move(*this);
}

Value Value::without_marks() const {
  Value bare = *this;
  bare.marks_ = 0;
  return bare;
}

Value Value::without_marks_within() const {
  if (marks_within() == 0) return *this;
  return with_elements(without_marks(), [](const Value& element) { return element.without_marks_within(); });
}

bool operator==(const Value& a, const Value& b) {
  if (a.kind_ != b.kind_) return false;
  switch (a.kind_) {
    case Value::Kind::List:
      return &a.as_list() == &b.as_list() || a.as_list() == b.as_list();
    case Value::Kind::Map:
      return &a.as_map() == &b.as_map() || a.as_map() == b.as_map();
    case Value::Kind::String:
      return &a.as_string() == &b.as_string() || a.as_string() == b.as_string();
    default:
      return a.data_ == b.data_;
  }
}

std::size_t Value::footprint() const {
  // The size of a shared part without its content: counters and heap overhead.
  constexpr std::size_t kShared = 64, kItem = sizeof(Value), kMember = sizeof(Map::value_type) + 48;
  const auto heap = [](const std::string& text) { return text.size() > 15 ? text.size() + 16 : 0; };
  std::size_t bytes = 0;
  if (const auto* text = std::get_if<std::string>(&data_)) return heap(*text);
  if (const auto* text = std::get_if<std::shared_ptr<const std::string>>(&data_))
    return text->use_count() == 1 ? (*text)->size() + kShared : 0;
  if (const auto* items = std::get_if<std::shared_ptr<const List>>(&data_);
      items && items->use_count() == 1) {
    bytes = kShared + kItem * (*items)->size();
    for (const Value& item : **items) bytes += item.footprint();
  }
  if (const auto* members = std::get_if<std::shared_ptr<const Map>>(&data_);
      members && members->use_count() == 1) {
    bytes = kShared + kMember * (*members)->size();
    for (const auto& [name, member] : **members) bytes += heap(name) + member.footprint();
  }
  return bytes;
}

Value with_elements(const Value& value, const std::function<Value(const Value&)>& replacement) {
  if (value.is_list()) {
    Value::List items;
    for (const auto& item : value.as_list()) items.push_back(replacement(item));
    return Value(std::move(items)).with_marks(value.marks());
  }
  if (!value.is_map()) return value;
  Value::Map members;
  for (const auto& [name, member] : value.as_map()) members.emplace(name, replacement(member));
  return Value(std::move(members)).with_marks(value.marks());
}

bool less(const Value& a, const Value& b) {
  if (a.kind() != b.kind()) return a.kind() < b.kind();
  switch (a.kind()) {
    case Value::Kind::Bool:
      return a.as_bool() < b.as_bool();
    case Value::Kind::Number:
      if (a.is_integer() && b.is_integer()) return a.as_integer() < b.as_integer();
      return a.as_double() < b.as_double();
    case Value::Kind::String:
      return a.as_string() < b.as_string();
    case Value::Kind::List:
      return std::lexicographical_compare(a.as_list().begin(), a.as_list().end(), b.as_list().begin(),
                                          b.as_list().end(), less);
    case Value::Kind::Map: {
      auto member_less = [](const auto& x, const auto& y) {
        return x.first != y.first ? x.first < y.first : less(x.second, y.second);
      };
      return std::lexicographical_compare(a.as_map().begin(), a.as_map().end(), b.as_map().begin(),
                                          b.as_map().end(), member_less);
    }
    default:
      return false;
  }
}

std::string_view kind_name(Value::Kind kind) {
  constexpr std::string_view kKindNames[] = {
      "null", "a value known only after apply", "bool", "number", "string", "list", "map"};
  return kKindNames[static_cast<std::size_t>(kind)];
}

std::string scalar_text(const Value& value) {
  if (value.is_number()) return number_text(value);
  if (!value.is_bool()) return "null";
  return value.as_bool() ? "true" : "false";
}

std::string number_text(const Value& number) {
  if (number.is_integer()) return std::to_string(number.as_integer());
  char buffer[512];
  auto end = std::to_chars(buffer, buffer + sizeof buffer, number.as_double(), std::chars_format::fixed).ptr;
  return {buffer, end};
}

}  // namespace waveform::base
