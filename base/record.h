// Structs as JSON objects. A struct lists its members once, for both directions, in a function beside it:
//
//   template <typename Archive>
//   void members(Archive& archive, Run& run) {
//     auto& [id, machine, ended] = run;  // a new member does not compile until it is listed
//     archive("id", id)("machine", machine)("ended", ended);
//   }
//
// Members are of the types below, enums with a function names_of(), structs with members(), and optionals,
// lists, sets and maps of these.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "base/address.h"
#include "base/result.h"
#include "base/value.h"

namespace waveform::base {

inline Value encode(const Value& value) {
  return value;
}
inline Value encode(const Address& address) {
  return Value(address.text());
}
// These return what is wrong, or "".
std::string decode(const Value& value, Value& member);
std::string decode(const Value& value, bool& member);
std::string decode(const Value& value, std::int64_t& member);
std::string decode(const Value& value, std::string& member);
std::string decode(const Value& value, Value::Map& member);
std::string decode(const Value& value, Address& member);

template <typename T>
Value encode_member(const T& member);
template <typename T>
std::string decode_member(const Value& value, T& member);

class Encoder {
 public:
  static constexpr bool kReads = false;

  template <typename T>
  Encoder& operator()(const char* name, const T& member) {
    object.emplace(name, encode_member(member));
    return *this;
  }
  // Left out when it has its default value.
  template <typename T>
  Encoder& rare(const char* name, const T& member) {
    return member == T() ? *this : (*this)(name, member);
  }
  // By functions of its own: `write` returns a Value.
  template <typename T, typename Write, typename Read>
  Encoder& operator()(const char* name, const T& member, Write write, Read) {
    object.emplace(name, write(member));
    return *this;
  }
  void require(bool, const char*, const char*) {}

  Value::Map object = {};
};

// Keeps the first error; what cannot be read keeps its default value.
class Decoder {
 public:
  static constexpr bool kReads = true;

  explicit Decoder(const Value& object);  // must outlive this object

  template <typename T>
  Decoder& operator()(const char* name, T& member) {
    note(name, decode_member(object_.get(name), member));
    return *this;
  }
  template <typename T>
  Decoder& rare(const char* name, T& member) {
    return object_.get(name).is_null() ? *this : (*this)(name, member);
  }
  // `read` returns what is wrong, or "".
  template <typename T, typename Write, typename Read>
  Decoder& operator()(const char* name, T& member, Write, Read read) {
    note(name, read(object_.get(name), member));
    return *this;
  }
  void require(bool holds, const char* name, const char* what) {
    if (!holds) note(name, what);
  }

  const std::string& fault() const { return fault_; }
  // ERRORS: Corrupt, with the first error.
  template <typename T>
  Result<T> finish(T value) const {
    if (!fault_.empty()) return fail(ErrorKind::Corrupt, fault_);
    return value;
  }

 private:
  void note(const char* name, const std::string& what);

  const Value& object_;
  std::string fault_;
};

template <typename T>
Result<T> decode_record(const Value& value) {
  T record{};
  Decoder decoder(value);
  members(decoder, record);
  return decoder.finish(std::move(record));
}

}  // namespace waveform::base

#include "base/record_members.h"
