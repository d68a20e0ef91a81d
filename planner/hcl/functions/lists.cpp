// Functions that make lists and tuples, or take an element of one.
#include <algorithm>
#include <optional>

#include "base/text.h"
#include "planner/hcl/arithmetic.h"
#include "planner/hcl/convert.h"
#include "planner/hcl/functions/collections.h"
#include "planner/hcl/functions/results.h"

namespace waveform::hcl {

using base::Value;

namespace {

// A number that counts elements: whole, and no less than `least`.
tl::expected<std::int64_t, CallFault> whole_number(const Typed& number, std::string_view name,
                                                   std::size_t argument, std::int64_t least = 0) {
  if (!number.value.is_integer())
    return call_fault(fmt::format("{}: a whole number is required", name), argument);
  if (number.value.as_integer() < least)
    return call_fault(fmt::format("{}: it must not be negative", name), argument);
  return number.value.as_integer();
}

ResultType first_type(Arguments arguments) {
  return arguments[0].type;
}

Called chunklist(Arguments arguments, const CallContext& context) {
  const auto size = whole_number(arguments[1], "size", 1);
  if (!size) return tl::unexpected(size.error());
  const Value& list = arguments[0].value;
  const auto& elements = list.as_list();
  const std::size_t each =
      *size == 0 ? elements.size() : std::min(elements.size(), static_cast<std::size_t>(*size));
  Value::List chunks;
  for (std::size_t i = 0; i < elements.size(); i += each) {
    const auto begin = elements.begin() + static_cast<std::ptrdiff_t>(i);
    const auto count = static_cast<std::ptrdiff_t>(std::min(each, elements.size() - i));
    chunks.emplace_back(Value::List(begin, begin + count));
  }
  const auto marks = static_cast<std::uint8_t>(list.marks() | arguments[1].value.marks());
  return Typed{context.result, Value(std::move(chunks)).with_marks(marks)};
}

ResultType type_of_chunklist(Arguments arguments) {
  return Type::list(arguments[0].type);
}

Called compact(Arguments arguments, const CallContext& context) {
  Value::List kept;
  for (const Value& text : arguments[0].value.as_list()) {
    if (!text.is_null() && !text.as_string().empty()) kept.push_back(text);
  }
  return Typed{context.result, Value(std::move(kept))};
}

// --- concat ---

// A list when all are lists with a common type; otherwise a tuple.
ResultType type_of_concat(Arguments arguments) {
  if (arguments.empty()) return call_fault("It takes at least one argument");
  std::vector<Type> types;
  std::vector<Type> items;
  bool known = true;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const auto& [type, value] = arguments[i];
    if (type.is_any()) return Type();
    if (!is_list_or_tuple(type)) return wrong_kind("seqs", "a list", arguments[i], i);
    if (type.kind() == Type::Kind::List) types.push_back(type);
    if (type.kind() == Type::Kind::Tuple) {
      items.insert(items.end(), type.items().begin(), type.items().end());
    } else if (value.is_unknown()) {
      known = false;
    } else {
      items.insert(items.end(), value.as_list().size(), type.element());
    }
  }
  if (types.size() == arguments.size()) {
    if (auto list = unify(types)) return *std::move(list);
  }
  return known ? Type::tuple(std::move(items)) : Type();
}

Called concat(Arguments arguments, const CallContext& context) {
  Value::List elements;
  std::uint8_t marks = 0;
  const bool is_list = context.result.kind() == Type::Kind::List;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    auto list = is_list ? convert(arguments[i], context.result) : arguments[i];
    if (!list) return call_fault(list.error().message, i);
    const auto& more = list->value.as_list();
    elements.insert(elements.end(), more.begin(), more.end());
    marks |= list->value.marks();
  }
  return Typed{context.result, Value(std::move(elements)).with_marks(marks)};
}

// --- distinct ---

Called distinct(Arguments arguments, const CallContext& context) {
  const auto& elements = arguments[0].value.as_list();
  std::vector<std::size_t> order(elements.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  // The first of equal elements comes before the others.
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return base::less(elements[a], elements[b]); });
  order.erase(std::unique(order.begin(), order.end(),
                          [&](std::size_t a, std::size_t b) { return elements[a] == elements[b]; }),
              order.end());
  std::sort(order.begin(), order.end());
  Value::List kept;
  kept.reserve(order.size());
  for (const std::size_t i : order) kept.push_back(elements[i]);
  return Typed{context.result, Value(std::move(kept))};
}

// --- element ---

// Counts on from the start after the last element, and from the end below 0.
std::size_t wrapped(std::int64_t index, std::size_t size) {
  const auto n = static_cast<std::int64_t>(size);
  return static_cast<std::size_t>(((index % n) + n) % n);
}

