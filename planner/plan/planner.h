// Makes a plan of manifest, state and service. Pure.
#pragma once

#include "base/diag.h"
#include "planner/eval/scope.h"
#include "planner/plan/input.h"
#include "planner/plan/plan.h"

namespace waveform::planner {

// The plan is valid only without errors in `diags`. Sets the future value of every resource in `scope`.
Plan make_plan(const PlanInput& input, const PlanOptions& options, ModuleScope& scope, base::Diags& diags);

}  // namespace waveform::planner
