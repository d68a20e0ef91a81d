// The tables of all services, combined.
#pragma once

#include "provider/schema.h"

namespace waveform::provider::services {

const Catalog& catalog();

// The parts, one per group.
std::vector<Attribute> common_attributes();  // what every integration has
std::vector<ResourceType> aws();             // CloudWatch, CloudTrail, EC2
std::vector<ResourceType> gcp();             // GCP, GCP billing
std::vector<ResourceType> azure();           // Azure, Azure activity log
ResourceType new_relic();
ResourceType app_dynamics();
ResourceType vrops();
ResourceType snowflake();
ResourceType dynatrace();
ResourceType aws_external_id();

// A type wavefront_cloud_integration_SUFFIX: the common attributes and its own, whose wire paths are relative
// to `object`.
ResourceType integration(const std::string& suffix, const std::string& service, const std::string& object,
                         const std::string& title, std::vector<Attribute> own);

// Shared by several services.
Attribute metric_filter_regex();

}  // namespace waveform::provider::services
