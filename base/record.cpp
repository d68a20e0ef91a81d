#include "base/record.h"

namespace waveform::base {

Decoder::Decoder(const Value& object) : object_(object) {
  if (!object.is_map()) fault_ = "an object is expected";
}

void Decoder::note(const char* name, const std::string& what) {
  if (fault_.empty() && !what.empty()) fault_ = std::string(name) + ": " + what;
}

std::string decode(const Value& value, Value& member) {
  member = value;
  return "";
}

std::string decode(const Value& value, bool& member) {
  if (!value.is_bool()) return "a bool is expected";
  member = value.as_bool();
  return "";
}

std::string decode(const Value& value, std::int64_t& member) {
  if (!value.is_number()) return "a number is expected";
  if (!value.is_integer()) return "a whole number is expected";
  member = value.as_integer();
  return "";
}

std::string decode(const Value& value, std::string& member) {
  if (!value.is_string()) return "a string is expected";
  member = value.as_string();
  return "";
}

std::string decode(const Value& value, Value::Map& member) {
  if (!value.is_map()) return "a map is expected";
  member = value.as_map();
  return "";
}

std::string decode(const Value& value, Address& member) {
  if (!value.is_string()) return "a string is expected";
  auto address = parse_address(value.as_string());
  if (!address) return "a resource address is expected";
  member = *std::move(address);
  return "";
}

}  // namespace waveform::base
