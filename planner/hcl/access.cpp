#include <fmt/format.h>

#include "base/text.h"
#include "planner/hcl/conversions.h"
#include "planner/hcl/evaluator.h"

namespace waveform::hcl {

using base::Value;

namespace {

// What the members are, for a message about one that is not there; nothing about secret ones.
std::string members_of(const Value& object, std::string_view wanted, bool secret) {
  if (secret) return "Its members are sensitive and not listed.";
  std::vector<std::string> names;
  for (const auto& [name, member] : object.as_map()) names.push_back(name);
  if (names.empty()) return "It has no members at all.";
  constexpr std::size_t listed = 8;
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

Value item(Evaluator& self, const Value& list, const Value& key, base::Range range) {
  const auto number = to_number(key);
  if (!number) {
    return self.fault(range, "A list is indexed by numbers",
                      key.is_string() ? "This index is a string, and no number's text."
                                      : fmt::format("This index is {}.", a_kind(key)));
  }
  const auto size = static_cast<std::int64_t>(list.as_list().size());
  const bool secret = hides(key) || hides(list);
  if (!number->is_integer() || number->as_integer() < 0) {
    return self.fault(range, "Invalid index", "An index is a whole number, 0 for the first item.",
                      "Count from the end with a computed index: list[n - 1].");
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
  return list.as_list()[static_cast<std::size_t>(number->as_integer())];
}

}  // namespace

Value Evaluator::index(const Value& object, const Value& key, base::Range range) {
  const auto marks = static_cast<std::uint8_t>(object.marks() | key.marks_within());
  const auto marked = [marks](const Value& value) { return value.with_marks(marks); };
  if (object.is_unknown()) return marked(Value::unknown());
  if (object.is_null())
    return marked(fault(range, "Index into null", "This value is null: it has no items."));
  if (!object.is_list() && !object.is_map()) {
    return marked(fault(range, "This value has no items",
                        fmt::format("Lists and maps have items; this is {}.", a_kind(object))));
  }
  if (key.is_unknown()) return Value::unknown().with_marks(marks | object.marks_within());
  if (key.is_null()) return marked(fault(range, "The index is null", "Expected a number or a string."));
  if (object.is_list()) return marked(item(*this, object, key, range));
  const auto text = to_text(key);
  if (!text) {
    return marked(fault(range, "A map is indexed by strings", fmt::format("This index is {}.", a_kind(key))));
  }
  const auto found = object.as_map().find(text->as_string());
  if (found != object.as_map().end()) return marked(found->second);
  const std::string name = hides(key) ? "this (sensitive) key" : "the key " + base::quote(text->as_string());
  return marked(fault(range, "No such key",
                      fmt::format("The map does not have {}. {}", name,
                                  members_of(object, text->as_string(), hides(object) || hides(key)))));
}

Value Evaluator::attribute(const Value& object, std::string_view name, base::Range range) {
  const auto marked = [&object](const Value& value) { return value.with_marks(object.marks()); };
  if (object.is_unknown()) return marked(Value::unknown());
  const std::string quoted = base::quote(name);
  if (object.is_map()) {
    const auto found = object.as_map().find(name);
    if (found != object.as_map().end()) return marked(found->second);
    return marked(fault(range, fmt::format("No attribute {}", quoted),
                        fmt::format("The object has no attribute of this name. {}",
                                    members_of(object, name, hides(object)))));
  }
  if (object.is_null()) {
    return marked(fault(range, fmt::format("Attribute {} of null", quoted),
                        "This value is null: it has no attributes.",
                        "Where it may be null, ask first: x == null ? other : x." + std::string(name)));
  }
  return marked(
      fault(range, fmt::format("No attribute {}", quoted),
            fmt::format("Objects have attributes; this is {}.", a_kind(object)),
            object.is_list() ? fmt::format("Take it of one item, [0].{0}, or of all, [*].{0}.", name) : ""));
}

Value Evaluator::eval(const Splat& node) {
  const Value object = value_of(*node.object);
  if (object.is_unknown()) return object;
  if (object.is_null()) return Value(Value::List{}).with_marks(object.marks());
  const Value::List elements = object.is_list() ? object.as_list() : Value::List{object};
  Value::List results;
  for (const Value& element : elements) {
    items.push_back(element.with_marks(object.marks()));
    results.push_back(value_of(*node.each));
    items.pop_back();
  }
  return Value(std::move(results)).with_marks(object.marks());
}

}  // namespace waveform::hcl
