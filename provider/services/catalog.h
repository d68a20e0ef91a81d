// The tables of all services, combined.
#pragma once

#include "provider/schema.h"

namespace waveform::provider::services {

const Catalog& catalog();

// For the tables:
std::vector<Attribute> common_attributes();  // what every integration has

// A type wavefront_cloud_integration_SUFFIX: the common attributes and its own, whose wire paths are relative
// to `object`.
ResourceType integration(const std::string& suffix, const std::string& service, const std::string& object,
                         const std::string& title, std::vector<Attribute> own);

// A required secret that no placeholder keeps.
Attribute unkept_secret(const char* name, const char* wire, const char* documentation);

Attribute metric_filter_regex();

}  // namespace waveform::provider::services
