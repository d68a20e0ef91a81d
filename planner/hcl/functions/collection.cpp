// Functions for several kinds of collections, and for choosing among values.
#include <algorithm>

#include "base/text.h"
#include "planner/hcl/convert.h"
#include "planner/hcl/equality.h"
#include "planner/hcl/functions/collections.h"

namespace waveform::hcl {

using base::Value;

namespace {

// A null among them is false.
Called alltrue(Arguments arguments, const CallContext&) {
  for (const Value& truth : arguments[0].value.as_list()) {
    if (truth.is_unknown()) return unknown(Type::Kind::Bool);
    if (truth.is_null() || !truth.as_bool()) return typed(false);
  }
  return typed(true);
}

Called anytrue(Arguments arguments, const CallContext&) {
  bool known = true;
  for (const Value& truth : arguments[0].value.as_list()) {
    known = known && !truth.is_unknown();
    if (truth.is_bool() && truth.as_bool()) return typed(true);
  }
  return known ? typed(false) : unknown(Type::Kind::Bool);
}

// --- length ---

tl::expected<Type, CallFault> type_of_length(Arguments arguments) {
  const Type::Kind kind = arguments[0].type.kind();
  if (kind == Type::Kind::Bool || kind == Type::Kind::Number)
    return wrong_kind("value", "a string, a list or a map", arguments[0], 0);
  return Type(Type::Kind::Number);
}

Called length(Arguments arguments, const CallContext&) {
  const auto& [type, value] = arguments[0];
  const auto of = [&](std::size_t n) {
    return typed_number(Value(static_cast<std::int64_t>(n)).with_marks(value.marks()));
  };
  // For these the type suffices.
  if (type.kind() == Type::Kind::Tuple) return of(type.items().size());
  if (type.kind() == Type::Kind::Object) return of(type.members().size());
  if (value.is_unknown()) return unknown(Type::Kind::Number, value.marks());
  if (value.is_string()) return of(static_cast<std::size_t>(base::count_graphemes(value.as_string())));
  if (value.is_map()) return of(value.as_map().size());
  const auto& elements = value.as_list();
  // Two unknown elements of a set can become equal.
  if (type.kind() == Type::Kind::Set && elements.size() > 1 && !value.is_wholly_known())
    return unknown(Type::Kind::Number, value.marks());
  return of(elements.size());
}

// --- search ---

Called contains(Arguments arguments, const CallContext&) {
  bool known = true;
  bool found = false;
  each_element(arguments[0], [&](const Typed&, const Typed& element) {
    const auto same = equal(element, arguments[1]);
    found = same.value_or(false);
    known = known && same.has_value();
    return !found;
  });
  return found || known ? typed(found) : unknown(Type::Kind::Bool);
}

Called index(Arguments arguments, const CallContext&) {
  Called result = call_fault("the list has no such element");
  each_element(arguments[0], [&](const Typed& key, const Typed& element) {
    const auto same = equal(element, arguments[1]);
    if (same == false) return true;
    result = same ? key : unknown(Type::Kind::Number);
    return false;
  });
  return result;
}

// --- choice ---

tl::expected<Type, CallFault> type_of_coalesce(Arguments arguments) {
  std::vector<Type> types;
  types.reserve(arguments.size());
  for (const Typed& argument : arguments) types.push_back(argument.type);
  if (auto type = unify(types)) return *std::move(type);
  if (types.empty()) return call_fault("It takes at least one argument");
  return call_fault("The arguments must be of one type");
}

Called coalesce(Arguments arguments, const CallContext& context) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    auto value = convert(arguments[i], context.result);
    if (!value) return call_fault(value.error().message, i);
    if (value->value.is_null()) continue;
    if (value->type.kind() == Type::Kind::String && value->value == Value("")) continue;
    return *std::move(value);
  }
  return call_fault("Every argument is null or an empty string");
}

tl::expected<Type, CallFault> type_of_coalescelist(Arguments arguments) {
  if (arguments.empty()) return call_fault("It takes at least one argument");
  bool same = true;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i].value.is_unknown()) return Type();
    if (!is_list_or_tuple(arguments[i].type)) return wrong_kind("vals", "a list", arguments[i], i);
    same = same && arguments[i].type == arguments[0].type;
  }
  return same ? arguments[0].type : Type();
}

Called coalescelist(Arguments arguments, const CallContext& context) {
  for (const Typed& list : arguments) {
    if (list.value.is_unknown()) return unknown(context.result);
    if (!list.value.is_null() && !list.value.as_list().empty()) return list;
  }
  return call_fault("Every argument is null or an empty list");
}

tl::expected<Type, CallFault> type_of_one(Arguments arguments) {
  const auto& [type, value] = arguments[0];
  if (type.is_any()) return Type();
  if (!type.is_sequence()) return wrong_kind("list", "a list or a set", arguments[0], 0);
  const bool tuple = type.kind() == Type::Kind::Tuple;
  const std::size_t size = tuple ? type.items().size() : value.is_list() ? value.as_list().size() : 0;
  const bool may_shrink = type.kind() == Type::Kind::Set && !value.is_wholly_known();
  if (size > 1 && !may_shrink) return call_fault("list: there is more than one element", 0);
  if (tuple) return size == 0 ? Type() : type.items().front();
  return type.element();
}

Called one(Arguments arguments, const CallContext& context) {
  const auto& elements = arguments[0].value.as_list();
  if (elements.empty()) return Typed{context.result, Value()};
  return elements.size() > 1 ? unknown(context.result) : Typed{context.result, elements.front()};
}

}  // namespace

ValueIndex::ValueIndex(Value::List values) : values_(std::move(values)) {
  std::sort(values_.begin(), values_.end(), base::less);
}

bool ValueIndex::contains(const Value& value) const {
  return std::binary_search(values_.begin(), values_.end(), value, base::less);
}

std::vector<Function> collection_functions() {
  using enum Type::Kind;
  constexpr std::uint8_t unknown_or_null = Parameter::Unknown | Parameter::Null;
  const Parameter list = {"list", {}, kPartly};
  const Parameter bools = {"list", Type::list(Bool), kPartly};
  const Parameter value = {"value", {}, kPartly};
  std::vector<Function> all = {
      {"alltrue", {bools}, Bool, alltrue},
      {"anytrue", {bools}, Bool, anytrue},
      {"coalesce", {}, {}, coalesce, type_of_coalesce, Parameter{"vals", {}, unknown_or_null}},
      {"coalescelist", {}, {}, coalescelist, type_of_coalescelist, Parameter{"vals", {}, unknown_or_null}},
      {"contains", {list, value}, Bool, contains, type_by_list<Bool, true>},
      {"index", {list, value}, Number, index, type_by_list<Number, false>},
      {"length", {{"value", {}, Parameter::Unknown | Parameter::Marked}}, Number, length, type_of_length},
      {"one", {list}, {}, one, type_of_one},
  };
  for (const auto& part : {list_functions(), map_functions(), set_functions()})
    all.insert(all.end(), part.begin(), part.end());
  return all;
}

}  // namespace waveform::hcl
