// Functions of maps and objects.
#include <map>

#include "planner/hcl/convert.h"
#include "planner/hcl/functions/collections.h"

namespace waveform::hcl {

using base::Value;

namespace {

// --- keys, values ---

ResultType type_of_keys(Arguments arguments) {
  const Type& type = arguments[0].type;
  if (type.kind() == Type::Kind::Map) return Type::list(Type::Kind::String);
  if (type.kind() == Type::Kind::Object)
    return Type::tuple(std::vector<Type>(type.members().size(), Type(Type::Kind::String)));
  return type.is_any() ? ResultType(Type()) : wrong_kind("inputMap", "a map or an object", arguments[0], 0);
}

Called keys(Arguments arguments, const CallContext& context) {
  const auto& [type, value] = arguments[0];
  Value::List names;
  if (type.kind() == Type::Kind::Object) {
    for (const auto& member : type.members()) names.emplace_back(member.name);
  } else if (value.is_unknown()) {
    return unknown(context.result, value.marks());
  } else {
    for (const auto& [name, element] : value.as_map()) names.emplace_back(name);
  }
  return Typed{context.result, Value(std::move(names)).with_marks(value.marks())};
}

ResultType type_of_values(Arguments arguments) {
  const Type& type = arguments[0].type;
  if (type.kind() == Type::Kind::Map) return Type::list(type.element());
  if (type.kind() != Type::Kind::Object)
    return type.is_any() ? ResultType(Type()) : wrong_kind("mapping", "a map or an object", arguments[0], 0);
  std::vector<Type> types;
  for (const auto& member : type.members()) types.push_back(member.type);
  return Type::tuple(std::move(types));
}

Called values(Arguments arguments, const CallContext& context) {
  const Value& map = arguments[0].value;
  Value::List elements;
  elements.reserve(map.as_map().size());
  for (const auto& [name, element] : map.as_map()) elements.push_back(element);
  return Typed{context.result, Value(std::move(elements)).with_marks(map.marks())};
}

// --- lookup ---

ResultType type_of_lookup(Arguments arguments) {
  if (arguments.size() > 3) return call_fault("It takes two or three arguments");
  const auto& [type, map] = arguments[0];
  const bool has_default = arguments.size() == 3;
  if (type.is_any()) return Type();
  if (type.kind() == Type::Kind::Map) {
    if (has_default && !convert(arguments[2], type.element()))
      return call_fault("default: it must be of the type of the map's elements", 2);
    return type.element();
  }
  if (type.kind() != Type::Kind::Object) return wrong_kind("inputMap", "a map or an object", arguments[0], 0);
  if (arguments[1].value.is_unknown()) return Type();
  if (const auto* member = type.find(arguments[1].value.as_string())) return member->type;
  if (has_default) return arguments[2].type;
  return call_fault("The object has no such attribute, and no default is given", 1);
}

Called lookup(Arguments arguments, const CallContext& context) {
  const Value& map = arguments[0].value;
  const Value& key = arguments[1].value;
  const auto marks = static_cast<std::uint8_t>(map.marks() | key.marks());
  const auto found = map.as_map().find(key.as_string());
  if (found != map.as_map().end()) return Typed{context.result, found->second}.with_marks(marks);
  if (arguments.size() < 3) return call_fault("The map has no such key, and no default is given", 1);
  auto fallback = convert(arguments[2], context.result);
  if (!fallback) return call_fault("default: " + fallback.error().message, 2);
  return fallback->with_marks(marks);
}

// --- merge ---

// One type when all have it; otherwise an object.
ResultType type_of_merge(Arguments arguments) {
  bool same = true;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const Type& type = arguments[i].type;
    if (type.is_any()) return Type();
    if (!is_map_or_object(type)) return wrong_kind("maps", "a map or an object", arguments[i], i);
    same = same && type == arguments[0].type;
  }
  return same && !arguments.empty() ? arguments[0].type : Type();
}

Called merge(Arguments arguments, const CallContext& context) {
  std::map<std::string, Typed, std::less<>> members;
  std::uint8_t marks = 0;
  for (const Typed& map : arguments) {
    if (map.value.is_null()) continue;
    marks |= map.value.marks();
    std::size_t i = 0;
    for (const auto& [name, element] : map.value.as_map())
      members.insert_or_assign(name, Typed{element_type(map.type, i++), element});
  }
  if (context.result.kind() == Type::Kind::Map) {
    Value::Map merged;
    for (auto& [name, member] : members) merged.append(name, std::move(member.value));
    return Typed{context.result, Value(std::move(merged)).with_marks(marks)};
  }
  std::vector<std::pair<std::string, Typed>> list(members.begin(), members.end());
  return make_object(std::move(list)).with_marks(marks);
}

// --- transpose ---

Called transpose(Arguments arguments, const CallContext& context) {
  std::map<std::string, Value::List, std::less<>> names;  // in the order of the map: sorted
  for (const auto& [name, texts] : arguments[0].value.as_map()) {
    if (texts.is_null()) return call_fault("values: a list in it is null", 0);
    for (const Value& text : texts.as_list()) {
      if (text.is_null()) return call_fault("values: a string in it is null", 0);
      names[text.as_string()].emplace_back(name);
    }
  }
  Value::Map transposed;
  for (auto& [text, list] : names) transposed.emplace(text, Value(std::move(list)));
  return Typed{context.result, Value(std::move(transposed))};
}

// --- zipmap ---

tl::unexpected<CallFault> unequal_sizes() {
  return call_fault("There must be as many keys as values");
}

ResultType type_of_zipmap(Arguments arguments) {
  const auto& [keys_type, keys] = arguments[0];
  const Type& type = arguments[1].type;
  if (type.is_any()) return Type();
  if (type.kind() == Type::Kind::List) return Type::map(type.element());
  if (type.kind() != Type::Kind::Tuple) return wrong_kind("values", "a list", arguments[1], 1);
  if (!keys.is_wholly_known()) return Type();
  if (keys.as_list().size() != type.items().size()) return unequal_sizes();
  std::map<std::string, Type> types;
  for (std::size_t i = 0; i < type.items().size(); ++i) {
    const Value& key = keys.as_list()[i];
    if (key.is_null()) return call_fault("keys: a key in it is null", 0);
    types.insert_or_assign(key.as_string(), type.items()[i]);
  }
  Type::Members members;
  for (auto& [name, member] : types) members.push_back({name, std::move(member)});
  return Type::object(std::move(members));
}

Called zipmap(Arguments arguments, const CallContext& context) {
  const Value& keys = arguments[0].value;
  const Value& values = arguments[1].value;
  auto marks = static_cast<std::uint8_t>(keys.marks() | values.marks());
  if (!keys.is_wholly_known()) return unknown(context.result, marks | values.marks_within());
  if (keys.as_list().size() != values.as_list().size()) return unequal_sizes();
  Value::Map map;
  for (std::size_t i = 0; i < keys.as_list().size(); ++i) {
    const Value& key = keys.as_list()[i];
    if (key.is_null()) return call_fault("keys: a key in it is null", 0);
    marks |= key.marks();
    map.insert_or_assign(key.as_string(), values.as_list()[i]);
  }
  return Typed{context.result, Value(std::move(map)).with_marks(marks)};
}

}  // namespace

std::vector<Function> map_functions() {
  using enum Type::Kind;
  const Type lists = Type::map(Type::list(String));
  const Type texts = Type::list(String);
  const Parameter map = {"inputMap", {}, kPartlyMarked};
  const Parameter key = {"key", String, Parameter::Marked};
  constexpr std::uint8_t anything = Parameter::Null | Parameter::Unknown | Parameter::Marked;
  constexpr std::uint8_t null_or_marked = kPartlyMarked | Parameter::Null;
  return {
      {"keys", {{"inputMap", {}, Parameter::Unknown | Parameter::Marked}}, {}, keys, type_of_keys},
      {"lookup", {map, key}, {}, lookup, type_of_lookup, Parameter{"default", {}, anything}},
      {"merge", {}, {}, merge, type_of_merge, Parameter{"maps", {}, null_or_marked}},
      {"transpose", {{"values", lists}}, lists, transpose},
      {"values", {{"mapping", {}, kPartlyMarked}}, {}, values, type_of_values},
      {"zipmap", {{"keys", texts, kPartlyMarked}, {"values", {}, kPartlyMarked}}, {}, zipmap, type_of_zipmap},
  };
}

}  // namespace waveform::hcl
