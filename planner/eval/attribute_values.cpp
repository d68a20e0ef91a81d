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

// Null if the object has known members only. "//" is a comment in the JSON syntax.
const std::string* unknown_member(const std::vector<std::string>& names, const Value& object) {
  if (!object.is_map()) return nullptr;
  for (const auto& [key, value] : object.as_map()) {
    if (key != "//" && std::find(names.begin(), names.end(), key) == names.end()) return &key;
  }
  return nullptr;
}

bool has_null(const Value& value, bool deep) {
  bool found = false;
  base::with_elements(value, [&](const Value& element) {
    found = found || element.is_null() || (deep && has_null(element, deep));
    return element;
  });
  return found;
}

Value without_empty_members(const Value& object) {
  return base::with_elements(object, [](const Value& m) { return provider::is_absent(m) ? Value() : m; });
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
    std::vector<std::string> names;
    for (const auto& member : attribute.members) names.push_back(member.name);
    for (const auto& object : value.value.as_list()) {
      const auto* unknown = unknown_member(names, object);
      if (unknown == nullptr) continue;
      return mismatch(fmt::format("unknown member {}, expected one of {}", base::quote(*unknown),
                                  base::enumerate(names)));
    }
  }
  auto converted = hcl::convert(value, attribute_type(attribute));
  if (!converted) {
    const std::string& message = converted.error().message;
    const bool is_whole = message.ends_with(" is required") && message.find(": ") == std::string::npos;
    return mismatch(is_whole ? fmt::format("Expected a {}, found {}", provider::type_name(attribute.type),
                                           hcl::a_kind(value))
                             : message);
  }
  if (has_null(converted->value, !is_objects))
    return mismatch(fmt::format("a {} has no null in it", provider::type_name(attribute.type)));
  if (is_objects) return base::with_elements(converted->value, without_empty_members);
  if (attribute.secret && converted->value.is_string()) return without_mark_before_json(converted->value);
  return converted->value;
}

}  // namespace waveform::planner
