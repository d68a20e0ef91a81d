// Whether a saved plan still holds, and what of it is to be carried out. Pure.
//
// `fresh` is always a report that was made just now, of what the saved plan was made of: the same files,
// options, state and variables, as far as they are still the same.
#pragma once

#include "base/result.h"
#include "planner/plan/input.h"
#include "planner/report/plan_file.h"
#include "planner/report/report.h"
#include "state/snapshot.h"

namespace waveform::planner {

// When all of this plan was done already, and nothing else changed the state since; 0: it was not.
std::int64_t applied_epoch_millis(const SavedPlan& saved, const state::Snapshot& snapshot);

// The state is the one that the plan was made of, or nothing but this plan's own runs has changed it since.
// ERRORS: Conflict, with what moved.
base::Result<void> check_state(const SavedPlan& saved, const state::Snapshot& snapshot);

// The manifest files are the same. ERRORS: Conflict, with their names.
base::Result<void> check_files(const Origin& saved, const Origin& fresh);

// The manifest wants the same of every resource: the same values, and the same verdicts on what is secret.
// What its own run has done before it was cut off is the same by now. ERRORS: Conflict, with what differs.
base::Result<void> check_wanted(const SavedPlan& saved, const Report& fresh, const state::Snapshot& snapshot,
                                const provider::Catalog& catalog);

// What the saved plan says, as far as it is not done yet. A change that none of its runs began keeps what the
// plan saw, so that an edit since then fails it. One that was begun and is as the plan saw it, or as its run
// left it, is finished or done; any other keeps what the plan saw, too. What the service changed otherwise is
// left alone. `input`: of `fresh`.
Plan remaining_plan(const SavedPlan& saved, const Plan& fresh, const PlanInput& input);

}  // namespace waveform::planner
