// Manifest, state and service to a plan. Pure: no I/O, no clock.
#pragma once

#include "base/diag.h"
#include "planner/eval/scope.h"
#include "planner/plan/input.h"
#include "planner/plan/plan.h"

namespace waveform::planner {

// What keeps resources from being planned (a lookalike that is not managed, a create in doubt, a missing
// external id, prevent_destroy) is an error in `diags`; the plan is of use only when there is none. `scope`
// ends with the value of every resource as it will be.
Plan make_plan(const PlanInput& input, const PlanOptions& options, ModuleScope& scope, base::Diags& diags);

}  // namespace waveform::planner
