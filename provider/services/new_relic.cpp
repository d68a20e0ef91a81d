// New Relic. No placeholder for its key is documented.
#include "provider/services/catalog.h"

namespace waveform::provider::services {

std::vector<ResourceType> new_relic() {
  return {
      integration("newrelic", "NEWRELIC", "newRelic", "New Relic",
                  {
                      unkept_secret("api_key", "apiKey", "New Relic's REST API key."),
                      {.name = "app_filter_regex",
                       .wire = "appFilterRegex",
                       .meaning = Meaning::JavaRegex,
                       .documentation = "Java regular expression that an application's name must match."},
                      {.name = "host_filter_regex",
                       .wire = "hostFilterRegex",
                       .meaning = Meaning::JavaRegex,
                       .documentation = "Java regular expression that a host's name must match."},
                      {.name = "metric_filter",
                       .wire = "newRelicMetricFilters",
                       .type = Type::ObjectList,
                       .members = {{"app_name", "appName", Meaning::Any, "Name of the application."},
                                   {"metric_filter_regex", "metricFilterRegex", Meaning::JavaRegex,
                                    "Java regular expression that the names of its metrics must match."}},
                       .documentation = "Filters for the metrics of single applications; one block each."},
                  })};
}

}  // namespace waveform::provider::services
