// The services, as a table: names and types as in the published client's models, defaults as in published
// responses (docs/simulator.md lists the guessed ones).
#include "provider/simulator/body_rules.h"

namespace waveform::provider::simulator {
namespace {

using base::Value;
using enum FieldType;

constexpr const char* kProjectKey = R"({"project_id": "PROJECT"})";

// Absent if the body leaves it out.
Field plain(std::string path, FieldType type = String) {
  return {.path = std::move(path), .type = type};
}

Field required(std::string path) {
  return {.path = std::move(path), .required = true};
}

// Empty if the body leaves it out.
Field text(std::string path) {
  return {.path = std::move(path), .initial = ""};
}

Field list(std::string path, std::vector<std::string> values = {}) {
  return {.path = std::move(path),
          .type = StringList,
          .initial = Value(Value::List{}),
          .values = std::move(values)};
}

Field map(std::string path) {
  return {.path = std::move(path), .type = StringMap, .initial = Value(Value::Map{})};
}

Field flag(std::string path, bool initial) {
  return {.path = std::move(path), .type = Bool, .initial = initial};
}

// Required, without a known placeholder.
Field secret(std::string path) {
  return {.path = std::move(path), .required = true, .secret = true};
}

Field kept_by(std::string path, std::string placeholder, bool reads_back) {
  Field field = secret(std::move(path));
  field.placeholder = std::move(placeholder);
  field.reads_back = reads_back;
  return field;
}

std::vector<Field> with(std::vector<Field> first, const std::vector<Field>& own) {
  first.insert(first.end(), own.begin(), own.end());
  return first;
}

ServiceRules aws(std::string service, std::string object, const std::vector<Field>& own) {
  Field external_id = plain("baseCredentials.externalId");
  external_id.secret = external_id.optional_in_put = true;
  return {std::move(service), std::move(object),
          with({required("baseCredentials.roleArn"), external_id}, own), true};
}

ServiceRules azure(std::string service, std::string object, const std::vector<Field>& own) {
  return {std::move(service), std::move(object),
          with({required("baseCredentials.clientId"),
                kept_by("baseCredentials.clientSecret", "saved_secret", false),
                required("baseCredentials.tenant")},
               own)};
}

std::vector<ServiceRules> aws_services() {
  Field host_tags = list("hostNameTags");
  host_tags.initial = Value::List{"hostname", "host", "name"};
  return {
      aws("CLOUDWATCH", "cloudWatch",
          {list("namespaces"), text("metricFilterRegex"), text("pointTagFilterRegex"),
           plain("s3BucketNameFilterRegex"), map("instanceSelectionTags"), plain("instanceSelectionTagsExpr"),
           map("volumeSelectionTags"), plain("volumeSelectionTagsExpr"),
           plain("threadDistributionInMins", Integer)}),
      aws("CLOUDTRAIL", "cloudTrail",
          {required("region"), required("bucketName"), text("prefix"), plain("filterRule")}),
      aws("EC2", "ec2",
          {plain("instanceSelectionTagsExpr"), plain("volumeSelectionTagsExpr"), plain("metricFilterRegex"),
           plain("pointTagFilterRegex"), host_tags, plain("customNamespaces", StringList)})};
}

std::vector<ServiceRules> google_services() {
  return {
      {"GCP",
       "gcp",
       {required("projectId"), kept_by("gcpJsonKey", kProjectKey, true), list("categoriesToFetch"),
        text("metricFilterRegex"), plain("customMetricPrefix", StringList), plain("disableDeltaCounts", Bool),
        plain("disableHistogram", Bool), plain("disableHistogramToMetricConversion", Bool),
        plain("histogramGroupingFunction", StringList)}},
      {"GCPBILLING",
       "gcpBilling",
       {required("projectId"), kept_by("gcpApiKey", "saved_api_key", true),
        kept_by("gcpJsonKey", kProjectKey, true)}}};
}

std::vector<ServiceRules> azure_services() {
  return {
      azure("AZURE", "azure",
            {list("categoryFilter"), list("resourceGroupFilter"), text("metricFilterRegex")}),
      azure("AZUREACTIVITYLOG", "azureActivityLog",
            {list("categoryFilter", {"ADMINISTRATIVE", "SERVICEHEALTH", "ALERT", "AUTOSCALE", "SECURITY"})})};
}

std::vector<ServiceRules> other_services(bool rollup) {
  Field filters = plain("newRelicMetricFilters", ObjectList);
  filters.members = {"appName", "metricFilterRegex"};
  Field password = plain("password");
  password.secret = true;
  return {
      {"NEWRELIC", "newRelic", {secret("apiKey"), text("appFilterRegex"), text("hostFilterRegex"), filters}},
      {"APPDYNAMICS",
       "appDynamics",
       {required("userName"), required("controllerName"), secret("encryptedPassword"),
        flag("enableRollup", rollup), flag("enableErrorMetrics", false),
        flag("enableBusinessTrxMetrics", false), flag("enableBackendMetrics", false),
        flag("enableOverallPerfMetrics", false), flag("enableIndividualNodeMetrics", false),
        flag("enableAppInfraMetrics", false), flag("enableServiceEndpointMetrics", false),
        list("appFilterRegex")}},
      {"VROPS",
       "vrops",
       {secret("vropsAPIToken"), plain("baseURL"), plain("organizationID"),
        plain("adapterNames", StringListMap), list("categoriesToFetch"), text("metricFilterRegex")}},
      {"SNOWFLAKE",
       "snowflake",
       {required("accountID"), required("userName"), secret("privateKey"), password, plain("role"),
        plain("warehouse"), text("metricFilterRegex")}},
      {"DYNATRACE",
       "dynatrace",
       {secret("dynatraceAPIToken"), plain("environmentID"), text("metricFilterRegex")}},
  };
}

}  // namespace

Rules make_rules(const Options& options) {
  Rules rules;
  rules.lose_secrets = options.lose_secrets;
  rules.common = {required("name"),
                  required("service"),
                  {.path = "serviceRefreshRateInMins", .type = Integer, .initial = 5, .least = 1},
                  plain("additionalTags", StringMap)};
  for (const auto& services :
       {aws_services(), google_services(), azure_services(), other_services(!options.rollup_off)}) {
    rules.services.insert(rules.services.end(), services.begin(), services.end());
  }
  if (options.unknown_fields) {
    rules.common.push_back(
        {.path = "ingestionProfile", .type = StringMap, .initial = Value::Map{{"tier", "standard"}}});
    for (ServiceRules& service : rules.services) {
      service.fields.push_back({.path = "pollingMode", .initial = "default"});
    }
  }
  return rules;
}

}  // namespace waveform::provider::simulator
