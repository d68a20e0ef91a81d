// Plan, ask, carry out, sum up: apply, destroy and import.
#pragma once

#include "cmd/planning.h"

namespace waveform::cmd {

int plan_and_apply(Session& session, PlanArguments arguments);
// Carries out the saved plan that the command line names.
int apply_saved(Session& session);

}  // namespace waveform::cmd
