#include "provider/services/catalog.h"

namespace waveform::provider::services {

std::vector<Attribute> common_attributes() {
  return {
      {.name = "name", .wire = "name", .required = true, .documentation = "Name shown in the product."},
      {.name = "service",
       .wire = "service",
       .any_case = true,
       .documentation = "The service name of the type, in any case; optional; cannot be changed."},
      {.name = "service_refresh_rate_in_minutes",
       .wire = "serviceRefreshRateInMins",
       .type = Type::Number,
       .create_default = 5,
       .service_default = 5,
       .meaning = Meaning::Minutes,
       .documentation = "Minutes between two fetches."},
      {.name = "additional_tags",
       .wire = "additionalTags",
       .type = Type::StringMap,
       .documentation = "Point tags that are added to every ingested point."},
      {.name = "force_save",
       .wire = "forceSave",
       .type = Type::Bool,
       .write_only = true,
       .documentation = "Save even when the service's check of the credentials fails."},
      {.name = "reuse_external_id_credential",
       .wire = "reuseExternalIdCredential",
       .write_only = true,
       .documentation = "Reuse the external id of the integration with this id (AWS)."},
      {.name = "enabled",
       .wire = "disabled",
       .type = Type::Bool,
       .documentation = "Whether the service fetches data; unmanaged when absent."},
      {.name = "id", .wire = "id", .computed = true, .documentation = "Id assigned by the service (a UUID)."},
      {.name = "creator_id", .wire = "creatorId", .computed = true, .documentation = "User who created it."},
      {.name = "updater_id",
       .wire = "updaterId",
       .computed = true,
       .counter = true,
       .documentation = "User who changed it last."},
      {.name = "created_epoch_millis",
       .wire = "createdEpochMillis",
       .type = Type::Number,
       .computed = true,
       .documentation = "Time of creation, milliseconds since 1970."},
      {.name = "updated_epoch_millis",
       .wire = "updatedEpochMillis",
       .type = Type::Number,
       .computed = true,
       .counter = true,
       .documentation = "Time of the last change, milliseconds since 1970."},
      {.name = "last_error",
       .wire = "lastError",
       .computed = true,
       .counter = true,
       .documentation = "The service's last error."},
      {.name = "last_error_epoch_millis",
       .wire = "lastErrorMs",
       .type = Type::Number,
       .computed = true,
       .counter = true,
       .documentation = "Time of the last error, milliseconds since 1970."},
      {.name = "last_metric_count",
       .wire = "lastMetricCount",
       .type = Type::Number,
       .computed = true,
       .counter = true,
       .documentation = "Metrics of the last fetch."},
      {.name = "last_processing_epoch_millis",
       .wire = "lastProcessingTimestamp",
       .type = Type::Number,
       .computed = true,
       .counter = true,
       .documentation = "Time of the last fetch, milliseconds since 1970."},
      {.name = "last_received_data_point_epoch_millis",
       .wire = "lastReceivedDataPointMs",
       .type = Type::Number,
       .computed = true,
       .counter = true,
       .documentation = "Time of the newest data point, milliseconds since 1970."},
      {.name = "in_trash",
       .wire = "inTrash",
       .type = Type::Bool,
       .computed = true,
       .counter = true,
       .documentation = "Whether it is in the recycle bin."},
  };
}

Attribute metric_filter_regex() {
  return {.name = "metric_filter_regex",
          .wire = "metricFilterRegex",
          .meaning = Meaning::JavaRegex,
          .divides = true,
          .documentation = "Java regular expression that a metric's name must match."};
}

ResourceType integration(const std::string& suffix, const std::string& service, const std::string& object,
                         const std::string& title, std::vector<Attribute> own) {
  ResourceType type{"wavefront_cloud_integration_" + suffix,
                    service,
                    object,
                    title,
                    Lifecycle::Integration,
                    common_attributes()};
  for (auto& attribute : own) {
    attribute.wire = object + "." + attribute.wire;
    type.attributes.push_back(std::move(attribute));
  }
  return type;
}

const Catalog& catalog() {
  static const Catalog all = [] {
    Catalog made{aws()};
    for (auto& type : gcp()) made.types.push_back(std::move(type));
    for (auto& type : azure()) made.types.push_back(std::move(type));
    made.types.push_back(new_relic());
    made.types.push_back(app_dynamics());
    made.types.push_back(vrops());
    made.types.push_back(snowflake());
    made.types.push_back(dynatrace());
    made.types.push_back(aws_external_id());
    return made;
  }();
  return all;
}

}  // namespace waveform::provider::services
