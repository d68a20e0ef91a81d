// Plan, ask, carry out, sum up: apply and destroy.
#pragma once

#include "cmd/session.h"

namespace waveform::cmd {

int plan_and_apply(Session& session, bool destroy);

}  // namespace waveform::cmd
