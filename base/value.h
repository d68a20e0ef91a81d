// The one value type: for evaluated manifests, decoded JSON, and the state.
//
// A Value is immutable and cheap to copy (lists, maps and long strings are shared). Lists, sets and tuples
// are one kind, maps and objects are one kind; the distinction is a matter of types, which belong to the
// language. Marks follow a value into everything derived from it. They control how it is shown and are
// ignored in comparisons.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/map.h"

namespace waveform::base {

class Value {
 public:
  enum class Kind : std::uint8_t { Null, Unknown, Bool, Number, String, List, Map };
  // Sensitive: never stored, shown or logged. Masked: stored in the state, shown as "(external id)".
  enum Mark : std::uint8_t { Sensitive = 1, Masked = 2 };

  using List = std::vector<Value>;
  using Map = base::Map<Value>;

  Value() = default;  // null
  static Value null() { return {}; }
  static Value unknown();  // known only after apply
  Value(bool b);           // NOLINT(google-explicit-constructor): literals convert implicitly
  Value(std::int64_t n);
  Value(int n) : Value(static_cast<std::int64_t>(n)) {}
  Value(double n);  // a whole number below 2^63 is stored as an integer, so equal numbers are equal values
  Value(std::string s);
  Value(std::string_view s) : Value(std::string(s)) {}
  Value(const char* s) : Value(std::string(s)) {}
  Value(List items);
  Value(Map members);

  Kind kind() const { return kind_; }
  bool is_null() const { return kind_ == Kind::Null; }
  bool is_unknown() const { return kind_ == Kind::Unknown; }
  bool is_bool() const { return kind_ == Kind::Bool; }
  bool is_number() const { return kind_ == Kind::Number; }
  bool is_integer() const { return std::holds_alternative<std::int64_t>(data_); }
  bool is_string() const { return kind_ == Kind::String; }
  bool is_list() const { return kind_ == Kind::List; }
  bool is_map() const { return kind_ == Kind::Map; }

  // REQUIRES: the value has this kind.
  bool as_bool() const { return std::get<bool>(data_); }
  std::int64_t as_integer() const { return std::get<std::int64_t>(data_); }
  double as_double() const;
  const std::string& as_string() const {
    const auto* text = std::get_if<std::string>(&data_);
    return text != nullptr ? *text : *std::get<std::shared_ptr<const std::string>>(data_);
  }
  const List& as_list() const { return *std::get<std::shared_ptr<const List>>(data_); }
  const Map& as_map() const { return *std::get<std::shared_ptr<const Map>>(data_); }

  // The member of a map; null if this is not a map or has no such member.
  const Value& get(std::string_view key) const;
  // The same with a dotted path: "cloudWatch.baseCredentials.roleArn".
  const Value& at_path(std::string_view dotted) const;
  // A copy of this map with one member set. Along the path, a value that is not a map is replaced.
  Value with_path(std::string_view dotted, Value value) const;
  Value without_path(std::string_view dotted) const;

  // True if the value contains no Unknown.
  bool is_wholly_known() const { return !is_unknown() && known_within_; }
  std::uint8_t marks() const { return marks_; }  // of this value only
  std::uint8_t marks_within() const {            // of this value and everything inside
    return static_cast<std::uint8_t>(marks_ | inner_marks_);
  }
  // The number of values inside, at every depth; a shared value counts every time. Saturates at 2^32 - 1.
  std::uint32_t size_within() const { return size_within_; }
  bool is_sensitive() const { return marks_within() & Sensitive; }
  // The memory in bytes that is freed with this value, without shared parts. Linear in the number of values.
  std::size_t footprint() const;
  Value with_marks(std::uint8_t marks) const&;  // adds
  Value with_marks(std::uint8_t marks) &&;
  Value without_marks() const;         // of this value only
  Value without_marks_within() const;  // of this value and everything inside

  friend bool operator==(const Value& a, const Value& b);

 private:
  void contain(const Value& element);

  Kind kind_ = Kind::Null;
  std::uint8_t marks_ = 0;
  // Computed once for shared parts: walking them each time could take exponential time.
  std::uint8_t inner_marks_ = 0;
  bool known_within_ = true;
  std::uint32_t size_within_ = 0;
  // Long strings are shared as well.
  std::variant<std::monostate, bool, std::int64_t, double, std::string, std::shared_ptr<const List>,
               std::shared_ptr<const Map>, std::shared_ptr<const std::string>>
      data_;
};

// The list or map with every element replaced, keeping its own marks; any other value unchanged.
Value with_elements(const Value& value, const std::function<Value(const Value&)>& replacement);

// A total order (by kind, then by content), for sets and stable output.
bool less(const Value& a, const Value& b);

// "string", "number", "list", ...: for messages.
std::string_view kind_name(Value::Kind kind);

// The shortest decimal string that parses as the same number, without an exponent.
std::string number_text(const Value& number);

// Of a number or bool; "null" for everything else.
std::string scalar_text(const Value& value);

}  // namespace waveform::base
