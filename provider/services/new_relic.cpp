// New Relic. No placeholder for its key is documented. Its metric filters are a list of objects, which no
// attribute can be yet: they stay as the service has them.
#include "provider/services/catalog.h"

namespace waveform::provider::services {

ResourceType new_relic() {
  auto type =
      integration("newrelic", "NEWRELIC", "newRelic", "New Relic",
                  {
                      {.name = "api_key",
                       .wire = "apiKey",
                       .required = true,
                       .secret = true,
                       .resend = true,
                       .documentation = "New Relic's REST API key."},
                      {.name = "app_filter_regex",
                       .wire = "appFilterRegex",
                       .documentation = "Java regular expression that an application's name must match."},
                      {.name = "host_filter_regex",
                       .wire = "hostFilterRegex",
                       .documentation = "Java regular expression that a host's name must match."},
                  });
  type.later = {{"metric_filter", "newRelic.newRelicMetricFilters"}};
  return type;
}

}  // namespace waveform::provider::services
