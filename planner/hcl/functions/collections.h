// Shared by functions of lists, sets and maps. Private to planner/hcl.
#pragma once

#include <cstdint>
#include <string>

#include <fmt/format.h>

#include "planner/hcl/function.h"

namespace waveform::hcl {

// Parts of collection_functions().
std::vector<Function> list_functions();
std::vector<Function> map_functions();
std::vector<Function> set_functions();

using ResultType = tl::expected<Type, CallFault>;

// Declarations of collection parameters: elements can be unknown or marked.
constexpr std::uint8_t kPartly = Parameter::Partly;
constexpr std::uint8_t kPartlyMarked = Parameter::Partly | Parameter::Marked;

inline bool is_list_or_tuple(const Type& type) {
  return type.kind() == Type::Kind::List || type.kind() == Type::Kind::Tuple;
}
inline bool is_map_or_object(const Type& type) {
  return type.kind() == Type::Kind::Map || type.kind() == Type::Kind::Object;
}

// "list: a list is required, and this is a string".
inline tl::unexpected<CallFault> wrong_kind(std::string_view name, std::string_view required,
                                            const Typed& given, std::size_t argument) {
  return call_fault(fmt::format("{}: {} is required, and this is {}", name, required, a_kind(given)),
                    argument);
}

// Of a function of a list (or, `kSets`, a set) whose result has this type.
template <Type::Kind kResult, bool kSets>
ResultType type_by_list(Arguments arguments) {
  const Type& type = arguments[0].type;
  if (type.is_any() || (kSets ? type.is_sequence() : is_list_or_tuple(type))) return Type(kResult);
  return wrong_kind("list", kSets ? "a list or a set" : "a list", arguments[0], 0);
}

// Unmarked, wholly known values of one type, in an order for fast lookup.
class ValueIndex {
 public:
  explicit ValueIndex(base::Value::List values);
  bool contains(const base::Value& value) const;

 private:
  base::Value::List values_;
};

}  // namespace waveform::hcl
