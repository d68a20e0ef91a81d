// A state in the format of Terraform's `show -json`, format 1.0: docs/plan-json.md.
#pragma once

#include <string>
#include <vector>

#include "base/value.h"
#include "planner/report/report.h"

namespace waveform::render {

// One document with `after` of each resource (planner::state_views) and the outputs. A secret is the
// string "(sensitive value)", an external id "(external id)".
std::string state_json(const std::vector<planner::ResourceView>& resources, const base::Value::Map& outputs,
                       int indent = 2);

// Outputs as Terraform's `output -json`.
std::string outputs_json(const base::Value::Map& outputs, int indent = 2);

}  // namespace waveform::render
