// From the arguments of a command to its manifest.
#pragma once

#include <string>
#include <vector>

#include "base/diag.h"
#include "cmd/project.h"
#include "cmd/session.h"
#include "planner/run.h"

namespace waveform::cmd {

// Which files the manifest of this directory may read. `added`: roots beside those of -file-root. What is
// wrong with these is in `diags`.
planner::FileRoots file_roots(Session& session, base::Diags& diags,
                              const std::vector<std::string>& added = {});

// Loads the manifest that the arguments name; files of the request go before theirs. `added_roots`: beside
// those of -file-root. From now on the session
// shows none of the credentials. All faults are in `diags`.
Project load(Session& session, planner::LoadRequest request, base::Diags& diags,
             const std::vector<std::string>& added_roots = {});

}  // namespace waveform::cmd
