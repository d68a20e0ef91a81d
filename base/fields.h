// Reads the members of a JSON object and keeps the first error, so that a decoder is a list of fields.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/address.h"
#include "base/result.h"
#include "base/value.h"

namespace waveform::base {

// Every getter returns an empty value and records the error when the member is missing or has another type.
class Fields {
 public:
  explicit Fields(const Value& object);  // must outlive this object

  const Value& value(const char* name) const { return object_.get(name); }  // null when it is missing
  std::string string(const char* name);
  std::int64_t integer(const char* name);
  bool boolean(const char* name);
  const Value::Map& map(const char* name);
  const Value::List& list(const char* name);
  std::vector<std::string> string_list(const char* name);
  std::set<std::string> string_set(const char* name);
  std::map<std::string, std::string> string_map(const char* name);
  Address address(const char* name);
  std::vector<Address> address_list(const char* name);
  void fault(const std::string& name, const std::string& what);

  // ERRORS: Corrupt, with the first error.
  template <typename T>
  Result<T> finish(T value) const {
    if (!fault_.empty()) return fail(ErrorKind::Corrupt, fault_);
    return value;
  }

 private:
  bool is(const char* name, Value::Kind kind);

  const Value& object_;
  std::string fault_;
};

template <typename Items, typename T>
Value encode_list(const Items& items, Value (*encode_item)(const T&)) {
  Value::List list;
  for (const auto& item : items) list.push_back(encode_item(item));
  return Value(std::move(list));
}

template <typename T>
std::vector<T> decode_list(Fields& fields, const char* name, Result<T> (*decode_item)(const Value&)) {
  std::vector<T> items;
  for (const auto& item : fields.list(name)) {
    auto decoded = decode_item(item);
    if (!decoded) return fields.fault(name, decoded.error().message), items;
    items.push_back(*std::move(decoded));
  }
  return items;
}

// Reads a member that is an object; its error becomes the error of the outer object.
template <typename T>
T decode_member(Fields& fields, const char* name, Result<T> (*decode)(const Value&)) {
  auto member = decode(fields.value(name));
  if (member) return *std::move(member);
  fields.fault(name, member.error().message);
  return {};
}

}  // namespace waveform::base
