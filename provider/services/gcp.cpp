// The services of Google Cloud. Both keys are read back as placeholders, which keep the stored keys when they
// are sent. A placeholder names the project, so the key is sent when the project changes.
#include "provider/services/catalog.h"

namespace waveform::provider::services {

namespace {

Attribute project_id() {
  return {.name = "project_id",
          .wire = "projectId",
          .required = true,
          .collects = Collects::Account,
          .documentation = "Id of the Google Cloud project."};
}

Attribute json_key() {
  return {.name = "json_key",
          .wire = "gcpJsonKey",
          .required = true,
          .secret = Secret{.sent_with = "project_id", .kept_by = R"({"project_id": "$projectId"})"},
          .meaning = Meaning::ServiceKey,
          .documentation = "Key of a service account of the project, as the JSON that Google provides."};
}

// All values in the API's documentation; the service may accept newer ones.
std::vector<std::string> categories() {
  return {"APIGEE",
          "APPENGINE",
          "BIGQUERY",
          "BIGTABLE",
          "CLOUDFUNCTIONS",
          "CLOUDIOT",
          "CLOUDSQL",
          "CLOUDTASKS",
          "COMPUTE",
          "CONTAINER",
          "DATAFLOW",
          "DATAPROC",
          "DATASTORE",
          "FIREBASEDATABASE",
          "FIREBASEHOSTING",
          "FIRESTORE",
          "INTERCONNECT",
          "KUBERNETES",
          "LOADBALANCING",
          "LOGGING",
          "ML",
          "MONITORING",
          "PUBSUB",
          "REDIS",
          "ROUTER",
          "RUN",
          "SERVICERUNTIME",
          "SPANNER",
          "STORAGE",
          "TPU",
          "VPN"};
}

ResourceType gcp_metrics() {
  return integration("gcp", "GCP", "gcp", "Google Cloud (GCP)",
                     {
                         project_id(),
                         json_key(),
                         {.name = "categories",
                          .wire = "categoriesToFetch",
                          .type = Type::StringSet,
                          .allowed = categories(),
                          .collects = Collects::Share,
                          .documentation = "Google Cloud services to fetch."},
                         metric_filter_regex(),
                         {.name = "custom_metric_prefix",
                          .wire = "customMetricPrefix",
                          .type = Type::StringList,
                          .documentation = "Prefixes of custom metrics to fetch."},
                         {.name = "disable_delta_counts",
                          .wire = "disableDeltaCounts",
                          .type = Type::Bool,
                          .fallback = {.value = false},
                          .documentation = "Whether delta counts are left out."},
                         {.name = "disable_histogram",
                          .wire = "disableHistogram",
                          .type = Type::Bool,
                          .fallback = {.value = false},
                          .documentation = "Whether histograms are left out."},
                         {.name = "disable_histogram_to_metric_conversion",
                          .wire = "disableHistogramToMetricConversion",
                          .type = Type::Bool,
                          .fallback = {.value = false},
                          .documentation = "Whether histograms are not converted to metrics."},
                         {.name = "histogram_grouping_function",
                          .wire = "histogramGroupingFunction",
                          .type = Type::StringList,
                          .documentation = "Functions by which histograms are grouped."},
                     });
}

ResourceType billing() {
  return integration("gcp_billing", "GCPBILLING", "gcpBilling", "Google Cloud billing (GCP)",
                     {
                         project_id(),
                         {.name = "api_key",
                          .wire = "gcpApiKey",
                          .required = true,
                          .secret = Secret{.sent_with = "project_id", .kept_by = "saved_api_key"},
                          .documentation = "API key of the project."},
                         json_key(),
                     });
}

}  // namespace

std::vector<ResourceType> gcp() {
  return {gcp_metrics(), billing()};
}

}  // namespace waveform::provider::services
