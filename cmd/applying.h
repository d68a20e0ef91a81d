// Plan, ask for approval, apply, report: the commands apply, destroy and import.
#pragma once

#include "cmd/planning.h"

namespace waveform::cmd {

int plan_and_apply(Session& session, PlanArguments arguments);
// Applies the saved plan named on the command line.
int apply_saved(Session& session);

}  // namespace waveform::cmd
