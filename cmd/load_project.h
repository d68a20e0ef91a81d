// Loads the manifest of a command.
#pragma once

#include <string>
#include <vector>

#include "base/diag.h"
#include "cmd/project.h"
#include "cmd/session.h"
#include "planner/run.h"

namespace waveform::cmd {

// The files that the manifest of this directory may read. `added`: roots in addition to -file-root. Adds
// errors of these to `diags`.
planner::FileRoots file_roots(Session& session, base::Diags& diags,
                              const std::vector<std::string>& added = {});

// Loads the manifest that the arguments name; files of the request take precedence, its
// values of variables have the lowest. `added_roots`: in
// addition to -file-root. The session hides its credentials from now on. Errors are in `diags`.
Project load(Session& session, planner::LoadRequest request, base::Diags& diags,
             const std::vector<std::string>& added_roots = {});

}  // namespace waveform::cmd
