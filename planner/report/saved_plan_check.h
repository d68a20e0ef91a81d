// Whether a saved plan is still valid, and which of its changes to apply. Pure.
//
// `fresh` is always a new report from the current files, options, state and variables of the saved plan.
#pragma once

#include "base/result.h"
#include "planner/plan/input.h"
#include "planner/report/plan_file.h"
#include "planner/report/report.h"
#include "state/snapshot.h"

namespace waveform::planner {

// The time when this plan was completed, if nothing else has changed the state since; else 0.
std::int64_t applied_epoch_millis(const SavedPlan& saved, const state::Snapshot& snapshot);

// The state is the one of the plan, or only this plan's own runs have changed it since. ERRORS: Conflict,
// with the difference.
base::Result<void> check_state(const SavedPlan& saved, const state::Snapshot& snapshot);

// The manifest files are the same. ERRORS: Conflict, with their names.
base::Result<void> check_files(const Origin& saved, const Origin& fresh);

// The manifest has the same values and secrets for every resource, except changes of the plan's own
// interrupted run. ERRORS: Conflict, with the difference.
base::Result<void> check_wanted(const SavedPlan& saved, const Report& fresh, const state::Snapshot& snapshot,
                                const provider::Catalog& catalog);

// The remaining changes of the saved plan. A change that was not begun keeps the values that the plan saw, so
// that a later edit fails it. A begun change whose resource is as the plan or its run left it is continued or
// complete; any other keeps the values that the plan saw. Other changes of the service are not touched.
// `input`: of `fresh`.
Plan remaining_plan(const SavedPlan& saved, const Plan& fresh, const PlanInput& input);

}  // namespace waveform::planner
