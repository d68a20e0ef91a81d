#include "provider/wire.h"

#include <algorithm>

#include "base/digest.h"
#include "base/json.h"
#include "base/text.h"

namespace waveform::provider {

using base::Value;

namespace {

// Sent as it is.
bool is_plain(const Attribute& attribute) {
  return !attribute.wire.empty() && attribute.role != Role::Enabled;
}

Value to_wire(const Attribute& attribute, const Value& value) {
  if (attribute.role == Role::Service) return base::upper(value.as_string());
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
  if (!is_plain(attribute) || attribute.is_computed()) return;
  // "" is not one of its values: none is sent.
  body = attribute.refuses_others && is_absent(value)
             ? body.without_path(attribute.wire)
             : body.with_path(attribute.wire, to_wire(attribute, value));
}

Value text(const Value& value) {
  if (value.is_number()) return base::number_text(value);
  if (value.is_bool()) return value.as_bool() ? "true" : "false";
  return value.is_string() ? value : Value();
}

// The list or map with every element converted; null if the conversion of one is null.
Value convert_each(const Value& whole, Value (*convert)(const Value&)) {
  bool fits = true;
  Value converted = base::with_elements(whole, [&](const Value& element) {
    Value made = convert(element);
    fits = fits && !made.is_null();
    return made;
  });
  return fits ? converted : Value();
}

Value texts(const Value& value) {
  return value.is_list() ? convert_each(value, text) : Value();
}

Value object(const Value& value) {
  if (!value.is_map()) return {};
  return base::with_elements(value, [](const Value& m) { return is_absent(m) ? Value() : text(m); });
}

// Null if it is of another kind of JSON.
Value convert_json(Type type, const Value& value) {
  using enum Value::Kind;
  constexpr Value::Kind kKinds[] = {String, Number, Bool, List, List, Map, Map, List};  // by type
  if (type == Type::String) return text(value);
  if (value.kind() != kKinds[static_cast<int>(type)]) return {};
  if (type == Type::Number || type == Type::Bool) return value;
  Value all = convert_each(value, type == Type::StringListMap ? texts
                                  : type == Type::ObjectList  ? object
                                                              : text);
  if (type != Type::StringSet || all.is_null()) return all;
  Value::List items = all.as_list();
  std::sort(items.begin(), items.end(), base::less);
  items.erase(std::unique(items.begin(), items.end()), items.end());
  return items;
}

// As read_attributes returns it; null: absent or of a wrong type. An empty value is absent, except where
// absent has another meaning for the service.
Value read(const Attribute& attribute, const Value& body) {
  Value value = convert_json(attribute.type, from_wire(attribute, body.at_path(attribute.wire)));
  return attribute.fallback.value.is_null() && is_absent(value) ? Value() : value;
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
  std::string text = attribute.secret ? attribute.secret->kept_by : "";
  const auto sign = text.find('$');
  if (sign == std::string::npos) return text;
  const auto end = std::min(text.find('"', sign), text.size());
  const std::string beside = attribute.wire.substr(0, attribute.wire.rfind('.') + 1);
  const Value& value = body.at_path(beside + text.substr(sign + 1, end - sign - 1));
  return value.is_string() ? text.replace(sign, end - sign, value.as_string()) : std::string();
}

bool is_keeper(const Attribute& attribute, const Value& value) {
  if (!attribute.secret || attribute.secret->kept_by.empty() || !value.is_string()) return false;
  const std::string& kept_by = attribute.secret->kept_by;
  if (!kept_by.starts_with('{')) return value.as_string() == kept_by;
  // An object with these members, whatever their values.
  auto given = base::parse_json(value.as_string());
  auto keeper = base::parse_json(kept_by);
  if (!given || !keeper || !given->is_map()) return false;
  return std::equal(given->as_map().begin(), given->as_map().end(), keeper->as_map().begin(),
                    keeper->as_map().end(), [](const auto& a, const auto& b) { return a.first == b.first; });
}

Value::Map read_attributes(const ResourceType& type, const Value& body) {
  Value::Map attributes;
  for (const auto& attribute : type.attributes) {
    if (attribute.secret || attribute.role == Role::WriteOnly) continue;
    Value value = attribute.role == Role::Enabled ? Value(!is_disabled(body)) : read(attribute, body);
    if (!value.is_null()) attributes.emplace(attribute.name, std::move(value));
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
    } else if (attribute.fallback.is_sent) {
      put(body, attribute, attribute.fallback.value);
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
      body = attribute.fallback.is_sent ? body.with_path(attribute.wire, attribute.fallback.value)
                                        : body.without_path(attribute.wire);
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
    if (!type.find(name)->is_computed()) facts.emplace(name, value);
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
