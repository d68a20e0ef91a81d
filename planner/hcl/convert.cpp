#include "planner/hcl/convert.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "planner/hcl/conversions.h"

namespace waveform::hcl {

using base::Result;
using base::Value;

namespace {

// --- from type to type ---

// As converted_type(), keeping optional members optional.
std::optional<Type> target(const Type& from, const Type& to, Conversions allowed);

bool allowed_scalar(Type::Kind from, Type::Kind to, Conversions allowed) {
  if (from == to || to == Type::Kind::String) return true;
  return from == Type::Kind::String && allowed == Conversions::All;
}

// Whether untyped nulls are allowed among tuples, objects or collections: not in lists and sets.
enum class Beside { OneType, NullsToo };

// The common type of these; empty when there are several. Untyped ones do not count.
std::optional<Type> only_type(const std::vector<Type>& types) {
  std::optional<Type> only;
  for (const Type& type : types) {
    if (type.is_any()) continue;
    if (only && !(*only == type)) return std::nullopt;
    only = type;
  }
  return only;
}

// Of the elements of a tuple or object that is converted to a collection of `to`.
std::optional<Type> common_element(const std::vector<Type>& from, const Type& to, Conversions allowed,
                                   Beside beside) {
  if (from.empty()) return to;
  std::vector<Type> converted;
  for (const Type& type : from) {
    if (!converted.empty() && type == from[converted.size() - 1]) {
      converted.push_back(converted.back());
      continue;
    }
    auto element = target(type, to, allowed);
    if (!element) return std::nullopt;
    converted.push_back(*std::move(element));
  }
  auto common = unify(converted, allowed);
  const bool open = common && common->is_any();
  if (open && !std::all_of(from.begin(), from.end(), [](const Type& t) { return t.is_any(); }))
    return beside == Beside::NullsToo ? only_type(converted) : std::nullopt;
  return common;
}

std::optional<Type> to_sequence(const Type& from, const Type& to, Conversions allowed) {
  std::optional<Type> element;
  if (from.kind() == Type::Kind::Tuple) {
    element = common_element(from.items(), to.element(), allowed, Beside::OneType);
  } else if (from.kind() == Type::Kind::List || from.kind() == Type::Kind::Set) {
    if (from.kind() == Type::Kind::List && to.kind() == Type::Kind::Set && allowed == Conversions::Safe)
      return std::nullopt;
    element = target(from.element(), to.element(), allowed);
  }
  if (!element) return std::nullopt;
  return to.kind() == Type::Kind::List ? Type::list(*element) : Type::set(*element);
}

std::optional<Type> to_map(const Type& from, const Type& to, Conversions allowed) {
  std::optional<Type> element;
  if (from.kind() == Type::Kind::Object) {
    std::vector<Type> members;
    for (const auto& member : from.members()) members.push_back(member.type);
    element = common_element(members, to.element(), allowed, Beside::NullsToo);
  } else if (from.kind() == Type::Kind::Map) {
    element = target(from.element(), to.element(), allowed);
  }
  if (!element) return std::nullopt;
  return Type::map(*element);
}

std::optional<Type> to_object(const Type& from, const Type& to, Conversions allowed) {
  const bool from_map = from.kind() == Type::Kind::Map && allowed == Conversions::All;
  if (from.kind() != Type::Kind::Object && !from_map) return std::nullopt;
  Type::Members members;
  for (const auto& wanted : to.members()) {
    const Type::Member* given = from_map ? nullptr : from.find(wanted.name);
    if (!from_map && given == nullptr && !wanted.optional) return std::nullopt;
    std::optional<Type> type = wanted.type;
    if (from_map || given != nullptr) {
      type = target(from_map ? from.element() : given->type, wanted.type, allowed);
      if (!type && from_map && wanted.optional) type = wanted.type;  // when it is not there
    }
    if (!type) return std::nullopt;
    members.push_back({wanted.name, *std::move(type), wanted.optional});
  }
  return Type::object(std::move(members));
}

std::optional<Type> to_tuple(const Type& from, const Type& to, Conversions allowed) {
  if (from.kind() != Type::Kind::Tuple || from.items().size() != to.items().size()) return std::nullopt;
  std::vector<Type> items;
  for (std::size_t i = 0; i < from.items().size(); ++i) {
    auto item = target(from.items()[i], to.items()[i], allowed);
    if (!item) return std::nullopt;
    items.push_back(*std::move(item));
  }
  return Type::tuple(std::move(items));
}

std::optional<Type> target(const Type& from, const Type& to, Conversions allowed) {
  if (to.is_any()) return from;
  if (from == to && !to.has_any() && !to.has_optional()) return to;
  if (from.is_any()) {
    if (allowed == Conversions::Safe) return std::nullopt;
    return to;
  }
  switch (to.kind()) {
    case Type::Kind::List:
    case Type::Kind::Set:
      return to_sequence(from, to, allowed);
    case Type::Kind::Map:
      return to_map(from, to, allowed);
    case Type::Kind::Object:
      return to_object(from, to, allowed);
    case Type::Kind::Tuple:
      return to_tuple(from, to, allowed);
    default:
      if (!from.is_scalar() || !allowed_scalar(from.kind(), to.kind(), allowed)) return std::nullopt;
      return to;
  }
}

// --- what is missing ---

base::Error invalid(std::string message) {
  return {base::ErrorKind::Invalid, std::move(message), {}};
}

tl::unexpected<base::Error> mismatch(std::string message) {
  return base::fail(base::ErrorKind::Invalid, std::move(message));
}

tl::unexpected<base::Error> within(base::Error error, std::string_view where) {
  return base::fail(std::move(error), std::string(where));
}

std::string required(const Type& to) {
  switch (to.kind()) {
    case Type::Kind::Object:
      return "an object is required";
    case Type::Kind::List:
    case Type::Kind::Set:
    case Type::Kind::Map:
    case Type::Kind::Tuple:
      return fmt::format("a {} is required", to.name());
    default:
      return fmt::format("a {} is required", to.text());
  }
}

std::string element_place(const Typed& from, const Typed& key) {
  if (from.value.is_map()) {
    const bool secret = (from.value.marks() & Value::Sensitive) != 0;
    const std::string_view what = from.type.kind() == Type::Kind::Map ? "element" : "attribute";
    return secret ? fmt::format("an {}", what)
                  : fmt::format("{} {}", what, base::quote(key.value.as_string()));
  }
  return from.type.kind() == Type::Kind::Set ? "an element"
                                             : fmt::format("element {}", base::number_text(key.value));
}

// The constraint of one element.
const Type* wanted_of(const Type& to, const Typed& key) {
  if (to.is_collection()) return &to.element();
  if (to.kind() == Type::Kind::Tuple) return &to.items()[static_cast<std::size_t>(key.value.as_integer())];
  if (to.kind() != Type::Kind::Object) return nullptr;
  const auto* member = to.find(key.value.as_string());
  return member == nullptr ? nullptr : &member->type;
}

// REQUIRES: there is no conversion. Describes the mismatch and its path.
base::Error what_is_wrong(const Typed& from, const Type& to) {
  const auto plain = [&] { return invalid(required(to)); };
  if (from.value.is_null() || from.value.is_unknown()) return plain();
  const bool shapes_fit = (to.kind() == Type::Kind::List || to.kind() == Type::Kind::Set)
                              ? from.type.is_sequence()
                          : to.kind() == Type::Kind::Map || to.kind() == Type::Kind::Object
                              ? from.type.kind() == Type::Kind::Map || from.type.kind() == Type::Kind::Object
                              : to.kind() == Type::Kind::Tuple && from.type.kind() == Type::Kind::Tuple;
  if (!shapes_fit) return plain();
  if (to.kind() == Type::Kind::Tuple && from.type.items().size() != to.items().size()) {
    const auto size = static_cast<std::int64_t>(to.items().size());
    return invalid(fmt::format("a tuple of {} is required", base::count(size, "element")));
  }
  if (to.kind() == Type::Kind::Object && from.type.kind() == Type::Kind::Object) {
    for (const auto& member : to.members()) {
      if (member.optional || from.type.find(member.name) != nullptr) continue;
      return invalid(fmt::format("attribute {} is required", base::quote(member.name)));
    }
  }
  std::optional<base::Error> found;
  each_element(from, [&](const Typed& key, const Typed& element) {
    const Type* wanted = wanted_of(to, key);
    if (wanted == nullptr || converted_type(element.type, *wanted)) return true;
    found = within(what_is_wrong(element, *wanted), element_place(from, key)).value();
    return false;
  });
  return found.value_or(invalid("all elements must be of one type"));
}

// --- values. `to` is what converted_type() gave ---

Result<Value> apply(const Typed& from, const Type& to);

Result<Value> scalar(const Value& value, Type::Kind kind) {
  if (kind == Type::Kind::String) return *to_text(value);
  if (kind == Type::Kind::Number) {
    if (auto number = to_number(value)) return *std::move(number);
    return mismatch("a number is required");
  }
  if (auto truth = to_bool(value)) return *std::move(truth);
  const std::string lower = value.is_sensitive() ? "" : base::lower(value.as_string());
  return mismatch(lower == "true" || lower == "false"
                      ? "a bool is required: write true or false in lower case"
                      : "a bool is required");
}

Result<Value> apply_sequence(const Typed& from, const Type& to) {
  Value::List items;
  items.reserve(from.value.as_list().size());
  for (std::size_t i = 0; i < from.value.as_list().size(); ++i) {
    auto item = apply({element_type(from.type, i), from.value.as_list()[i]}, element_type(to, i));
    if (!item) {
      return within(item.error(),
                    from.type.kind() == Type::Kind::Set ? "an element" : fmt::format("element {}", i));
    }
    items.push_back(*std::move(item));
  }
  if (to.kind() == Type::Kind::Set) return make_set(std::move(items), to.element());
  return Value(std::move(items));
}

Result<Value> apply_members(const Typed& from, const Type& to) {
  const Value::Map& given = from.value.as_map();
  Value::Map members;
  const auto take = [&](const std::string& name, const Type& type, const Value& value,
                        const Type& wanted) -> Result<void> {
    auto member = apply({type, value}, wanted);
    if (!member) return within(member.error(), element_place(from, typed(name)));
    members.emplace(name, *std::move(member));
    return {};
  };
  if (to.kind() == Type::Kind::Map) {
    std::size_t i = 0;
    for (const auto& [name, value] : given) {
      if (auto taken = take(name, element_type(from.type, i++), value, to.element()); !taken)
        return tl::unexpected(taken.error());
    }
    return Value(std::move(members));
  }
  for (const auto& wanted : to.members()) {
    const auto found = given.find(wanted.name);
    if (found == given.end()) {
      if (!wanted.optional) return mismatch(fmt::format("element {} is required", base::quote(wanted.name)));
      members.emplace(wanted.name, Value());
      continue;
    }
    const Type& type =
        from.type.kind() == Type::Kind::Map ? from.type.element() : from.type.find(wanted.name)->type;
    if (auto taken = take(wanted.name, type, found->second, wanted.type); !taken)
      return tl::unexpected(taken.error());
  }
  return Value(std::move(members));
}

Result<Value> apply(const Typed& from, const Type& to) {
  const Value& value = from.value;
  if (value.is_null() || value.is_unknown() || from.type == to || to.is_any()) return value;
  const auto marked = [&value](const Value& v) { return v.with_marks(value.marks()); };
  if (to.is_scalar()) {
    if (from.type.is_scalar()) return scalar(value, to.kind());
    return mismatch(required(to));
  }
  if (value.is_list()) return apply_sequence(from, to).map(marked);
  if (value.is_map()) return apply_members(from, to).map(marked);
  return mismatch(required(to));
}

// --- defaults of optional members ---

Typed with_defaults(const Typed& given, const Type& to);

Typed default_members(const Typed& given, const Type& to) {
  std::vector<std::pair<std::string, Typed>> members;
  each_element(given, [&](const Typed& key, const Typed& element) {
    const std::string& name = key.value.as_string();
    const auto* wanted = to.find(name);
    const bool absent = element.value.is_null() && wanted != nullptr && wanted->fallback.has_value();
    if (!absent)
      members.emplace_back(name, wanted == nullptr ? element : with_defaults(element, wanted->type));
    return true;
  });
  const auto is_given = [&](const std::string& name) {
    return std::any_of(members.begin(), members.end(), [&](const auto& m) { return m.first == name; });
  };
  std::vector<const Type::Member*> missing;
  for (const auto& wanted : to.members()) {
    if (wanted.fallback && !is_given(wanted.name)) missing.push_back(&wanted);
  }
  for (const auto* wanted : missing) {
    const Typed fallback{
        wanted->type.has_any() ? type_of(*wanted->fallback) : wanted->type.without_optional(),
        *wanted->fallback};
    members.emplace_back(wanted->name, fallback);
  }
  Typed object = make_object(std::move(members));
  return object.with_marks(given.value.marks());
}

// A tuple or object with the constraint's defaults for missing members.
Typed with_defaults(const Typed& given, const Type& to) {
  if (!to.has_optional() || given.value.is_null() || given.value.is_unknown()) return given;
  if (to.kind() == Type::Kind::Object) return given.value.is_map() ? default_members(given, to) : given;
  if (to.kind() == Type::Kind::Map && given.value.is_map()) {
    std::vector<std::pair<std::string, Typed>> members;
    each_element(given, [&](const Typed& key, const Typed& element) {
      members.emplace_back(key.value.as_string(), with_defaults(element, to.element()));
      return true;
    });
    return make_object(std::move(members)).with_marks(given.value.marks());
  }
  if (!given.value.is_list() || to.kind() == Type::Kind::Map) return given;
  std::vector<Typed> items = elements_of(given);
  const std::size_t known =
      to.kind() == Type::Kind::Tuple ? std::min(items.size(), to.items().size()) : items.size();
  for (std::size_t i = 0; i < known; ++i) items[i] = with_defaults(items[i], element_type(to, i));
  return make_tuple(std::move(items)).with_marks(given.value.marks());
}

}  // namespace

std::optional<Type> converted_type(const Type& from, const Type& to, Conversions allowed) {
  auto type = target(from, to, allowed);
  if (type) type = type->without_optional();
  return type;
}

Result<Typed> convert(const Typed& value, const Type& to) {
  const Typed given = with_defaults(value, to);
  const auto type = target(given.type, to, Conversions::All);
  if (!type) return tl::unexpected(what_is_wrong(given, to));
  auto converted = apply(given, *type);
  if (!converted) return tl::unexpected(converted.error());
  return Typed{type->without_optional(), *std::move(converted)};
}

}  // namespace waveform::hcl
