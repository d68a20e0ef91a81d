// Outputs of a manifest, evaluated.
#pragma once

#include "base/diag.h"
#include "base/value.h"
#include "planner/config/config.h"
#include "planner/eval/scope.h"

namespace waveform::planner {

// The outputs of a manifest, null ones left out. Ones that are sensitive without saying so are errors, and so
// are conditions of variables and outputs that do not hold.
base::Value::Map evaluate_outputs(const Config& config, const ModuleScope& scope, base::Diags& diags);

}  // namespace waveform::planner
