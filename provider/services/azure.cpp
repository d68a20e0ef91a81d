// The services of Microsoft Azure. The client secret is kept by its own placeholder.
#include "provider/services/catalog.h"

namespace waveform::provider::services {

namespace {

ResourceType azure_type(const std::string& suffix, const std::string& service, const std::string& object,
                        const std::string& title, const std::vector<Attribute>& own) {
  std::vector<Attribute> attributes = {
      {.name = "client_id",
       .wire = "baseCredentials.clientId",
       .required = true,
       .collects = Collects::Account,
       .documentation = "Id of the application that the service authenticates as."},
      {.name = "client_secret",
       .wire = "baseCredentials.clientSecret",
       .required = true,
       .secret = Secret{.sent_with = "client_id", .kept_by = "saved_secret"},
       .documentation = "Secret of that application."},
      {.name = "tenant",
       .wire = "baseCredentials.tenant",
       .required = true,
       .collects = Collects::Account,
       .documentation = "Id of the Azure tenant."},
  };
  attributes.insert(attributes.end(), own.begin(), own.end());
  return integration(suffix, service, object, title, std::move(attributes));
}

ResourceType azure_metrics() {
  return azure_type(
      "azure", "AZURE", "azure", "Azure",
      {
          {.name = "category_filter",
           .wire = "categoryFilter",
           .type = Type::StringSet,
           .collects = Collects::Share,
           .documentation = "Azure services to fetch, such as Microsoft.Compute/virtualMachines."},
          {.name = "resource_group_filter",
           .wire = "resourceGroupFilter",
           .type = Type::StringSet,
           .collects = Collects::Share,
           .documentation = "Resource groups to fetch."},
          metric_filter_regex(),
      });
}

ResourceType activity_log() {
  return azure_type("azure_activity_log", "AZUREACTIVITYLOG", "azureActivityLog", "Azure activity log",
                    {
                        {.name = "category_filter",
                         .wire = "categoryFilter",
                         .type = Type::StringSet,
                         .allowed = {"ADMINISTRATIVE", "ALERT", "AUTOSCALE", "SECURITY", "SERVICEHEALTH"},
                         .refuses_others = true,
                         .collects = Collects::Share,
                         .documentation = "Kinds of events to fetch."},
                    });
}

}  // namespace

std::vector<ResourceType> azure() {
  return {azure_metrics(), activity_log()};
}

}  // namespace waveform::provider::services