ResultType type_of_element(Arguments arguments) {
  const auto& [type, value] = arguments[0];
  if (type.is_any()) return Type();
  if (!is_list_or_tuple(type)) return wrong_kind("list", "a list", arguments[0], 0);
  const bool known = !arguments[1].value.is_unknown();
  if (known && !arguments[1].value.is_integer()) return call_fault("index: a whole number is required", 1);
  if (type.kind() == Type::Kind::List) return type.element();
  if (!known) return Type();
  if (type.items().empty()) return call_fault("list: it has no elements", 0);
  return type.items()[wrapped(arguments[1].value.as_integer(), type.items().size())];
}

Called element(Arguments arguments, const CallContext& context) {
  const Value& list = arguments[0].value;
  if (list.as_list().empty()) return call_fault("list: it has no elements", 0);
  const std::size_t i = wrapped(arguments[1].value.as_integer(), list.as_list().size());
  return Typed{context.result, list.as_list()[i].with_marks(list.marks())};
}

// --- flatten ---

// False: what is inside is not known yet.
bool flatten_into(const Typed& list, std::vector<Typed>& elements, std::uint8_t& marks) {
  marks |= list.value.marks();
  bool known = true;
  std::size_t i = 0;
  for (const Value& value : list.value.as_list()) {
    const Typed element{element_type(list.type, i++), value};
    const bool unknown = value.is_unknown();
    if (unknown && (element.type.is_any() || element.type.is_sequence())) {
      marks |= value.marks();
      known = false;
    } else if (value.is_null() || !element.type.is_sequence()) {
      elements.push_back(element);
    } else {
      known = flatten_into(element, elements, marks) && known;
    }
  }
  return known;
}

Called flatten(Arguments arguments, const CallContext&) {
  if (arguments[0].value.size_within() > kMostElements) return call_fault("The result would be too large");
  std::vector<Typed> elements;
  std::uint8_t marks = 0;
  if (!flatten_into(arguments[0], elements, marks)) return unknown({}, arguments[0].value.marks_within());
  return make_tuple(std::move(elements)).with_marks(marks);
}

// --- reverse, slice, sort ---

ResultType type_of_reverse(Arguments arguments) {
  const Type& type = arguments[0].type;
  if (type.is_any()) return Type();
  if (!type.is_sequence()) return wrong_kind("list", "a list", arguments[0], 0);
  if (type.kind() != Type::Kind::Tuple) return Type::list(type.element());
  return Type::tuple({type.items().rbegin(), type.items().rend()});
}

Called reverse(Arguments arguments, const CallContext& context) {
  const Value& list = arguments[0].value;
  Value::List elements(list.as_list().rbegin(), list.as_list().rend());
  return Typed{context.result, Value(std::move(elements)).with_marks(list.marks())};
}

struct Bounds {
  std::optional<std::int64_t> begin, end;
};

tl::expected<Bounds, CallFault> bounds_of(Arguments arguments) {
  const auto& [type, value] = arguments[0];
  std::optional<std::size_t> size;
  if (type.kind() == Type::Kind::Tuple) size = type.items().size();
  if (value.is_list()) size = value.as_list().size();
  constexpr std::string_view names[] = {"start_index", "end_index"};
  Bounds bounds;
  for (std::size_t i = 0; i < 2; ++i) {
    if (arguments[i + 1].value.is_unknown()) continue;
    const auto bound = whole_number(arguments[i + 1], names[i], i + 1);
    if (!bound) return tl::unexpected(bound.error());
    if (size && *bound > static_cast<std::int64_t>(*size))
      return call_fault(fmt::format("{}: it must not be beyond the end of the list", names[i]), i + 1);
    (i == 0 ? bounds.begin : bounds.end) = *bound;
  }
  if (bounds.begin && bounds.end && *bounds.begin > *bounds.end)
    return call_fault("start_index: it must not be beyond end_index", 1);
  return bounds;
}

ResultType type_of_slice(Arguments arguments) {
  const Type& type = arguments[0].type;
  if (type.is_any()) return Type();
  if (type.kind() == Type::Kind::Set)
    return call_fault("list: a set has no order; convert it with tolist()", 0);
  if (!is_list_or_tuple(type)) return wrong_kind("list", "a list", arguments[0], 0);
  const auto bounds = bounds_of(arguments);
  if (!bounds) return tl::unexpected(bounds.error());
  if (type.kind() == Type::Kind::List) return type;
  if (!bounds->begin || !bounds->end) return Type();
  const auto first = type.items().begin();
  return Type::tuple({first + *bounds->begin, first + *bounds->end});
}

