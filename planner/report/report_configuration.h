// A manifest in the shape of `configuration` in Terraform's plan JSON: docs/plan-json.md. Pure.
#pragma once

#include <set>
#include <string>

#include "base/value.h"
#include "planner/config/config.h"
#include "planner/eval/scope.h"

namespace waveform::planner {

// Constants by value, other expressions by their references. Secrets and values derived from sensitive ones
// are nulls marked Sensitive, external ids nulls marked Masked.
base::Value configuration(const Config& config, const ModuleScope& scope);

// The variables whose values are hidden: sensitive ones, and those that secret attributes and imported
// external ids refer to, including through locals.
std::set<std::string> hidden_variables(const Config& config, const References& references);

}  // namespace waveform::planner
