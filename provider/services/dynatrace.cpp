// Dynatrace. No placeholder for its token is documented.
#include "provider/services/catalog.h"

namespace waveform::provider::services {

ResourceType dynatrace() {
  return integration("dynatrace", "DYNATRACE", "dynatrace", "Dynatrace",
                     {
                         {.name = "dynatrace_api_token",
                          .wire = "dynatraceAPIToken",
                          .required = true,
                          .secret = true,
                          .resend = true,
                          .documentation = "API token of the environment."},
                         {.name = "environment_id",
                          .wire = "environmentID",
                          .account = true,
                          .documentation = "Id of the environment."},
                         metric_filter_regex(),
                     });
}

}  // namespace waveform::provider::services
