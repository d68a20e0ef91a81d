// A manifest in the shape of `configuration` in Terraform's plan JSON: docs/plan-json.md. Pure.
#pragma once

#include <set>
#include <string>

#include "base/value.h"
#include "planner/config/config.h"
#include "planner/eval/scope.h"

namespace waveform::planner {

// Constants by value, everything else by what it refers to. What is secret or derives from something
// sensitive is a null marked Sensitive, an external id one marked Masked.
base::Value configuration(const Config& config, const ModuleScope& scope);

// The variables whose values are not shown: those that are sensitive, and those that secret attributes and
// imported external ids are made of, through locals too.
std::set<std::string> hidden_variables(const Config& config, const References& references);

}  // namespace waveform::planner
