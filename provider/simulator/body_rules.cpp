#include "provider/simulator/body_rules.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"

namespace waveform::provider::simulator {
namespace {

using base::Value;
using enum FieldType;

constexpr std::string_view kExternalId = "baseCredentials.externalId";
constexpr std::string_view kProject = "PROJECT";

constexpr std::array<std::string_view, 16> kReadOnly = {"id",
                                                        "creatorId",
                                                        "updaterId",
                                                        "createdEpochMillis",
                                                        "updatedEpochMillis",
                                                        "disabled",
                                                        "deleted",
                                                        "inTrash",
                                                        "lastError",
                                                        "lastErrorMs",
                                                        "lastMetricCount",
                                                        "lastProcessingTimestamp",
                                                        "lastProcessorId",
                                                        "lastReceivedDataPointMs",
                                                        "forceSave",
                                                        "reuseExternalIdCredential"};

// The rule for a field of `object`; null: unknown field.
Value placeholder_of(const Field& field, const Value& object) {
  if (field.placeholder.empty()) return {};
  std::string text = field.placeholder;
  const Value& project = object.get("projectId");
  if (const auto at = text.find(kProject); at != std::string::npos && project.is_string()) {
    text.replace(at, kProject.size(), project.as_string());
  }
  return text;
}

Value without_nulls(const Value& object) {
  Value::Map members;
  for (const auto& [key, member] : object.as_map()) {
    if (!member.is_null()) members.emplace(key, member.is_map() ? without_nulls(member) : member);
  }
  return members;
}

bool all_strings(const Value& value) {
  const auto is_string = [](const Value& item) { return item.is_string(); };
  if (value.is_list()) return std::all_of(value.as_list().begin(), value.as_list().end(), is_string);
  return value.is_map() && std::all_of(value.as_map().begin(), value.as_map().end(),
                                       [&](const auto& member) { return is_string(member.second); });
}

bool has_type(const Value& value, FieldType type) {
  switch (type) {
    case String:
      return value.is_string();
    case Integer:
      return value.is_integer();
    case Bool:
      return value.is_bool();
    case StringList:
      return value.is_list() && all_strings(value);
    case StringMap:
      return value.is_map() && all_strings(value);
    case StringListMap:
      return value.is_map() &&
             std::all_of(value.as_map().begin(), value.as_map().end(),
                         [](const auto& member) { return has_type(member.second, StringList); });
    case ObjectList:
      return value.is_list() &&
             std::all_of(value.as_list().begin(), value.as_list().end(),
                         [](const Value& item) { return item.is_map() && all_strings(without_nulls(item)); });
  }
  return false;
}

std::string_view words(FieldType type) {
  constexpr std::array<std::string_view, 7> kWords = {"a string",         "a whole number",
                                                      "true or false",    "a list of strings",
                                                      "a map of strings", "a map of lists of strings",
                                                      "a list of objects"};
  return kWords[static_cast<std::size_t>(type)];
}

bool is_one_of(const std::string& word, const std::vector<std::string>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// The error in the value of a field; "" if none. REQUIRES: the value is present.
std::string check_value(const Field& field, const Value& value) {
  if (!has_type(value, field.type)) return fmt::format("{} must be {}", field.path, words(field.type));
  if (field.least && value.as_integer() < *field.least) {
    return fmt::format("{} must be at least {}", field.path, *field.least);
  }
  if (!field.values.empty()) {
    for (const Value& item : value.is_list() ? value.as_list() : Value::List{value}) {
      if (!is_one_of(item.as_string(), field.values)) {
        return fmt::format("{} takes {}", field.path, base::enumerate(field.values));
      }
    }
  }
  if (!field.members.empty()) {
    for (const Value& item : value.as_list()) {
      for (const auto& [key, member] : item.as_map()) {
        if (!is_one_of(key, field.members)) {
          return fmt::format("Unrecognized field {}", base::quote(field.path + "." + key));
        }
      }
    }
  }
  return {};
}

// Checks that every member is a known field of the right type; `prefix` is the path of `object`.
std::string check_members(const std::vector<Field>& fields, const Value& object, const std::string& prefix) {
  for (const auto& [key, member] : object.as_map()) {
    if (member.is_null()) continue;
    const std::string path = prefix + key;
    const auto field =
        std::find_if(fields.begin(), fields.end(), [&](const Field& f) { return f.path == path; });
    if (field != fields.end()) {
      if (std::string mistake = check_value(*field, member); !mistake.empty()) return mistake;
      continue;
    }
    const bool inner = std::any_of(fields.begin(), fields.end(),
                                   [&](const Field& f) { return f.path.starts_with(path + "."); });
    if (!inner || !member.is_map()) return fmt::format("Unrecognized field {}", base::quote(path));
    if (std::string mistake = check_members(fields, member, path + "."); !mistake.empty()) return mistake;
  }
  return {};
}

bool is_empty(const Value& value) {
  return value.is_null() || value == Value("");
}

// `without_secrets`: secrets may be missing.
std::string check_required(const std::vector<Field>& fields, const Value& object, std::string_view name,
                           bool without_secrets) {
  for (const Field& field : fields) {
    if (!field.required || (field.secret && without_secrets)) continue;
    if (is_empty(object.at_path(field.path))) return fmt::format("{}{} is required", name, field.path);
  }
  return {};
}

Value with_initials(const std::vector<Field>& fields, Value object) {
  for (const Field& field : fields) {
    if (!field.initial.is_null() && object.at_path(field.path).is_null()) {
      object = object.with_path(field.path, field.initial);
    }
  }
  return object;
}

}  // namespace

const ServiceRules* Rules::find(std::string_view service) const {
  const std::string wanted = base::upper(service);
  for (const ServiceRules& rules : services) {
    if (rules.service == wanted) return &rules;
  }
  return nullptr;
}

std::string find_mistake(const Rules& rules, const Value& body, const Value& former) {
  if (!body.is_map()) return "The body must be an object";
  if (body.as_map().contains("lastErrorEvent")) return "lastErrorEvent must not be sent";
  if (std::string mistake = check_required(rules.common, body, "", false); !mistake.empty()) return mistake;
  if (!body.get("service").is_string()) return "service must be a string";
  const ServiceRules* service = rules.find(body.get("service").as_string());
  if (!service) return fmt::format("Unknown service {}", base::quote(body.get("service").as_string()));

  Value::Map own = body.as_map();
  for (const std::string_view name : kReadOnly) own.erase(std::string(name));
  for (const ServiceRules& other : rules.services) {
    if (&other != service && !body.get(other.object).is_null()) {
      return fmt::format("{} must not be sent for the service {}", other.object, service->service);
    }
    own.erase(other.object);
  }
  if (std::string mistake = check_members(rules.common, own, ""); !mistake.empty()) return mistake;
  const Value& object = body.get(service->object);
  if (!object.is_map()) {
    return fmt::format("{} is required for the service {}", service->object, service->service);
  }
  if (std::string mistake = check_members(service->fields, object, ""); !mistake.empty()) return mistake;
  const bool may_lose = rules.lose_secrets && !former.is_null();
  if (std::string mistake = check_required(service->fields, object, service->object + ".", may_lose);
      !mistake.empty()) {
    return mistake;
  }
  for (const Field& field : service->fields) {
    const Value placeholder = placeholder_of(field, object);
    if (former.is_null() && !placeholder.is_null() && object.at_path(field.path) == placeholder) {
      return fmt::format("{}.{} is a placeholder", service->object, field.path);
    }
  }
  return {};
}

Value::Map complete_body(const Rules& rules, const Value& body, const Value& former) {
  const ServiceRules& service = *rules.find(body.get("service").as_string());
  Value::Map own;
  for (const Field& field : rules.common) {
    if (const Value& value = body.get(field.path); !value.is_null()) own[field.path] = value;
  }
  own["service"] = service.service;
  Value integration = with_initials(rules.common, own);

  Value object = with_initials(service.fields, without_nulls(body.get(service.object)));
  for (const Field& field : service.fields) {
    if (!field.secret) continue;
    const Value& stored = former.at_path(service.object + "." + field.path);
    const Value sent = object.at_path(field.path);
    const bool stands_in =
        !field.placeholder.empty() && sent == placeholder_of(field, former.get(service.object));
    if (stands_in || (field.optional_in_put && is_empty(sent))) {
      if (!stored.is_null()) object = object.with_path(field.path, stored);
    } else if (field.required && sent.is_null() && !former.is_null()) {
      object = object.with_path(field.path, "");  // the secret is lost
    }
  }
  return integration.with_path(service.object, object).as_map();
}

Value hide_secrets(const ServiceRules& rules, const Value& integration, Secrets how) {
  Value out = integration;
  for (const Field& field : rules.fields) {
    const std::string path = rules.object + "." + field.path;
    const bool is_shown =
        how == Secrets::Returned || (how == Secrets::ExternalIds && field.path == kExternalId);
    if (!field.secret || is_shown) continue;
    const bool is_kept = !is_empty(integration.at_path(path));
    const bool stands_in = field.reads_back && how != Secrets::LeftOut && how != Secrets::Blank;
    if (is_kept && stands_in) {
      out = out.with_path(path, placeholder_of(field, integration.get(rules.object)));
    } else if (is_kept && how == Secrets::Blank) {
      out = out.with_path(path, "");
    } else {
      out = out.without_path(path);
    }
  }
  return out;
}

Value merge_patch(const Value& target, const Value& patch) {
  if (!patch.is_map()) return patch;
  Value::Map merged = target.is_map() ? target.as_map() : Value::Map{};
  for (const auto& [key, member] : patch.as_map()) {
    if (member.is_null()) {
      merged.erase(key);
    } else {
      merged[key] = merge_patch(merged[key], member);
    }
  }
  return merged;
}

}  // namespace waveform::provider::simulator
