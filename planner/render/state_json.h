// A state as `show -json` of Terraform writes one, format 1.0: docs/plan-json.md.
#pragma once

#include <string>
#include <vector>

#include "base/value.h"
#include "planner/report/report.h"

namespace waveform::render {

// One document, indented, of what each resource is in `after` (planner::state_views), and of the outputs.
// A secret is the text "(sensitive value)", an external id "(external id)".
std::string state_json(const std::vector<planner::ResourceView>& resources, const base::Value::Map& outputs);

}  // namespace waveform::render
