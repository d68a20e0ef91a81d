// Types: of values, and as constraints: string, number, bool, any, list(T), set(T), map(T), tuple([T, ...])
// and object({ a = T, b = optional(T, default) }).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/value.h"

namespace waveform::hcl {

// Immutable and cheap to copy. `Any` is an unknown type (of a null, an unknown, or elements of an empty
// list), or no constraint.
class Type {
 public:
  enum class Kind : std::uint8_t { Any, Bool, Number, String, List, Set, Map, Tuple, Object };
  struct Member;
  using Members = std::vector<Member>;  // of an object, by name

  Type(Kind scalar = Kind::Any) : kind_(scalar) {}  // NOLINT(google-explicit-constructor): a kind is a type
  static Type list(Type element) { return {Kind::List, {std::move(element)}}; }
  static Type set(Type element) { return {Kind::Set, {std::move(element)}}; }
  static Type map(Type element) { return {Kind::Map, {std::move(element)}}; }
  static Type tuple(std::vector<Type> items) { return {Kind::Tuple, std::move(items)}; }
  static Type object(Members members);  // in any order; names unique

  Kind kind() const { return kind_; }
  bool is_any() const { return kind_ == Kind::Any; }
  bool is_scalar() const { return kind_ >= Kind::Bool && kind_ <= Kind::String; }
  bool is_sequence() const { return kind_ == Kind::List || kind_ == Kind::Set || kind_ == Kind::Tuple; }
  bool is_collection() const { return kind_ >= Kind::List && kind_ <= Kind::Map; }

  // REQUIRES: a list, set or map.
  const Type& element() const;
  // REQUIRES: a tuple.
  const std::vector<Type>& items() const;
  // REQUIRES: an object.
  const Members& members() const;
  const Member* find(std::string_view name) const;

  // Also inside.
  bool has_any() const;
  bool has_optional() const;
  // The number of types in it, counting repetitions and shared parts.
  std::size_t size() const;
  Type without_optional() const;

  // "list(string)": as in a manifest; "list": without element types.
  std::string text() const;
  std::string_view name() const;

  friend bool operator==(const Type& a, const Type& b);

 private:
  struct Parts;
  Type(Kind kind, std::vector<Type> types);

  Kind kind_;
  std::shared_ptr<const Parts> parts_;  // of non-scalars
};

struct Type::Member {
  std::string name;
  Type type;
  bool optional = false;
  std::optional<base::Value> fallback = {};  // of `type`, for an optional one that is omitted or null

  friend bool operator==(const Member& a, const Member& b) = default;
};

struct Type::Parts {
  explicit Parts(std::vector<Type> types, Members members = {});

  std::vector<Type> types;
  Members members;
  bool has_any = false;
  bool has_optional = false;
  std::size_t size = 1;
};

}  // namespace waveform::hcl
