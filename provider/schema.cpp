#include "provider/schema.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include <fmt/format.h>

#include "base/json.h"
#include "base/text.h"

namespace waveform::provider {

using base::Value;

namespace {

std::optional<Value> parse_number(const std::string& text) {
  if (const auto whole = base::parse_integer(text)) return Value(*whole);
  const char* end = text.data() + text.size();
  double real = 0;
  if (auto [at, error] = std::from_chars(text.data(), end, real);
      error == std::errc() && at == end && std::isfinite(real))
    return Value(real);
  return std::nullopt;
}

std::optional<Value> to_string(const Value& value) {
  if (value.is_string()) return value;
  if (value.is_number()) return Value(number_text(value));
  if (value.is_bool()) return Value(value.as_bool() ? "true" : "false");
  return std::nullopt;
}

std::optional<Value> to_number(const Value& value) {
  if (value.is_number()) return value;
  return value.is_string() ? parse_number(value.as_string()) : std::nullopt;
}

std::optional<Value> to_bool(const Value& value) {
  if (value.is_bool()) return value;
  if (!value.is_string()) return std::nullopt;
  if (value.as_string() == "true") return Value(true);
  if (value.as_string() == "false") return Value(false);
  return std::nullopt;
}

tl::unexpected<base::Error> mismatch(Type wanted, const Value& value) {
  return base::fail(base::ErrorKind::Invalid, fmt::format("a {} is required, this is a {}", type_name(wanted),
                                                          kind_name(value.kind())));
}

// An element of a list or a map: a string, or unknown; null is refused as in Terraform.
base::Result<Value> convert_string(const Value& element) {
  if (element.is_unknown()) return element;
  auto text = to_string(element);
  if (!text) {
    return base::fail(base::ErrorKind::Invalid,
                      fmt::format("a string is required, this is {}{}", element.is_null() ? "" : "a ",
                                  kind_name(element.kind())));
  }
  return text->with_marks(element.marks());
}

// A key file saved by an editor on Windows: the byte order mark is not part of the JSON.
Value without_mark_before_json(const Value& text) {
  const std::string_view rest = base::without_byte_order_mark(text.as_string());
  const bool is_marked = rest.size() < text.as_string().size() && base::trim(rest).starts_with('{');
  return is_marked ? Value(rest) : text;
}

using Convert = base::Result<Value> (*)(const Value& element);

base::Result<Value> convert_list(Type type, const Value& value, Convert convert_element) {
  if (!value.is_list()) return mismatch(type, value);
  Value::List items;
  for (const auto& element : value.as_list()) {
    auto converted = convert_element(element);
    if (!converted) return base::fail(converted.error(), fmt::format("element {}", items.size()));
    items.push_back(std::move(*converted));
  }
  if (type == Type::StringSet) {
    std::sort(items.begin(), items.end(), base::less);
    items.erase(std::unique(items.begin(), items.end()), items.end());
  }
  return Value(std::move(items));
}

base::Result<Value> convert_strings(const Value& value) {
  if (value.is_unknown()) return value;
  auto converted = convert_list(Type::StringList, value, convert_string);
  return converted ? converted->with_marks(value.marks()) : converted;
}

base::Result<Value> convert_map(Type type, const Value& value, Convert convert_member) {
  if (!value.is_map()) return mismatch(type, value);
  Value::Map members;
  for (const auto& [key, member] : value.as_map()) {
    auto converted = convert_member(member);
    if (!converted) return base::fail(converted.error(), "member " + base::quote(key));
    members.emplace(key, std::move(*converted));
  }
  return Value(std::move(members));
}

// All members, null if not given; an empty string counts as not given.
base::Result<Value> convert_object(const Attribute& attribute, const Value& value) {
  if (value.is_unknown()) return value;
  if (!value.is_map()) {
    return base::fail(base::ErrorKind::Invalid,
                      fmt::format("an object is required, this is a {}", kind_name(value.kind())));
  }
  Value::Map members;
  std::vector<std::string> names;
  for (const auto& member : attribute.members) {
    names.push_back(member.name);
    members[member.name] = {};
  }
  for (const auto& [key, given] : value.as_map()) {
    auto member = members.find(key);
    if (member == members.end() && key != "//") {
      return base::fail(base::ErrorKind::Invalid, fmt::format("unknown member {}, expected one of {}",
                                                              base::quote(key), base::enumerate(names)));
    }
    if (is_absent(given) || key == "//") continue;  // a comment in the JSON syntax
    auto converted = convert_string(given);
    if (!converted) return base::fail(converted.error(), "member " + base::quote(key));
    member->second = *std::move(converted);
  }
  return Value(std::move(members)).with_marks(value.marks());
}

base::Result<Value> convert_objects(const Attribute& attribute, const Value& value) {
  if (value.is_map()) return convert_objects(attribute, Value(Value::List{value}));
  if (!value.is_list()) return mismatch(Type::ObjectList, value);
  Value::List items;
  for (const auto& element : value.as_list()) {
    auto converted = convert_object(attribute, element);
    if (!converted) return base::fail(converted.error(), fmt::format("element {}", items.size()));
    items.push_back(*std::move(converted));
  }
  return Value(std::move(items));
}

}  // namespace

std::string_view type_name(Type type) {
  switch (type) {
    case Type::String:
      return "string";
    case Type::Number:
      return "number";
    case Type::Bool:
      return "bool";
    case Type::StringList:
      return "list of string";
    case Type::StringSet:
      return "set of string";
    case Type::StringMap:
      return "map of string";
    case Type::StringListMap:
      return "map of list of string";
    case Type::ObjectList:
      return "list of object";
  }
  return "";
}

const Attribute* ResourceType::find(std::string_view attribute) const {
  auto found = std::find_if(attributes.begin(), attributes.end(),
                            [&](const Attribute& a) { return a.name == attribute; });
  return found == attributes.end() ? nullptr : &*found;
}

const ResourceType* Catalog::find(std::string_view type_name) const {
  auto found =
      std::find_if(types.begin(), types.end(), [&](const ResourceType& t) { return t.name == type_name; });
  return found == types.end() ? nullptr : &*found;
}

const ResourceType* Catalog::find_service(std::string_view service) const {
  std::string wanted = base::upper(service);
  auto found = std::find_if(types.begin(), types.end(),
                            [&](const ResourceType& t) { return !t.service.empty() && t.service == wanted; });
  return found == types.end() ? nullptr : &*found;
}

bool is_external_id(const Catalog& catalog, std::string_view type_name) {
  const auto* type = catalog.find(type_name);
  return type != nullptr && type->lifecycle == Lifecycle::ExternalId;
}

base::Result<Value> convert(const Attribute& attribute, const Value& value) {
  if (value.is_null() || value.is_unknown()) return value;
  const Type type = attribute.type;
  auto scalar = [&](std::optional<Value> converted) -> base::Result<Value> {
    if (!converted) return mismatch(type, value);
    return *std::move(converted);
  };
  base::Result<Value> converted;
  switch (type) {
    case Type::String:
      converted = scalar(to_string(value));
      if (attribute.secret && converted) converted = without_mark_before_json(*converted);
      break;
    case Type::Number:
      converted = scalar(to_number(value));
      break;
    case Type::Bool:
      converted = scalar(to_bool(value));
      break;
    case Type::StringList:
    case Type::StringSet:
      converted = convert_list(type, value, convert_string);
      break;
    case Type::StringMap:
      converted = convert_map(type, value, convert_string);
      break;
    case Type::StringListMap:
      converted = convert_map(type, value, convert_strings);
      break;
    case Type::ObjectList:
      converted = convert_objects(attribute, value);
      break;
  }
  if (!converted) return converted;
  return converted->with_marks(value.marks());
}

bool is_absent(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::Null:
      return true;
    case Value::Kind::String:
      return value.as_string().empty();
    case Value::Kind::List:
      return value.as_list().empty();
    case Value::Kind::Map:
      return value.as_map().empty();
    default:
      return false;
  }
}

const Value& usual_value(const Attribute& attribute) {
  return attribute.create_default.is_null() ? attribute.service_default : attribute.create_default;
}

bool same(const Attribute& attribute, const Value& a, const Value& b) {
  if (attribute.any_case && a.is_string() && b.is_string())
    return base::upper(a.as_string()) == base::upper(b.as_string());
  if (a == b || (is_absent(a) && is_absent(b))) return true;
  const auto taken = [&](const Value& value) -> const Value& {
    return value.is_null() ? attribute.service_default : value;
  };
  return taken(a) == taken(b);
}

}  // namespace waveform::provider
