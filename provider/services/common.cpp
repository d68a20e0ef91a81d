#include "provider/services/catalog.h"

namespace waveform::provider::services {

namespace {

Attribute set_by_service(const char* name, const char* wire, Type type, Role role,
                         const char* documentation) {
  return {.name = name, .wire = wire, .type = type, .role = role, .documentation = documentation};
}

}  // namespace

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
      set_by_service("id", "id", Type::String, Role::Computed, "Id assigned by the service (a UUID)."),
      set_by_service("creator_id", "creatorId", Type::String, Role::Computed, "User who created it."),
      set_by_service("updater_id", "updaterId", Type::String, Role::Counter, "User who changed it last."),
      set_by_service("created_epoch_millis", "createdEpochMillis", Type::Number, Role::Computed,
                     "Time of creation, milliseconds since 1970."),
      set_by_service("updated_epoch_millis", "updatedEpochMillis", Type::Number, Role::Counter,
                     "Time of the last change, milliseconds since 1970."),
      set_by_service("last_error", "lastError", Type::String, Role::Counter, "The service's last error."),
      set_by_service("last_error_epoch_millis", "lastErrorMs", Type::Number, Role::Counter,
                     "Time of the last error, milliseconds since 1970."),
      set_by_service("last_metric_count", "lastMetricCount", Type::Number, Role::Counter,
                     "Metrics of the last fetch."),
      set_by_service("last_processing_epoch_millis", "lastProcessingTimestamp", Type::Number, Role::Counter,
                     "Time of the last fetch, milliseconds since 1970."),
      set_by_service("last_received_data_point_epoch_millis", "lastReceivedDataPointMs", Type::Number,
                     Role::Counter, "Time of the newest data point, milliseconds since 1970."),
      set_by_service("in_trash", "inTrash", Type::Bool, Role::Computed, "Whether it is in the recycle bin."),
  };
}

Attribute unkept_secret(const char* name, const char* wire, const char* documentation) {
  return {.name = name, .wire = wire, .required = true, .secret = Secret{}, .documentation = documentation};
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
