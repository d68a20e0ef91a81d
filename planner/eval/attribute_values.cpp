#include "planner/eval/attribute_values.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/json.h"
#include "base/text.h"
#include "planner/hcl/convert.h"

namespace waveform::planner {

using base::Result;
using base::Value;

namespace {

tl::unexpected<base::Error> mismatch(std::string message) {
  return base::fail(base::ErrorKind::Invalid, std::move(message));
}

// The objects of an ObjectList as they are given: without comments and empty members, none of them unknown.
Result<hcl::Typed> take_objects(const provider::Attribute& attribute, const hcl::Typed& objects) {
  std::vector<std::string> names;
  for (const auto& member : attribute.members) names.push_back(member.name);
  std::vector<hcl::Typed> taken;
  for (const auto& object : hcl::elements_of(objects)) {
    std::vector<std::pair<std::string, hcl::Typed>> members;
    std::string unknown;
    if (object.value.is_map()) {
      hcl::each_element(object, [&](const hcl::Typed& key, const hcl::Typed& member) {
        const std::string& name = key.value.as_string();
        if (name == "//") return true;  // a comment in the JSON syntax
        if (std::find(names.begin(), names.end(), name) == names.end()) unknown = name;
        if (!provider::is_absent(member.value)) members.emplace_back(name, member);
        return true;
      });
    }
    if (!unknown.empty()) {
      return mismatch(fmt::format("element {}: unknown member {}, expected one of {}", taken.size(),
                                  base::quote(unknown), base::enumerate(names)));
    }
    taken.push_back(object.value.is_map()
                        ? hcl::make_object(std::move(members)).with_marks(object.value.marks())
                        : object);
  }
  return hcl::make_tuple(std::move(taken)).with_marks(objects.value.marks());
}

// The place of a null that is no member of an object: "element 1", "member \"k\": element 0".
std::optional<std::string> find_null(const Value& value, bool in_objects) {
  const auto within = [&](std::string place, const Value& element) -> std::optional<std::string> {
    if (element.is_null()) return place;
    auto inner = in_objects ? std::nullopt : find_null(element, false);
    return inner ? std::optional(place + ": " + *inner) : std::nullopt;
  };
  if (value.is_list()) {
    for (std::size_t i = 0; i < value.as_list().size(); ++i) {
      if (auto found = within(fmt::format("element {}", i), value.as_list()[i])) return found;
    }
  }
  if (value.is_map()) {
    for (const auto& [key, member] : value.as_map()) {
      if (auto found = within("member " + base::quote(key), member)) return found;
    }
  }
  return std::nullopt;
}

// A key file saved by an editor on Windows: the byte order mark is not part of the JSON.
Value without_mark_before_json(const Value& text) {
  const std::string_view rest = base::without_byte_order_mark(text.as_string());
  const bool is_marked = rest.size() < text.as_string().size() && base::trim(rest).starts_with('{');
  return is_marked ? Value(rest).with_marks(text.marks()) : text;
}

}  // namespace

hcl::Type attribute_type(const provider::Attribute& attribute) {
  using Kind = hcl::Type::Kind;
  switch (attribute.type) {
    case provider::Type::Number:
      return Kind::Number;
    case provider::Type::Bool:
      return Kind::Bool;
    case provider::Type::StringList:
      return hcl::Type::list(Kind::String);
    case provider::Type::StringSet:
      return hcl::Type::set(Kind::String);
    case provider::Type::StringMap:
      return hcl::Type::map(Kind::String);
    case provider::Type::StringListMap:
      return hcl::Type::map(hcl::Type::list(Kind::String));
    case provider::Type::ObjectList: {
      hcl::Type::Members members;
      for (const auto& member : attribute.members) members.push_back({member.name, Kind::String, true});
      return hcl::Type::list(hcl::Type::object(std::move(members)));
    }
    case provider::Type::String:
      return Kind::String;
  }
  return Kind::String;
}

Result<Value> convert(const provider::Attribute& attribute, hcl::Typed value) {
  if (value.value.is_null() || value.value.is_unknown()) return value.value;
  const bool is_objects = attribute.type == provider::Type::ObjectList;
  if (is_objects && value.value.is_map()) value = hcl::make_tuple({std::move(value)});
  if (is_objects && value.value.is_list()) {
    auto objects = take_objects(attribute, value);
    if (!objects) return base::fail(objects.error());
    value = *std::move(objects);
  }
  auto converted = hcl::convert(value, attribute_type(attribute));
  if (!converted) {
    const std::string& message = converted.error().message;
    const bool is_whole = message.ends_with(" is required") && message.find(": ") == std::string::npos;
    return mismatch(is_whole ? fmt::format("a {} is required, this is {}",
                                           provider::type_name(attribute.type), hcl::a_kind(value))
                             : message);
  }
  if (const auto place = find_null(converted->value, is_objects))
    return mismatch(*place + ": a value is required, this is null");
  if (attribute.secret && converted->value.is_string()) return without_mark_before_json(converted->value);
  return converted->value;
}

}  // namespace waveform::planner
