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
constexpr bool kSecret = true;
constexpr bool kReadsBack = true;
constexpr std::string_view kRoleArn = "baseCredentials.roleArn";
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

std::vector<Field> aws(std::vector<Field> own) {
  std::vector<Field> fields = {{std::string(kRoleArn), String, kRequired},
                               {std::string(kExternalId), String, false, {}, kSecret}};
  fields.insert(fields.end(), own.begin(), own.end());
  return fields;
}

std::vector<Field> azure(std::vector<Field> own) {
  std::vector<Field> fields = {
      {"baseCredentials.clientId", String, kRequired},
      {"baseCredentials.clientSecret", String, kRequired, {}, kSecret, "saved_secret"},
      {"baseCredentials.tenant", String, kRequired}};
  fields.insert(fields.end(), own.begin(), own.end());
  return fields;
}

// Services that need no external id.
std::vector<ServiceRules> other_services() {
  const Value none(Value::List{});
  const Field project = {"projectId", String, kRequired};
  const Field json_key = {"gcpJsonKey", String, kRequired, {}, kSecret, R"({"project_id": "PROJECT"})",
                          kReadsBack};
  return {
      {"GCP",
       "gcp",
       {project,
        json_key,
        {"categoriesToFetch", StringList, false, none},
        {"metricFilterRegex", String, false, ""},
        {"customMetricPrefix", StringList},
        {"disableDeltaCounts", Bool},
        {"disableHistogram", Bool},
        {"disableHistogramToMetricConversion", Bool},
        {"histogramGroupingFunction", StringList}}},
      {"GCPBILLING",
       "gcpBilling",
       {project, {"gcpApiKey", String, kRequired, {}, kSecret, "saved_api_key", kReadsBack}, json_key}},
      {"AZURE", "azure",
       azure({{"categoryFilter", StringList, false, none},
              {"resourceGroupFilter", StringList, false, none},
              {"metricFilterRegex", String, false, ""}})},
      {"AZUREACTIVITYLOG", "azureActivityLog", azure({{"categoryFilter", StringList, false, none}})},
      {"NEWRELIC",
       "newRelic",
       {{"apiKey", String, kRequired, {}, kSecret},
        {"appFilterRegex", String, false, ""},
        {"hostFilterRegex", String, false, ""},
        {"newRelicMetricFilters", ObjectList}}},
      {"APPDYNAMICS",
       "appDynamics",
       {{"userName", String, kRequired},
        {"controllerName", String, kRequired},
        {"encryptedPassword", String, kRequired, {}, kSecret},
        {"enableRollup", Bool, false, true},
        {"enableErrorMetrics", Bool, false, false},
        {"enableBusinessTrxMetrics", Bool, false, false},
        {"enableBackendMetrics", Bool, false, false},
        {"enableOverallPerfMetrics", Bool, false, false},
        {"enableIndividualNodeMetrics", Bool, false, false},
        {"enableAppInfraMetrics", Bool, false, false},
        {"enableServiceEndpointMetrics", Bool, false, false},
        {"appFilterRegex", StringList, false, none}}},
  };
}

// Of a field of `object`; null: there is none.
Value placeholder_of(const Field& field, const Value& object) {
  if (field.placeholder.empty()) return {};
  std::string text = field.placeholder;
  const Value& project = object.get("projectId");
  if (const auto at = text.find(kProject); at != std::string::npos && project.is_string()) {
    text.replace(at, kProject.size(), project.as_string());
  }
  return text;
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
    case ObjectList:
      return value.is_list() && std::all_of(value.as_list().begin(), value.as_list().end(),
                                            [](const Value& item) { return item.is_map(); });
    case StringMap:
      return value.is_map() && std::all_of(value.as_map().begin(), value.as_map().end(),
                                           [&](const auto& member) { return is_string(member.second); });
  }
  return false;
}

std::string_view words(FieldType type) {
  constexpr std::array<std::string_view, 6> kWords = {
      "a string", "a number", "true or false", "a list of strings", "a map of strings", "a list of objects"};
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
  for (ServiceRules& service : other_services()) rules.services.push_back(std::move(service));
  if (options.unknown_fields) {
    rules.common.push_back({"ingestionProfile", StringMap, false, Value::Map{{"tier", "standard"}}});
    for (ServiceRules& service : rules.services) {
      service.fields.push_back({"pollingMode", String, false, "default"});
    }
  }
  return rules;
}

std::string find_mistake(const Rules& rules, const Value& body, const Value& former) {
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
  for (const Field& field : service->fields) {
    const Value placeholder = placeholder_of(field, object);
    if (former.is_null() && !placeholder.is_null() && object.at_path(field.path) == placeholder) {
      return fmt::format("{}.{} is a placeholder", service->object, field.path);
    }
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
    const Value& sent = object.at_path(field.path);
    const bool keeps = sent.is_null() || sent == placeholder_of(field, former.get(service.object));
    if (field.secret && keeps && !kept.is_null()) {
      object = object.with_path(field.path, kept);
    }
  }
  return integration.with_path(service.object, object).as_map();
}

Value hide_secrets(const ServiceRules& rules, const Value& integration, bool with_external_id) {
  Value out = integration;
  for (const Field& field : rules.fields) {
    const std::string path = rules.object + "." + field.path;
    if (!field.secret || (with_external_id && field.path == kExternalId)) continue;
    const bool stands_in = field.reads_back && !integration.at_path(path).is_null();
    out = stands_in ? out.with_path(path, placeholder_of(field, integration.get(rules.object)))
                    : out.without_path(path);
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
