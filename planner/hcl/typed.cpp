#include "planner/hcl/typed.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"

namespace waveform::hcl {

using base::Value;

namespace {

// The order of sets of lists, maps and the like, as in Terraform.
void append_sort_key(const Value& value, const Type& type, std::string& key) {
  switch (value.kind()) {
    case Value::Kind::Unknown:
      key += '?';
      return;
    case Value::Kind::Null:
      key += '~';
      return;
    case Value::Kind::Bool:
      key += value.as_bool() ? 'T' : 'F';
      return;
    case Value::Kind::Number:
      key +=
          value.is_integer() ? std::to_string(value.as_integer()) : fmt::format("{:.10g}", value.as_double());
      return;
    case Value::Kind::String:
      key += base::quote(value.as_string());
      return;
    default:
      break;
  }
  const bool fixed = type.kind() == Type::Kind::Object || type.kind() == Type::Kind::Tuple;
  key += fixed ? '<' : value.is_map() ? '{' : '[';
  each_element({type, value}, [&](const Typed& name, const Typed& element) {
    if (type.kind() == Type::Kind::Map) key += base::quote(name.value.as_string()) + ":";
    append_sort_key(element.value, element.type, key);
    key += ';';
    return true;
  });
  key += fixed ? '>' : value.is_map() ? '}' : ']';
}

// Nulls after everything else, unknowns last.
int rank(const Value& value) {
  return value.is_unknown() ? 2 : value.is_null() ? 1 : 0;
}

}  // namespace

Type type_of(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::Bool:
      return Type::Kind::Bool;
    case Value::Kind::Number:
      return Type::Kind::Number;
    case Value::Kind::String:
      return Type::Kind::String;
    case Value::Kind::List: {
      std::vector<Type> items;
      for (const Value& item : value.as_list()) items.push_back(type_of(item));
      return Type::tuple(std::move(items));
    }
    case Value::Kind::Map: {
      Type::Members members;
      for (const auto& [name, member] : value.as_map()) members.push_back({name, type_of(member)});
      return Type::object(std::move(members));
    }
    default:
      return Type::Kind::Any;
  }
}

Typed make_tuple(std::vector<Typed> items) {
  std::vector<Type> types;
  Value::List values;
  types.reserve(items.size());
  values.reserve(items.size());
  for (Typed& item : items) {
    types.push_back(std::move(item.type));
    values.push_back(std::move(item.value));
  }
  return {Type::tuple(std::move(types)), Value(std::move(values))};
}

Typed make_object(std::vector<std::pair<std::string, Typed>> members) {
  Type::Members types;
  Value::Map values;
  types.reserve(members.size());
  for (std::pair<std::string, Typed>& member : members) {
    types.push_back({member.first, std::move(member.second.type)});
    values.emplace(std::move(member.first), std::move(member.second.value));
  }
  return {Type::object(std::move(types)), Value(std::move(values))};
}

Value make_set(Value::List elements, const Type& element) {
  struct Keyed {
    std::string key;
    Value value;
  };
  std::vector<Keyed> keyed;
  keyed.reserve(elements.size());
  std::uint8_t marks = 0;
  const bool by_key = !element.is_scalar();
  for (Value& value : elements) {
    marks |= value.marks_within();
    Keyed item{{}, value.marks_within() == 0 ? std::move(value) : value.without_marks_within()};
    if (by_key) append_sort_key(item.value, element, item.key);
    keyed.push_back(std::move(item));
  }
  const auto before = [by_key](const Keyed& a, const Keyed& b) {
    if (rank(a.value) != rank(b.value)) return rank(a.value) < rank(b.value);
    return by_key ? a.key < b.key : less(a.value, b.value);
  };
  const auto same = [](const Keyed& a, const Keyed& b) {
    return a.value.is_wholly_known() && b.value.is_wholly_known() && a.value == b.value;
  };
  std::stable_sort(keyed.begin(), keyed.end(), before);
  keyed.erase(std::unique(keyed.begin(), keyed.end(), same), keyed.end());
  Value::List ordered;
  ordered.reserve(keyed.size());
  for (Keyed& item : keyed) ordered.push_back(std::move(item.value));
  return Value(std::move(ordered)).with_marks(marks);
}

const Type& element_type(const Type& whole, std::size_t i) {
  if (whole.kind() == Type::Kind::Tuple) return whole.items()[i];
  return whole.kind() == Type::Kind::Object ? whole.members()[i].type : whole.element();
}

void each_element(const Typed& whole,
                  const std::function<bool(const Typed& key, const Typed& element)>& visit) {
  const std::uint8_t marks = whole.value.marks();
  std::size_t i = 0;
  if (whole.value.is_list()) {
    for (const Value& value : whole.value.as_list()) {
      const Typed element{element_type(whole.type, i), value.with_marks(marks)};
      const Typed key = whole.type.kind() == Type::Kind::Set
                            ? element
                            : typed_number(Value(static_cast<std::int64_t>(i)).with_marks(marks));
      if (!visit(key, element)) return;
      ++i;
    }
  } else if (whole.value.is_map()) {
    for (const auto& [name, value] : whole.value.as_map()) {
      if (!visit(typed(name).with_marks(marks), {element_type(whole.type, i), value.with_marks(marks)}))
        return;
      ++i;
    }
  }
}

std::vector<Typed> elements_of(const Typed& whole) {
  std::vector<Typed> elements;
  each_element(whole, [&](const Typed&, const Typed& element) {
    elements.push_back(element);
    return true;
  });
  return elements;
}

std::string a_kind(const Typed& value) {
  const Type& type = value.type;
  if (value.value.is_null()) return "null";
  if (type.is_any()) return "a value that is not known yet";
  if (type.kind() == Type::Kind::Object) return "an object";
  if (type.is_collection() && type.element().is_scalar())
    return fmt::format("a {} of {}s", type.name(), type.element().name());
  return fmt::format("a {}", type.name());
}

}  // namespace waveform::hcl
