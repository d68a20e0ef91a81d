// What must not be shown, as far as it is known before the first call is made: for the log of calls, and for
// what the service says.
#pragma once

#include <functional>
#include <string>

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

// Cuts what the manifest hides out of a text of the service, whose errors may repeat a credential that they
// refuse. The workspace outlives it; it is looked at when the first text comes.
std::function<std::string(const std::string& text)> secrets_cutter(const Workspace& workspace);

}  // namespace waveform::cmd
