// A value and its type: what expressions evaluate to. base::Value knows what is in a value, the type how the
// language takes it: as a list, a set or a tuple, as a map or an object, and what a null or an unknown would
// be.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "base/value.h"
#include "planner/hcl/type.h"

namespace waveform::hcl {

// The value fits the type. A set's elements are in the order of sets (make_set) and each there once; the
// marks of elements stand on the set. Types of elements are found through the type, not in the elements.
struct Typed {
  Type type;
  base::Value value;

  Typed with_marks(std::uint8_t marks) const { return {type, value.with_marks(marks)}; }
};

inline Typed unknown(Type type = {}, std::uint8_t marks = 0) {
  return {std::move(type), base::Value::unknown().with_marks(marks)};
}
inline Typed typed(std::string text) {
  return {Type::Kind::String, base::Value(std::move(text))};
}
inline Typed typed(const char* text) {
  return typed(std::string(text));
}
inline Typed typed(bool truth) {
  return {Type::Kind::Bool, base::Value(truth)};
}
inline Typed typed_number(base::Value number) {
  return {Type::Kind::Number, std::move(number)};
}

// The type that a bare value has: lists are tuples and maps objects, null and unknown are of any.
Type type_of(const base::Value& value);
inline Typed with_own_type(base::Value value) {
  return {type_of(value), std::move(value)};
}

// A tuple or an object of values that have types of their own.
Typed make_tuple(std::vector<Typed> items);
Typed make_object(std::vector<std::pair<std::string, Typed>> members);  // names unique

// The set of these elements of one type: ordered as Terraform orders sets, each once; their marks on the set.
base::Value make_set(base::Value::List elements, const Type& element);

// The elements of a list, set, tuple, map or object that is neither null nor unknown: keys are numbers for
// lists and tuples, the elements themselves for sets, names for the others. The marks of the whole go to keys
// and elements. Stops when `visit` gives false.
void each_element(const Typed& whole,
                  const std::function<bool(const Typed& key, const Typed& element)>& visit);
std::vector<Typed> elements_of(const Typed& whole);
// The type of the i-th element.
const Type& element_type(const Type& whole, std::size_t i);

// "a string", "a list of numbers", "null", "a value known only after apply": for messages.
std::string a_kind(const Typed& value);

}  // namespace waveform::hcl
