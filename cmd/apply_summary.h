// The output before and after an apply: the plan and its result, as text or as events.
#pragma once

#include "cmd/planning.h"
#include "cmd/session.h"
#include "planner/apply/apply_result.h"

namespace waveform::cmd {

void show_plan(Session& session, const planner::Plan& plan);

// Prints what was changed, what failed, what was not tried, and how to continue. Returns the exit code.
int sum_up(Session& session, const Planned& planned, const planner::ApplyResult& result, bool is_saved);

}  // namespace waveform::cmd
