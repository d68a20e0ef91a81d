// Whether a saved plan still holds, and what of it is to be carried out. Pure.
//
// `fresh` is always a report that was made just now, of what the saved plan was made of: the same files,
// options, state and variables, as far as they are still the same.
#pragma once

#include "base/result.h"
#include "planner/plan_file.h"
#include "planner/report.h"
#include "state/snapshot.h"

namespace waveform::planner {

// The state is the one that the plan was made of; or the left-over journal is of this very plan. ERRORS:
// Conflict, with what moved.
base::Result<void> check_state(const SavedPlan& saved, const state::Snapshot& snapshot);

// The manifest files are the same. ERRORS: Conflict, with their names.
base::Result<void> check_files(const Origin& saved, const Origin& fresh);

// The manifest wants the same of every resource: the same values, and the same verdicts on what is secret.
// What its own run has done before it was cut off is the same by now. ERRORS: Conflict, with what differs.
base::Result<void> check_wanted(const SavedPlan& saved, const Report& fresh, const state::Snapshot& snapshot);

// What the saved plan says, as far as it is not done yet; what the service changed since is left alone. Of a
// run that was cut off, only what is still to be done.
Plan remaining_plan(const SavedPlan& saved, const Plan& fresh, const state::Snapshot& snapshot);

}  // namespace waveform::planner
