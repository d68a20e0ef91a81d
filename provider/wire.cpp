#include "provider/wire.h"

#include <algorithm>

#include "base/digest.h"
#include "base/json.h"
#include "base/text.h"

namespace waveform::provider {

using base::Value;

namespace {

// Attributes that are not sent as they are.
bool is_plain(const Attribute& attribute) {
  return !attribute.wire.empty() && attribute.name != "enabled";
}

Value to_wire(const Attribute& attribute, const Value& value) {
  if (attribute.name == "service") return base::upper(value.as_string());
  if (attribute.type != Type::ObjectList || !value.is_list()) return value;
  return base::with_elements(value, [&](const Value& object) {
    Value::Map members;
    for (const auto& member : attribute.members) {
      if (const Value& given = object.get(member.name); !given.is_null()) members.emplace(member.wire, given);
    }
    return Value(std::move(members)).with_marks(object.marks());
  });
}

void put(Value& body, const Attribute& attribute, const Value& value) {
  if (!is_plain(attribute) || attribute.computed) return;
  body = body.with_path(attribute.wire, to_wire(attribute, value));
}

// As read_attributes returns it; null: absent or of a wrong type. An empty value is absent, except where
// absent has another meaning for the service.
Value read(const Attribute& attribute, const Value& body) {
  auto converted = convert(attribute, from_wire(attribute, body.at_path(attribute.wire)));
  bool is_there = converted && (!attribute.service_default.is_null() || !is_absent(*converted));
  return is_there ? *std::move(converted) : Value();
}

}  // namespace

Value from_wire(const Attribute& attribute, const Value& value) {
  if (attribute.type == Type::StringListMap && value.is_map()) {
    return base::with_elements(
        value, [](const Value& list) { return list.is_null() ? Value(Value::List{}) : list; });
  }
  if (attribute.type != Type::ObjectList || !value.is_list()) return value;
  return base::with_elements(value, [&](const Value& object) {
    if (!object.is_map()) return object;
    Value::Map members;
    for (const auto& member : attribute.members) members.emplace(member.name, object.get(member.wire));
    return Value(std::move(members));
  });
}

std::string keeper_of(const Attribute& attribute, const Value& body) {
  std::string text = attribute.kept_by;
  const auto sign = text.find('$');
  if (sign == std::string::npos) return text;
  const auto end = std::min(text.find('"', sign), text.size());
  const std::string beside = attribute.wire.substr(0, attribute.wire.rfind('.') + 1);
  const Value& value = body.at_path(beside + text.substr(sign + 1, end - sign - 1));
  return value.is_string() ? text.replace(sign, end - sign, value.as_string()) : std::string();
}

bool is_keeper(const Attribute& attribute, const Value& value) {
  if (attribute.kept_by.empty() || !value.is_string()) return false;
  if (!attribute.kept_by.starts_with('{')) return value.as_string() == attribute.kept_by;
  // An object with these members, whatever their values.
  auto given = base::parse_json(value.as_string());
  auto keeper = base::parse_json(attribute.kept_by);
  if (!given || !keeper || !given->is_map()) return false;
  return std::equal(given->as_map().begin(), given->as_map().end(), keeper->as_map().begin(),
                    keeper->as_map().end(), [](const auto& a, const auto& b) { return a.first == b.first; });
}

Value::Map read_attributes(const ResourceType& type, const Value& body) {
  Value::Map attributes;
  for (const auto& attribute : type.attributes) {
    if (attribute.secret || attribute.write_only || attribute.wire.empty()) continue;
    if (attribute.name == "enabled") {
      attributes.emplace(attribute.name, Value(!is_disabled(body)));
      continue;
    }
    Value value = read(attribute, body);
    if (value.is_null()) continue;
    attributes.emplace(attribute.name, attribute.masked ? value.with_marks(Value::Masked) : std::move(value));
  }
  return attributes;
}

Value create_body(const ResourceType& type, const Value::Map& attributes) {
  Value body(Value::Map{});
  body = body.with_path("service", type.service);
  for (const auto& attribute : type.attributes) {
    auto given = attributes.find(attribute.name);
    if (given != attributes.end() && !given->second.is_null()) {
      put(body, attribute, given->second);
    } else if (!attribute.create_default.is_null()) {
      put(body, attribute, attribute.create_default);
    }
  }
  return body;
}

Value update_body(const ResourceType& type, const Value& current, const Value::Map& set,
                  const std::set<std::string>& reset) {
  Value body = current.without_path("lastErrorEvent");
  for (const auto& attribute : type.attributes) {
    if (auto given = set.find(attribute.name); given != set.end()) {
      put(body, attribute, given->second);
    } else if (reset.contains(attribute.name) && is_plain(attribute)) {
      body = attribute.create_default.is_null() ? body.without_path(attribute.wire)
                                                : body.with_path(attribute.wire, attribute.create_default);
    } else if (const auto keeper = keeper_of(attribute, body); !keeper.empty()) {
      body = body.with_path(attribute.wire, keeper);
    } else if (attribute.secret && body.at_path(attribute.wire) == Value("")) {
      body = body.without_path(attribute.wire);
    }
  }
  return body;
}

std::string fingerprint(const ResourceType& type, const Value& body) {
  return fingerprint(type, read_attributes(type, body), is_disabled(body), in_trash(body));
}

std::string fingerprint(const ResourceType& type, const Value::Map& attributes, bool disabled,
                        bool in_trash) {
  Value::Map facts;
  for (const auto& [name, value] : attributes) {
    if (!type.find(name)->computed) facts.emplace(name, value);
  }
  facts.emplace("disabled", disabled);
  facts.emplace("in_trash", in_trash);
  return base::sha256_hex(base::write_json(Value(std::move(facts))));
}

std::string service_of(const Value& body) {
  const Value& service = body.get("service");
  return service.is_string() ? base::upper(service.as_string()) : std::string();
}

std::string id_of(const Value& body) {
  const Value& id = body.get("id");
  return id.is_string() ? id.as_string() : std::string();
}

bool in_trash(const Value& body) {
  auto is_true = [](const Value& v) { return v.is_bool() && v.as_bool(); };
  return is_true(body.get("inTrash")) || is_true(body.get("deleted"));
}

bool is_disabled(const Value& body) {
  const Value& disabled = body.get("disabled");
  return disabled.is_bool() && disabled.as_bool();
}

std::string last_error(const Value& body) {
  const Value& event = body.get("lastErrorEvent");
  if (event.get("runningState") == Value("ENDED")) return "";
  const Value& in_event = event.at_path("annotations.errorMessage");
  if (in_event.is_string()) return in_event.as_string();
  const Value& plain = body.get("lastError");
  return plain.is_string() ? plain.as_string() : std::string();
}

std::int64_t last_error_epoch_millis(const Value& body) {
  for (const char* path : {"lastErrorMs", "lastErrorEvent.startTime"}) {
    const Value& at = body.at_path(path);
    if (at.is_integer()) return at.as_integer();
  }
  return 0;
}

}  // namespace waveform::provider
