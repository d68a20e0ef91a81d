// The kinds of members of base/record.h, which includes this.
#pragma once

#include <concepts>
#include <string>
#include <vector>

#include "base/text.h"

namespace waveform::base {

template <typename T>
concept OptionalMember = std::same_as<T, std::optional<typename T::value_type>>;
template <typename T>
concept MapMember = requires { typename T::mapped_type; };
template <typename T>
concept ListMember = requires(const T& list) {
  typename T::value_type;
  list.begin();
};

template <typename T>
Value encode_member(const T& member) {
  if constexpr (requires { encode(member); }) {
    return encode(member);
  } else if constexpr (std::is_enum_v<T>) {
    return Value(names_of(member)[static_cast<std::size_t>(member)]);
  } else if constexpr (OptionalMember<T>) {
    return member ? encode_member(*member) : Value();
  } else if constexpr (MapMember<T>) {
    Value::Map map;
    for (const auto& [key, item] : member) map.append(key, encode_member(item));
    return Value(std::move(map));
  } else if constexpr (ListMember<T>) {
    Value::List list;
    for (const auto& item : member) list.push_back(encode_member(item));
    return Value(std::move(list));
  } else {
    Encoder encoder;
    members(encoder, const_cast<T&>(member));  // NOLINT: an encoder only reads
    return Value(std::move(encoder.object));
  }
}

template <typename T>
std::string decode_member(const Value& value, T& member) {
  if constexpr (requires { decode(value, member); }) {
    return decode(value, member);
  } else if constexpr (std::is_enum_v<T>) {
    const auto& names = names_of(member);
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (value == Value(names[i])) return member = static_cast<T>(i), "";
    }
    return enumerate(std::vector<std::string>(names.begin(), names.end()), "or") + " is expected";
  } else if constexpr (OptionalMember<T>) {
    return value.is_null() ? "" : decode_member(value, member.emplace());
  } else if constexpr (MapMember<T>) {
    if (!value.is_map()) return "a map is expected";
    for (const auto& [key, item] : value.as_map()) {
      typename T::mapped_type decoded{};
      if (auto wrong = decode_member(item, decoded); !wrong.empty()) return printable(key) + ": " + wrong;
      member.emplace(key, std::move(decoded));
    }
    return "";
  } else if constexpr (ListMember<T>) {
    if (!value.is_list()) return "a list is expected";
    for (const auto& item : value.as_list()) {
      typename T::value_type decoded{};
      if (auto wrong = decode_member(item, decoded); !wrong.empty()) return wrong;
      member.insert(member.end(), std::move(decoded));
    }
    return "";
  } else {
    Decoder decoder(value);
    members(decoder, member);
    return decoder.fault();
  }
}

}  // namespace waveform::base
