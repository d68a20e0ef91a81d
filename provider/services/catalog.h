// The tables of all services, put together.
#pragma once

#include "provider/schema.h"

namespace waveform::provider::services {

const Catalog& catalog();

// The parts, one a group.
std::vector<Attribute> common_attributes();  // what every integration has
std::vector<ResourceType> aws();             // CloudWatch, CloudTrail, EC2
ResourceType aws_external_id();

}  // namespace waveform::provider::services
