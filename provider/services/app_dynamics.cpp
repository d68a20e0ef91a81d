// AppDynamics. No placeholder for its password is documented.
#include "provider/services/catalog.h"

namespace waveform::provider::services {

namespace {

Attribute sent_flag(const char* name, const char* wire, bool fallback, const char* documentation) {
  return {.name = name,
          .wire = wire,
          .type = Type::Bool,
          .fallback = {.value = fallback, .is_sent = true},
          .documentation = documentation};
}

}  // namespace

std::vector<ResourceType> app_dynamics() {
  return {integration(
      "app_dynamics", "APPDYNAMICS", "appDynamics", "AppDynamics",
      {
          {.name = "user_name",
           .wire = "userName",
           .required = true,
           .documentation = "User that the service authenticates as, in the form USER@ACCOUNT."},
          {.name = "controller_name",
           .wire = "controllerName",
           .required = true,
           .collects = Collects::Account,
           .documentation = "Name of the SaaS controller."},
          unkept_secret("encrypted_password", "encryptedPassword", "Password of that user."),
          sent_flag("enable_rollup", "enableRollup", true,
                    "Whether the values of a period are aggregated into one."),
          sent_flag("enable_error_metrics", "enableErrorMetrics", false,
                    "Whether error metrics are fetched."),
          sent_flag("enable_business_trx_metrics", "enableBusinessTrxMetrics", false,
                    "Whether metrics of business transactions are fetched."),
          sent_flag("enable_backend_metrics", "enableBackendMetrics", false,
                    "Whether metrics of backends are fetched."),
          sent_flag("enable_overall_perf_metrics", "enableOverallPerfMetrics", false,
                    "Whether metrics of the overall performance are fetched."),
          sent_flag("enable_individual_node_metrics", "enableIndividualNodeMetrics", false,
                    "Whether metrics of single nodes are fetched."),
          sent_flag("enable_app_infra_metrics", "enableAppInfraMetrics", false,
                    "Whether metrics of the infrastructure are fetched."),
          sent_flag("enable_service_endpoint_metrics", "enableServiceEndpointMetrics", false,
                    "Whether metrics of service endpoints are fetched."),
          {.name = "app_filter_regex",
           .wire = "appFilterRegex",
           .type = Type::StringList,
           .meaning = Meaning::JavaRegex,
           .collects = Collects::Share,
           .documentation = "Java regular expressions, one of which an application's name must match."},
      })};
}

}  // namespace waveform::provider::services
