// Dynatrace. No placeholder for its token is documented.
#include "provider/services/catalog.h"

namespace waveform::provider::services {

std::vector<ResourceType> dynatrace() {
  return {integration(
      "dynatrace", "DYNATRACE", "dynatrace", "Dynatrace",
      {
          unkept_secret("dynatrace_api_token", "dynatraceAPIToken", "API token of the environment."),
          {.name = "environment_id",
           .wire = "environmentID",
           .collects = Collects::Account,
           .documentation = "Id of the environment."},
          metric_filter_regex(),
      })};
}

}  // namespace waveform::provider::services
