// Outputs of a manifest, evaluated.
#pragma once

#include "base/diag.h"
#include "base/value.h"
#include "planner/config/config.h"
#include "planner/eval/scope.h"

namespace waveform::planner {

// The outputs of a manifest, without null ones. Sensitive outputs without `sensitive = true` and unmet
// conditions of variables and outputs are errors.
base::Value::Map evaluate_outputs(const Config& config, const ModuleScope& scope, base::Diags& diags);

}  // namespace waveform::planner
