// Structs as JSON objects. A struct lists its members once, for both directions, in a function beside it:
//
//   template <typename Archive>
//   void members(Archive& archive, Run& run) {
//     auto& [id, machine, ended] = run;  // a new member does not compile until it is listed
//     archive("id", id)("machine", machine)("ended", ended);
//   }
//
// Members are bool, std::int64_t, strings, Value, Value::Map, addresses, enums (names_of() returns their
// names), structs with members(), and optionals, lists, sets and maps of these.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/address.h"
#include "base/result.h"
#include "base/text.h"
#include "base/value.h"

namespace waveform::base {

template <typename T>
Value encode(const T& member);

class Encoder {
 public:
  static constexpr bool kReads = false;

  template <typename T>
  Encoder& operator()(const char* name, const T& member) {
    object_.emplace(name, encode(member));
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
    object_.emplace(name, write(member));
    return *this;
  }
  void require(bool, const char*, const char*) {}

  Value::Map take() { return std::move(object_); }

 private:
  Value::Map object_;
};

// Keeps the first error; what cannot be read keeps its default value.
class Decoder {
 public:
  static constexpr bool kReads = true;

  explicit Decoder(const Value& object) : object_(object) {  // must outlive this object
    if (!object.is_map()) fault_ = "an object is expected";
  }

  template <typename T>
  Decoder& operator()(const char* name, T& member) {
    note(name, decode(object_.get(name), member));
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

  // These return what is wrong, or "".
  template <typename T>
  static std::string decode(const Value& value, T& member);

 private:
  void note(const char* name, const std::string& what) {
    if (fault_.empty() && !what.empty()) fault_ = fmt::format("{}: {}", name, what);
  }
  template <typename T>
  static std::string decode_map(const Value& value, T& member);

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

// What kinds of members there are.
template <typename T>
concept PlainMember =
    std::is_same_v<T, bool> || std::is_same_v<T, std::int64_t> || std::is_same_v<T, int> ||
    std::is_same_v<T, std::string> || std::is_same_v<T, Value> || std::is_same_v<T, Value::Map>;
template <typename T>
concept OptionalMember = std::is_same_v<T, std::optional<typename T::value_type>>;
template <typename T>
concept MapMember = requires { typename T::mapped_type; };
template <typename T>
concept ListMember = requires(const T& list) {
  typename T::value_type;
  list.begin();
};

template <typename T>
Value encode(const T& member) {
  if constexpr (PlainMember<T>) {
    return Value(member);
  } else if constexpr (std::is_same_v<T, Address>) {
    return Value(member.text());
  } else if constexpr (std::is_enum_v<T>) {
    return Value(names_of(member)[static_cast<std::size_t>(member)]);
  } else if constexpr (OptionalMember<T>) {
    return member ? encode(*member) : Value();
  } else if constexpr (MapMember<T>) {
    Value::Map map;
    for (const auto& [key, item] : member) map.emplace(key, encode(item));
    return Value(std::move(map));
  } else if constexpr (ListMember<T>) {
    Value::List list;
    for (const auto& item : member) list.push_back(encode(item));
    return Value(std::move(list));
  } else {
    Encoder encoder;
    members(encoder, const_cast<T&>(member));  // NOLINT: an encoder only reads
    return Value(encoder.take());
  }
}

template <typename T>
std::string Decoder::decode_map(const Value& value, T& member) {
  for (const auto& [key, item] : value.as_map()) {
    typename T::mapped_type decoded{};
    if (auto wrong = decode(item, decoded); !wrong.empty()) return printable(key) + ": " + wrong;
    member.emplace(key, std::move(decoded));
  }
  return "";
}

template <typename T>
std::string Decoder::decode(const Value& value, T& member) {
  if constexpr (std::is_same_v<T, Value>) {
    member = value;
  } else if constexpr (std::is_same_v<T, bool>) {
    if (!value.is_bool()) return "a bool is expected";
    member = value.as_bool();
  } else if constexpr (std::is_same_v<T, std::int64_t>) {
    if (!value.is_number()) return "a number is expected";
    if (!value.is_integer()) return "a whole number is expected";
    member = value.as_integer();
  } else if constexpr (std::is_same_v<T, std::string>) {
    if (!value.is_string()) return "a string is expected";
    member = value.as_string();
  } else if constexpr (std::is_same_v<T, Value::Map>) {
    if (!value.is_map()) return "a map is expected";
    member = value.as_map();
  } else if constexpr (std::is_same_v<T, Address>) {
    auto address = value.is_string() ? parse_address(value.as_string()) : Result<Address>(Address());
    if (!value.is_string()) return "a string is expected";
    if (!address) return "a resource address is expected";
    member = *std::move(address);
  } else if constexpr (std::is_enum_v<T>) {
    const auto& names = names_of(member);
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (value == Value(names[i])) return member = static_cast<T>(i), "";
    }
    return fmt::format("{} is expected",
                       enumerate(std::vector<std::string>(names.begin(), names.end()), "or"));
  } else if constexpr (OptionalMember<T>) {
    if (!value.is_null()) return decode(value, member.emplace());
  } else if constexpr (MapMember<T>) {
    if (!value.is_map()) return "a map is expected";
    return decode_map(value, member);
  } else if constexpr (ListMember<T>) {
    if (!value.is_list()) return "a list is expected";
    for (const auto& item : value.as_list()) {
      typename T::value_type decoded{};
      if (auto wrong = decode(item, decoded); !wrong.empty()) return wrong;
      member.insert(member.end(), std::move(decoded));
    }
  } else {
    Decoder decoder(value);
    members(decoder, member);
    return decoder.fault();
  }
  return "";
}

}  // namespace waveform::base
