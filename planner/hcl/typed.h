// A value and its type: the result of an expression. base::Value has the contents; the type distinguishes
// list, set and tuple, map and object, and the types of null and unknown.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "base/value.h"
#include "planner/hcl/type.h"

namespace waveform::hcl {

// The value fits the type. A set's elements are unique and in the order of sets (make_set); their marks are
// on the set. Element types are in the type, not in the elements.
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

// The type of a bare value: lists are tuples, maps are objects, null and unknown are any.
Type type_of(const base::Value& value);
inline Typed with_own_type(base::Value value) {
  return {type_of(value), std::move(value)};
}

// A tuple or an object of values that have types of their own.
Typed make_tuple(std::vector<Typed> items);
Typed make_object(std::vector<std::pair<std::string, Typed>> members);  // names unique

// The set of these elements of one type: ordered as Terraform orders sets, each once; their marks on the set.
base::Value make_set(base::Value::List elements, const Type& element);

// Visits the elements of a known list, set, tuple, map or object: keys are numbers for lists and tuples, the
// elements themselves for sets, else names. Keys and elements inherit marks. Stops when `visit` returns
// false.
void each_element(const Typed& whole,
                  const std::function<bool(const Typed& key, const Typed& element)>& visit);
std::vector<Typed> elements_of(const Typed& whole);
// The type of the i-th element.
const Type& element_type(const Type& whole, std::size_t i);

// "a string", "a list of numbers", "null", "a value known only after apply": for messages.
std::string a_kind(const Typed& value);

}  // namespace waveform::hcl
