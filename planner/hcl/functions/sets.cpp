// Functions of sets.
#include <algorithm>

#include "planner/hcl/convert.h"
#include "planner/hcl/functions/collections.h"
#include "planner/hcl/functions/results.h"

namespace waveform::hcl {

using base::Value;

namespace {

// The set of the one type that the elements of all convert to; an empty set of no type fits every other.
ResultType common_set(Arguments arguments) {
  std::vector<Type> types;
  for (const auto& [type, value] : arguments) {
    const bool empty = value.is_list() && value.as_list().empty();
    if (!empty || !type.element().is_any()) types.push_back(type.element());
  }
  if (types.empty()) return Type::set({});
  if (auto element = unify(types)) return Type::set(*std::move(element));
  return call_fault("The elements of all sets must be of one type");
}

tl::expected<std::vector<Typed>, CallFault> converted(Arguments arguments, const Type& type) {
  std::vector<Typed> sets;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    auto set = convert(arguments[i], type);
    if (!set) return call_fault(set.error().message, i);
    sets.push_back(*std::move(set));
  }
  return sets;
}

Called setunion(Arguments arguments, const CallContext& context) {
  const auto sets = converted(arguments, context.result);
  if (!sets) return tl::unexpected(sets.error());
  Value::List elements;
  for (const Typed& set : *sets)
    elements.insert(elements.end(), set.value.as_list().begin(), set.value.as_list().end());
  return Typed{context.result, make_set(std::move(elements), context.result.element())};
}

// The elements of the first set that are, or are not, in the others.
template <bool kept_when_found>
Called filtered(Arguments arguments, const CallContext& context) {
  const auto sets = converted(arguments, context.result);
  if (!sets) return tl::unexpected(sets.error());
  Value::List elements = sets->front().value.as_list();
  for (std::size_t i = 1; i < sets->size(); ++i) {
    const ValueIndex index((*sets)[i].value.as_list());
    std::erase_if(elements, [&](const Value& value) { return index.contains(value) != kept_when_found; });
  }
  return Typed{context.result, Value(std::move(elements))};
}

// --- setproduct ---

// The common type of a tuple's elements.
ResultType element_of(const Typed& argument, std::size_t i) {
  const Type& type = argument.type;
  if (!type.is_sequence()) return wrong_kind("sets", "a set or a list", argument, i);
  if (type.kind() != Type::Kind::Tuple) return type.element();
  if (type.items().empty()) return Type();
  if (auto element = unify(type.items())) return *std::move(element);
  return call_fault("The elements of each list must be of one type", i);
}

ResultType type_of_setproduct(Arguments arguments) {
  if (arguments.size() < 2) return call_fault("It takes at least two arguments");
  std::vector<Type> items;
  bool ordered = true;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i].type.is_any()) return Type();
    auto element = element_of(arguments[i], i);
    if (!element) return element;
    items.push_back(*std::move(element));
    ordered = ordered && arguments[i].type.kind() != Type::Kind::Set;
  }
  const Type tuple = Type::tuple(std::move(items));
  return ordered ? Type::list(tuple) : Type::set(tuple);
}

// Every choice of one element of each, the last of them changing fastest. REQUIRES: none is empty.
Value::List choices(std::span<const Value::List> lists, std::size_t total) {
  Value::List tuples;
  tuples.reserve(total);
  std::vector<std::size_t> at(lists.size(), 0);
  while (tuples.size() < total) {
    Value::List tuple;
    tuple.reserve(lists.size());
    for (std::size_t i = 0; i < lists.size(); ++i) tuple.push_back(lists[i][at[i]]);
    tuples.emplace_back(std::move(tuple));
    for (std::size_t i = lists.size(); i-- > 0;) {
      if (++at[i] < lists[i].size()) break;
      at[i] = 0;
    }
  }
  return tuples;
}

Called setproduct(Arguments arguments, const CallContext& context) {
  std::uint8_t marks = 0;
  std::uint8_t inner_marks = 0;
  bool known = true;
  for (const auto& [type, value] : arguments) {
    marks |= value.marks();
    inner_marks |= value.marks_within();
    const bool may_shrink = type.kind() == Type::Kind::Set && !value.is_wholly_known() && value.is_list() &&
                            value.as_list().size() > 1;
    known = known && !value.is_unknown() && !may_shrink;
  }
  if (!known) return unknown(context.result, static_cast<std::uint8_t>(marks | inner_marks));
  const Type& tuple = context.result.element();
  if (std::any_of(arguments.begin(), arguments.end(),
                  [](const Typed& list) { return list.value.as_list().empty(); }))
    return Typed{context.result, Value(Value::List{}).with_marks(marks)};
  std::vector<Value::List> lists;
  std::size_t total = 1;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const Value& value = arguments[i].value;
    const Type& element = tuple.items()[i];
    auto list = element.is_any() ? arguments[i] : convert(arguments[i], Type::list(element));
    if (!list) return call_fault(list.error().message, i);
    total *= value.as_list().size();
    if (total > kMostElements / arguments.size()) return call_fault("The result would be too large");
    lists.push_back(list->value.as_list());
  }
  Value::List tuples = choices(lists, total);
  const bool ordered = context.result.kind() == Type::Kind::List;
  const Value product = ordered ? Value(std::move(tuples)) : make_set(std::move(tuples), tuple);
  return Typed{context.result, product.with_marks(marks)};
}

}  // namespace

std::vector<Function> set_functions() {
  const Type set = Type::set({});
  // Unknown elements never remove elements from a union.
  const Parameter first = {"first_set", set};
  const Parameter others = {"other_sets", set};
  const Parameter partly_first = {"first_set", set, kPartly};
  const Parameter partly_others = {"other_sets", set, kPartly};
  constexpr std::uint8_t unknown_or_marked = Parameter::Unknown | Parameter::Marked;
  return {
      {"setintersection", {first}, {}, filtered<true>, common_set, others},
      {"setproduct", {}, {}, setproduct, type_of_setproduct, Parameter{"sets", {}, unknown_or_marked}},
      {"setsubtract", {{"a", set}, {"b", set}}, {}, filtered<false>, common_set},
      {"setunion", {partly_first}, {}, setunion, common_set, partly_others},
  };
}

}  // namespace waveform::hcl
