#include "provider/wire.h"

#include "base/digest.h"
#include "base/json.h"
#include "base/text.h"

namespace waveform::provider {

using base::Value;

namespace {

// Attributes that do not go over the wire as they are.
bool is_plain(const Attribute& attribute) {
  return !attribute.wire.empty() && attribute.name != "enabled";
}

void put(Value& body, const Attribute& attribute, const Value& value) {
  if (!is_plain(attribute) || attribute.computed) return;
  Value sent = attribute.name == "service" ? Value(base::upper(value.as_string())) : value;
  body = body.with_path(attribute.wire, std::move(sent));
}

}  // namespace

Value::Map read_attributes(const ResourceType& type, const Value& body) {
  Value::Map attributes;
  for (const auto& attribute : type.attributes) {
    if (attribute.secret || attribute.write_only || attribute.wire.empty()) continue;
    const Value& found = body.at_path(attribute.wire);
    if (attribute.name == "enabled") {
      attributes.emplace(attribute.name, Value(!is_disabled(body)));
      continue;
    }
    auto converted = convert(attribute.type, found);
    if (!converted || is_absent(*converted)) continue;
    attributes.emplace(attribute.name,
                       attribute.masked ? converted->with_marks(Value::Masked) : std::move(*converted));
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
    } else if (!attribute.kept_by.empty()) {
      body = body.with_path(attribute.wire, attribute.kept_by);
    }
  }
  return body;
}

std::string fingerprint(const ResourceType& type, const Value& body) {
  Value::Map facts;
  for (auto& [name, value] : read_attributes(type, body)) {
    if (!type.find(name)->computed) facts.emplace(name, std::move(value));
  }
  facts.emplace("disabled", is_disabled(body));
  facts.emplace("in_trash", in_trash(body));
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
  const Value& in_event = body.at_path("lastErrorEvent.annotations.errorMessage");
  if (in_event.is_string()) return in_event.as_string();
  const Value& plain = body.get("lastError");
  return plain.is_string() ? plain.as_string() : std::string();
}

}  // namespace waveform::provider
