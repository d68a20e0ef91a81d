#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "planner/hcl/conversions.h"
#include "planner/hcl/evaluator.h"

namespace waveform::hcl {

using base::Value;

namespace {

// Describes the members, for a message about a missing one; omits secret ones.
std::string members_of(const Typed& object, std::string_view wanted, bool secret) {
  if (secret) return "Its members are sensitive and not listed.";
  std::vector<std::string> names;
  if (object.value.is_map()) {
    for (const auto& [name, member] : object.value.as_map()) names.push_back(name);
  } else {
    for (const auto& member : object.type.members()) names.push_back(member.name);
  }
  if (names.empty()) return "It has no members.";
  constexpr std::size_t listed = 8, compared = 1000;
  if (names.size() > compared) return fmt::format("It has {} members.", names.size());
  if (const std::string guess = base::did_you_mean(wanted, names); !guess.empty()) {
    return std::string(base::trim(guess));
  }
  const bool more = names.size() > listed;
  if (more) names.resize(listed);
  for (std::string& name : names) name = base::quote(name);
  if (more) names.emplace_back("others");
  return fmt::format("It has {}.", base::enumerate(names));
}

bool hides(const Value& value) {
  return (value.marks() & Value::Sensitive) != 0;
}

Typed item(Evaluator& self, const Typed& list, const Typed& key, base::Range range) {
  const auto number = to_number(key.value);
  if (!number) {
    return self.fault(range, "A list is indexed by numbers",
                      key.value.is_string() ? "This index is a string that is not a number."
                                            : fmt::format("This index is {}.", a_kind(key)));
  }
  const auto& items = list.value.as_list();
  const auto size = static_cast<std::int64_t>(items.size());
  const bool secret = hides(key.value) || hides(list.value);
  if (!number->is_integer() || number->as_integer() < 0) {
    return self.fault(range, "Invalid index", "An index is a whole number, 0 for the first item.",
                      "To count from the end, compute the index: list[n - 1].");
  }
  if (number->as_integer() >= size) {
    std::string detail;
    if (!secret && size == 0) {
      detail = "The list is empty.";
    } else if (!secret) {
      detail = fmt::format("The list has {}, so the last index is {}; this is {}.", base::count(size, "item"),
                           size - 1, number->as_integer());
    }
    return self.fault(range, "Index out of range", detail);
  }
  const auto i = static_cast<std::size_t>(number->as_integer());
  return {element_type(list.type, i), items[i]};
}

Type unknown_element(const Type& whole) {
  return whole.kind() == Type::Kind::List || whole.kind() == Type::Kind::Map ? whole.element() : Type();
}

Typed member(Evaluator& self, const Typed& object, const Typed& key, base::Range range) {
  const auto text = to_text(key.value);
  if (!text) {
    return self.fault(range, "A map is indexed by strings", fmt::format("This index is {}.", a_kind(key)));
  }
  const std::string& name = text->as_string();
  const auto found = object.value.as_map().find(name);
  if (found != object.value.as_map().end()) {
    const Type& type =
        object.type.kind() == Type::Kind::Map ? object.type.element() : object.type.find(name)->type;
    return {type, found->second};
  }
  const bool secret = hides(object.value) || hides(key.value);
  const std::string shown = hides(key.value) ? "this (sensitive) key" : "the key " + base::quote(name);
  return self.fault(range, "No such key",
                    fmt::format("The map does not have {}. {}", shown, members_of(object, name, secret)));
}

}  // namespace

Typed Evaluator::index(const Typed& object, const Typed& key, base::Range range) {
  const auto marks = static_cast<std::uint8_t>(object.value.marks() | key.value.marks_within());
  if (object.value.is_null())
    return fault(range, "Index into null", "This value is null and has no items.").with_marks(marks);
  if (key.value.is_null())
    return fault(range, "The index is null", "Expected a number or a string.").with_marks(marks);
  if (object.type.is_any()) return unknown({}, marks);
  if (object.type.kind() == Type::Kind::Set) {
    return fault(range, "A set cannot be indexed", "The elements of a set have neither order nor names.",
                 "Iterate with for, or convert it with tolist().")
        .with_marks(marks);
  }
  if (object.type.is_scalar()) {
    return fault(range, "This value has no items",
                 fmt::format("Lists and maps have items; this is {}.", a_kind(object)))
        .with_marks(marks);
  }
  // The element is unknown, and so are its marks.
  if (object.value.is_unknown() || key.value.is_unknown())
    return unknown(unknown_element(object.type), marks);
  return (object.value.is_list() ? item(*this, object, key, range) : member(*this, object, key, range))
      .with_marks(marks);
}

Typed Evaluator::attribute(const Typed& object, std::string_view name, base::Range range) {
  const std::uint8_t marks = object.value.marks();
  const std::string quoted = base::quote(name);
  if (object.value.is_null()) {
    return fault(range, fmt::format("Attribute {} of null", quoted),
                 "This value is null and has no attributes.",
                 "If it can be null, check first: x == null ? other : x." + std::string(name))
        .with_marks(marks);
  }
  if (object.type.is_any()) return unknown({}, marks);
  const bool is_object = object.type.kind() == Type::Kind::Object;
  const auto* known = is_object ? object.type.find(name) : nullptr;
  if (object.type.kind() == Type::Kind::Map || known != nullptr) {
    const Type& type = known != nullptr ? known->type : object.type.element();
    if (object.value.is_unknown()) return unknown(type, marks);
    const auto found = object.value.as_map().find(name);
    if (found != object.value.as_map().end()) return Typed{type, found->second}.with_marks(marks);
  }
  if (is_object || object.type.kind() == Type::Kind::Map) {
    return fault(range, fmt::format("No attribute {}", quoted),
                 fmt::format("The {} has no {} of this name. {}", is_object ? "object" : "map",
                             is_object ? "attribute" : "element",
                             members_of(object, name, hides(object.value))))
        .with_marks(marks);
  }
  return fault(range, fmt::format("No attribute {}", quoted),
               fmt::format("Objects have attributes; this is {}.", a_kind(object)),
               object.type.is_sequence() ? fmt::format("Use one item, [0].{0}, or all, [*].{0}.", name) : "")
      .with_marks(marks);
}

Typed Evaluator::eval(const Splat& node) {
  const Typed object = value_of(*node.object);
  const std::uint8_t marks = object.value.marks();
  const auto of_item = [&](Typed item) {
    items.push_back(std::move(item));
    Typed result = value_of(*node.each);
    items.pop_back();
    take_element();
    return result;
  };
  const bool sequence = object.type.is_sequence();
  if (object.value.is_null()) {
    if (!sequence) return make_tuple({}).with_marks(marks);
    return fault(node.object->range, "Splat of null", "This list is null and cannot be iterated.");
  }
  if (object.type.is_any()) return unknown({}, marks);
  if (!sequence) {
    const bool known = !object.value.is_unknown();  // an unknown one can become null
    Typed result = of_item(object);
    return known ? make_tuple({std::move(result)}).with_marks(marks) : unknown({}, marks);
  }
  const bool tuple = object.type.kind() == Type::Kind::Tuple;
  if (object.value.is_unknown() && tuple) return unknown({}, marks);
  if (!tuple && (object.value.is_unknown() || object.value.as_list().empty())) {
    const Type list = Type::list(of_item(unknown(object.type.element())).type);
    return object.value.is_unknown() ? unknown(list, marks)
                                     : Typed{list, Value(Value::List{}).with_marks(marks)};
  }
  std::vector<Typed> results;
  for (Typed& element : elements_of(object)) {
    if (!goes_on()) return unknown({}, marks);
    results.push_back(of_item(std::move(element)));
  }
  if (tuple) return make_tuple(std::move(results)).with_marks(marks);
  const Type first = results.front().type;
  Value::List values;
  for (Typed& result : results) {
    if (!(result.type == first)) {
      return fault(node.each->range, "The elements have different types",
                   "The result would be a list, whose elements must have one type.",
                   "Use for: [for x in list : …].");
    }
    values.push_back(std::move(result.value));
  }
  return Typed{Type::list(first), Value(std::move(values)).with_marks(marks)};
}

}  // namespace waveform::hcl
