#include "provider/simulator/rules.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"

namespace waveform::provider::simulator {
namespace {

using base::Value;
using enum FieldType;

constexpr bool kRequired = true;
constexpr std::string_view kRoleArn = "baseCredentials.roleArn";

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

std::vector<Field> aws(std::vector<Field> own) {
  std::vector<Field> fields = {{std::string(kRoleArn), String, kRequired},
                               {"baseCredentials.externalId", String, false, {}, true}};
  fields.insert(fields.end(), own.begin(), own.end());
  return fields;
}

bool has_type(const Value& value, FieldType type) {
  const auto is_string = [](const Value& item) { return item.is_string(); };
  switch (type) {
    case String:
      return value.is_string();
    case Number:
      return value.is_number();
    case Bool:
      return value.is_bool();
    case StringList:
      return value.is_list() && std::all_of(value.as_list().begin(), value.as_list().end(), is_string);
    case StringMap:
      return value.is_map() && std::all_of(value.as_map().begin(), value.as_map().end(),
                                           [&](const auto& member) { return is_string(member.second); });
  }
  return false;
}

std::string_view words(FieldType type) {
  constexpr std::array<std::string_view, 5> kWords = {"a string", "a number", "true or false",
                                                      "a list of strings", "a map of strings"};
  return kWords[static_cast<std::size_t>(type)];
}

// Every member is a field of the right type; `prefix` is the path of `object` within the fields' paths.
std::string check_members(const std::vector<Field>& fields, const Value& object, const std::string& prefix) {
  for (const auto& [key, member] : object.as_map()) {
    if (member.is_null()) continue;
    const std::string path = prefix + key;
    const auto field =
        std::find_if(fields.begin(), fields.end(), [&](const Field& f) { return f.path == path; });
    if (field != fields.end()) {
      if (!has_type(member, field->type)) return fmt::format("{} must be {}", path, words(field->type));
      continue;
    }
    const bool inner = std::any_of(fields.begin(), fields.end(),
                                   [&](const Field& f) { return f.path.starts_with(path + "."); });
    if (!inner || !member.is_map()) return fmt::format("Unrecognized field {}", base::quote(path));
    if (std::string mistake = check_members(fields, member, path + "."); !mistake.empty()) return mistake;
  }
  return {};
}

// arn:aws:iam::123456789012:role/name, in any of AWS's partitions.
bool is_role_arn(std::string_view text) {
  const auto parts = base::split(text, ':');
  if (parts.size() != 6 || parts[0] != "arn" || !parts[1].starts_with("aws")) return false;
  const bool account =
      parts[4].size() == 12 && parts[4].find_first_not_of("0123456789") == std::string_view::npos;
  return parts[2] == "iam" && parts[3].empty() && account && parts[5].starts_with("role/") &&
         parts[5].size() > 5;
}

std::string check_required(const std::vector<Field>& fields, const Value& object, std::string_view name) {
  for (const Field& field : fields) {
    const Value& value = object.at_path(field.path);
    if (field.required && (value.is_null() || value == Value(""))) {
      return fmt::format("{}{} is required", name, field.path);
    }
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

Value without_nulls(const Value& object) {
  Value::Map members;
  for (const auto& [key, member] : object.as_map()) {
    if (!member.is_null()) members.emplace(key, member.is_map() ? without_nulls(member) : member);
  }
  return members;
}

}  // namespace

const ServiceRules* Rules::find(std::string_view service) const {
  const std::string wanted = base::upper(service);
  for (const ServiceRules& rules : services) {
    if (rules.service == wanted) return &rules;
  }
  return nullptr;
}

Rules make_rules(const Options& options) {
  const Value none(Value::List{});
  const Value empty(Value::Map{});
  Rules rules;
  rules.unknown_fields = options.unknown_fields;
  rules.common = {{"name", String, kRequired},
                  {"service", String, kRequired},
                  {"serviceRefreshRateInMins", Number, false, 5},
                  {"additionalTags", StringMap}};
  rules.services = {{"CLOUDWATCH", "cloudWatch",
                     aws({{"namespaces", StringList, false, none},
                          {"metricFilterRegex", String, false, ""},
                          {"pointTagFilterRegex", String, false, ""},
                          {"s3BucketNameFilterRegex", String},
                          {"instanceSelectionTags", StringMap, false, empty},
                          {"instanceSelectionTagsExpr", String},
                          {"volumeSelectionTags", StringMap, false, empty},
                          {"volumeSelectionTagsExpr", String},
                          {"threadDistributionInMins", Number}}),
                     true},
                    {"CLOUDTRAIL", "cloudTrail",
                     aws({{"region", String, kRequired},
                          {"bucketName", String, kRequired},
                          {"prefix", String, false, ""},
                          {"filterRule", String}}),
                     true},
                    {"EC2", "ec2",
                     aws({{"instanceSelectionTagsExpr", String},
                          {"volumeSelectionTagsExpr", String},
                          {"metricFilterRegex", String},
                          {"pointTagFilterRegex", String},
                          {"hostNameTags", StringList, false, Value::List{"hostname", "host", "name"}},
                          {"customNamespaces", StringList}}),
                     true}};
  if (options.unknown_fields) {
    rules.common.push_back({"ingestionProfile", StringMap, false, Value::Map{{"tier", "standard"}}});
    for (ServiceRules& service : rules.services) {
      service.fields.push_back({"pollingMode", String, false, "default"});
    }
  }
  return rules;
}

std::string find_mistake(const Rules& rules, const Value& body) {
  if (!body.is_map()) return "The body must be an object";
  if (body.as_map().contains("lastErrorEvent")) return "lastErrorEvent must not be sent";
  if (std::string mistake = check_required(rules.common, body, ""); !mistake.empty()) return mistake;
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
  const Value& rate = body.get("serviceRefreshRateInMins");
  if (rate.is_number() && rate.as_double() < 1) return "serviceRefreshRateInMins must be at least 1";

  const Value& object = body.get(service->object);
  if (!object.is_map()) {
    return fmt::format("{} is required for the service {}", service->object, service->service);
  }
  if (std::string mistake = check_members(service->fields, object, ""); !mistake.empty()) return mistake;
  if (std::string mistake = check_required(service->fields, object, service->object + ".");
      !mistake.empty()) {
    return mistake;
  }
  const Value& role = object.at_path(kRoleArn);
  if (role.is_string() && !is_role_arn(role.as_string())) return "Invalid role ARN";
  return {};
}

Value::Map settle(const Rules& rules, const Value& body, const Value& former) {
  const ServiceRules& service = *rules.find(body.get("service").as_string());
  Value::Map own;
  for (const Field& field : rules.common) {
    if (const Value& value = body.get(field.path); !value.is_null()) own[field.path] = value;
  }
  own["service"] = service.service;
  Value integration = with_initials(rules.common, own);

  Value object = with_initials(service.fields, without_nulls(body.get(service.object)));
  for (const Field& field : service.fields) {
    const Value& kept = former.at_path(service.object + "." + field.path);
    if (field.secret && object.at_path(field.path).is_null() && !kept.is_null()) {
      object = object.with_path(field.path, kept);
    }
  }
  return integration.with_path(service.object, object).as_map();
}

std::vector<std::string> secret_paths(const ServiceRules& rules) {
  std::vector<std::string> paths;
  for (const Field& field : rules.fields) {
    if (field.secret) paths.push_back(rules.object + "." + field.path);
  }
  return paths;
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
