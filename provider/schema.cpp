#include "provider/schema.h"

#include <algorithm>

#include "base/text.h"

namespace waveform::provider {

using base::Value;

std::string_view type_name(Type type) {
  constexpr std::string_view kTypeNames[] = {"string",
                                             "number",
                                             "bool",
                                             "list of string",
                                             "set of string",
                                             "map of string",
                                             "map of list of string",
                                             "list of object"};
  return kTypeNames[static_cast<std::size_t>(type)];
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
  return type != nullptr && type->is_external_id;
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

bool same(const Attribute& attribute, const Value& a, const Value& b) {
  if (attribute.role == Role::Service && a.is_string() && b.is_string())
    return base::upper(a.as_string()) == base::upper(b.as_string());
  if (a == b || (is_absent(a) && is_absent(b))) return true;
  const auto taken = [&](const Value& value) -> const Value& {
    return value.is_null() ? attribute.fallback.value : value;
  };
  return taken(a) == taken(b);
}

}  // namespace waveform::provider
