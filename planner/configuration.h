// A manifest in the shape of `configuration` in Terraform's plan JSON: docs/plan-json.md. Pure.
#pragma once

#include "base/value.h"
#include "planner/config.h"
#include "planner/scope.h"

namespace waveform::planner {

// Constants by value, everything else by what it refers to. What is secret or derives from something
// sensitive is a null marked Sensitive.
base::Value configuration(const Config& config, const ModuleScope& scope);

}  // namespace waveform::planner
