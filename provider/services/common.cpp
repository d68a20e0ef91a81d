#include "provider/services/catalog.h"

namespace waveform::provider::services {

std::vector<Attribute> common_attributes() {
  return {
      {.name = "name", .wire = "name", .required = true, .documentation = "Name shown in the product."},
      {.name = "service",
       .wire = "service",
       .role = Role::Service,
       .documentation = "The service name of the type, in any case; optional; cannot be changed."},
      {.name = "service_refresh_rate_in_minutes",
       .wire = "serviceRefreshRateInMins",
       .type = Type::Number,
       .fallback = {.value = 5, .is_sent = true},
       .meaning = Meaning::Minutes,
       .documentation = "Minutes between two fetches."},
      {.name = "additional_tags",
       .wire = "additionalTags",
       .type = Type::StringMap,
       .documentation = "Point tags that are added to every ingested point."},
      {.name = "force_save",
       .wire = "forceSave",
       .type = Type::Bool,
       .role = Role::WriteOnly,
       .documentation = "Save even when the service's check of the credentials fails."},
      {.name = "reuse_external_id_credential",
       .wire = "reuseExternalIdCredential",
       .role = Role::WriteOnly,
       .documentation = "Reuse the external id of the integration with this id (AWS)."},
      {.name = "enabled",
       .wire = "disabled",
       .type = Type::Bool,
       .role = Role::Enabled,
       .documentation = "Whether the service fetches data; unmanaged when absent."},
      {.name = "id",
       .wire = "id",
       .role = Role::Computed,
       .documentation = "Id assigned by the service (a UUID)."},
      {.name = "creator_id",
       .wire = "creatorId",
       .role = Role::Computed,
       .documentation = "User who created it."},
      {.name = "updater_id",
       .wire = "updaterId",
       .role = Role::Counter,
       .documentation = "User who changed it last."},
      {.name = "created_epoch_millis",
       .wire = "createdEpochMillis",
       .type = Type::Number,
       .role = Role::Computed,
       .documentation = "Time of creation, milliseconds since 1970."},
      {.name = "updated_epoch_millis",
       .wire = "updatedEpochMillis",
       .type = Type::Number,
       .role = Role::Counter,
       .documentation = "Time of the last change, milliseconds since 1970."},
      {.name = "last_error",
       .wire = "lastError",
       .role = Role::Counter,
       .documentation = "The service's last error."},
      {.name = "last_error_epoch_millis",
       .wire = "lastErrorMs",
       .type = Type::Number,
       .role = Role::Counter,
       .documentation = "Time of the last error, milliseconds since 1970."},
      {.name = "last_metric_count",
       .wire = "lastMetricCount",
       .type = Type::Number,
       .role = Role::Counter,
       .documentation = "Metrics of the last fetch."},
      {.name = "last_processing_epoch_millis",
       .wire = "lastProcessingTimestamp",
       .type = Type::Number,
       .role = Role::Counter,
       .documentation = "Time of the last fetch, milliseconds since 1970."},
      {.name = "last_received_data_point_epoch_millis",
       .wire = "lastReceivedDataPointMs",
       .type = Type::Number,
       .role = Role::Counter,
       .documentation = "Time of the newest data point, milliseconds since 1970."},
      {.name = "in_trash",
       .wire = "inTrash",
       .type = Type::Bool,
       .role = Role::Counter,
       .documentation = "Whether it is in the recycle bin."},
  };
}

Attribute metric_filter_regex() {
  return {.name = "metric_filter_regex",
          .wire = "metricFilterRegex",
          .meaning = Meaning::JavaRegex,
          .collects = Collects::Share,
          .documentation = "Java regular expression that a metric's name must match."};
}

ResourceType integration(const std::string& suffix, const std::string& service, const std::string& object,
                         const std::string& title, std::vector<Attribute> own) {
  ResourceType type{.name = "wavefront_cloud_integration_" + suffix,
                    .service = service,
                    .object = object,
                    .title = title,
                    .attributes = common_attributes()};
  for (auto& attribute : own) {
    attribute.wire = object + "." + attribute.wire;
    type.attributes.push_back(std::move(attribute));
  }
  return type;
}

}  // namespace waveform::provider::services
