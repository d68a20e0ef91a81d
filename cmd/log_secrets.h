// Teaches the log of calls what it must not show, before the first call is made.
#pragma once

#include "base/environment.h"
#include "cmd/call_log.h"
#include "cmd/workspace.h"
#include "state/snapshot.h"

namespace waveform::cmd {

// Values of sensitive variables, and all that the manifest makes of them and marks, as far as it is known.
void learn_secrets(CallLog& log, const Workspace& workspace);
// Attributes that the state holds as digests, and external ids.
void learn_secrets(CallLog& log, const provider::Catalog& catalog, const state::Snapshot& snapshot);
// The log-on at a proxy: of http_proxy in the provider block, or "", and of the environment.
void learn_secrets(CallLog& log, const std::string& proxy, const base::Environment& environment);

}  // namespace waveform::cmd
