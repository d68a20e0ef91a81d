#include "base/fields.h"

#include <fmt/format.h>

namespace waveform::base {

Fields::Fields(const Value& object) : object_(object) {
  if (!object.is_map()) fault_ = "an object is expected";
}

bool Fields::is(const char* name, Value::Kind kind) {
  if (object_.get(name).kind() == kind) return true;
  fault(name, fmt::format("a {} is expected", kind_name(kind)));
  return false;
}

void Fields::fault(const std::string& name, const std::string& what) {
  if (fault_.empty()) fault_ = fmt::format("{}: {}", name, what);
}

std::string Fields::string(const char* name) {
  return is(name, Value::Kind::String) ? object_.get(name).as_string() : std::string();
}

std::int64_t Fields::integer(const char* name) {
  if (!is(name, Value::Kind::Number)) return 0;
  if (!object_.get(name).is_integer()) return fault(name, "a whole number is expected"), 0;
  return object_.get(name).as_integer();
}

bool Fields::boolean(const char* name) {
  return is(name, Value::Kind::Bool) && object_.get(name).as_bool();
}

const Value::Map& Fields::map(const char* name) {
  static const Value::Map kNone;
  return is(name, Value::Kind::Map) ? object_.get(name).as_map() : kNone;
}

const Value::List& Fields::list(const char* name) {
  static const Value::List kNone;
  return is(name, Value::Kind::List) ? object_.get(name).as_list() : kNone;
}

std::vector<std::string> Fields::string_list(const char* name) {
  std::vector<std::string> words;
  for (const auto& item : list(name)) {
    if (!item.is_string()) return fault(name, "a list of strings is expected"), words;
    words.push_back(item.as_string());
  }
  return words;
}

std::set<std::string> Fields::string_set(const char* name) {
  auto words = string_list(name);
  return {words.begin(), words.end()};
}

std::map<std::string, std::string> Fields::string_map(const char* name) {
  std::map<std::string, std::string> words;
  for (const auto& [key, member] : map(name)) {
    if (!member.is_string()) return fault(name, "a map of strings is expected"), words;
    words.emplace(key, member.as_string());
  }
  return words;
}

Address Fields::address(const char* name) {
  auto parsed = parse_address(string(name));
  if (!parsed) return fault(name, "a resource address is expected"), Address{};
  return *parsed;
}

std::vector<Address> Fields::address_list(const char* name) {
  std::vector<Address> addresses;
  for (const auto& word : string_list(name)) {
    auto parsed = parse_address(word);
    if (!parsed) return fault(name, "a list of resource addresses is expected"), addresses;
    addresses.push_back(*std::move(parsed));
  }
  return addresses;
}

}  // namespace waveform::base
