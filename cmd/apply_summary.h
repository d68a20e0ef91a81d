// What is said before and after an apply: the plan, and what has become of it. As text, or as events.
#pragma once

#include "cmd/planning.h"
#include "cmd/session.h"
#include "planner/apply/apply_result.h"

namespace waveform::cmd {

void show_plan(Session& session, const planner::Plan& plan);

// Says what was done, what failed, what was not tried, and how to go on. Answers the exit code.
int sum_up(Session& session, const Planned& planned, const planner::ApplyResult& result, bool is_saved);

}  // namespace waveform::cmd