Called slice(Arguments arguments, const CallContext& context) {
  const Value& list = arguments[0].value;
  const auto first = list.as_list().begin();
  Value::List part(first + arguments[1].value.as_integer(), first + arguments[2].value.as_integer());
  return Typed{context.result, Value(std::move(part)).with_marks(list.marks())};
}

Called sort(Arguments arguments, const CallContext& context) {
  Value::List texts = arguments[0].value.as_list();
  for (const Value& text : texts) {
    if (text.is_null()) return call_fault("list: a null cannot be sorted", 0);
  }
  std::sort(texts.begin(), texts.end(), base::less);
  return Typed{context.result, Value(std::move(texts))};
}

// --- matchkeys ---

ResultType type_of_matchkeys(Arguments arguments) {
  const Type types[] = {arguments[1].type, arguments[2].type};
  if (!unify(types)) return call_fault("keys and searchset must be of one type");
  return arguments[0].type;
}

Called matchkeys(Arguments arguments, const CallContext& context) {
  const auto& values = arguments[0].value.as_list();
  const Type types[] = {arguments[1].type, arguments[2].type};
  const auto common = unify(types).value_or(Type());
  const auto keys = convert(arguments[1], common);
  const auto wanted = convert(arguments[2], common);
  if (!keys || !wanted) return call_fault("keys and searchset must be of one type");
  if (values.size() != keys->value.as_list().size())
    return call_fault("values and keys must have the same number of elements");
  Value::List found;
  const ValueIndex index(wanted->value.as_list());
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (index.contains(keys->value.as_list()[i])) found.push_back(values[i]);
  }
  return Typed{context.result, Value(std::move(found))};
}

// --- range ---

constexpr std::size_t kLongestRange = 1024;

// start + i * step, so that no error adds up; empty when it is out of range.
std::optional<Value> nth(const Value& start, const Value& step, std::size_t i) {
  const auto offset = arithmetic(BinaryOp::Multiply, step, Value(static_cast<std::int64_t>(i)));
  return offset ? arithmetic(BinaryOp::Add, start, *offset) : std::nullopt;
}

Called range(Arguments arguments, const CallContext& context) {
  if (arguments.empty() || arguments.size() > 3) return call_fault("It takes one, two or three arguments");
  const Value start = arguments.size() == 1 ? Value(0) : arguments[0].value;
  const Value end = arguments[arguments.size() == 1 ? 0 : 1].value;
  const bool down = arguments.size() == 3 ? base::less(arguments[2].value, Value(0)) : base::less(end, start);
  const Value step = arguments.size() == 3 ? arguments[2].value : Value(down ? -1 : 1);
  if (step == Value(0)) return call_fault("step must not be 0", 2);
  if (down ? base::less(start, end) : base::less(end, start))
    return call_fault(fmt::format("end must not be {} start when step is {}", down ? "above" : "below",
                                  down ? "negative" : "positive"),
                      1);
  Value::List numbers;
  for (auto n = std::optional(start); n && (down ? base::less(end, *n) : base::less(*n, end));
       n = nth(start, step, numbers.size())) {
    if (numbers.size() == kLongestRange)
      return call_fault(fmt::format("It would give more than {} numbers", kLongestRange));
    numbers.push_back(*std::move(n));
  }
  return Typed{context.result, Value(std::move(numbers))};
}

}  // namespace

std::vector<Function> list_functions() {
  using enum Type::Kind;
  const Type texts = Type::list(String);
  const Parameter any_list = {"list", {}, kPartlyMarked};
  const Parameter one_type = {"list", Type::list({})};
  const Parameter values = {"values", Type::list({})};
  const Parameter keys = {"keys", Type::list({})};
  const Parameter searchset = {"searchset", Type::list({})};
  const Parameter start = {"start_index", Number};
  const Parameter end = {"end_index", Number};
  return {
      {"chunklist",
       {{"list", Type::list({}), kPartlyMarked}, {"size", Number, Parameter::Marked}},
       {},
       chunklist,
       type_of_chunklist},
      {"compact", {{"list", texts}}, texts, compact},
      {"concat", {}, {}, concat, type_of_concat, Parameter{"seqs", {}, kPartlyMarked}},
      {"distinct", {one_type}, {}, distinct, first_type},
      {"element", {any_list, {"index", Number}}, {}, element, type_of_element},
      {"flatten", {any_list}, {}, flatten, type_by_list<Any, true>},
      {"matchkeys", {values, keys, searchset}, {}, matchkeys, type_of_matchkeys},
      {"range", {}, Type::list(Number), range, nullptr, Parameter{"params", Number}},
      {"reverse", {any_list}, {}, reverse, type_of_reverse},
      {"slice", {any_list, start, end}, {}, slice, type_of_slice},
      {"sort", {{"list", texts}}, texts, sort},
  };
}

}  // namespace waveform::hcl
