#include "provider/services/catalog.h"

namespace waveform::provider::services {

// One a file, in the order of the documentation: a new table stands in both lines.
std::vector<ResourceType> aws(), gcp(), azure(), new_relic(), app_dynamics(), vrops(), snowflake(),
    dynatrace(), aws_external_id();
constexpr auto kTables = {aws,   gcp,       azure,     new_relic,      app_dynamics,
                          vrops, snowflake, dynatrace, aws_external_id};

const Catalog& catalog() {
  static const Catalog all = [] {
    Catalog made;
    for (const auto table : kTables) {
      for (auto& type : table()) made.types.push_back(std::move(type));
    }
    return made;
  }();
  return all;
}

}  // namespace waveform::provider::services
