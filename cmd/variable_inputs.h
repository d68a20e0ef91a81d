// Where values of variables come from in a run: environment, files of the folder, flags, and who sits at the
// terminal.
#pragma once

#include <string>
#include <vector>

#include "base/diag.h"
#include "cmd/session.h"
#include "planner/config/variable_inputs.h"

namespace waveform::cmd {

// In Terraform's order, later ones winning: TF_VAR_*, WAVEFORM_VAR_*, the automatic files of this directory,
// and -var and -var-file as they follow each other. A person is asked where one is there.
planner::VariableInputs variable_inputs(Session& session, base::Diags& diags);

// Of the names in a folder, those of variable files that are read by themselves, in their order: Terraform's
// first, and of each tool the one with the fixed name before the others.
std::vector<std::string> automatic_files(std::vector<std::string> names);

}  // namespace waveform::cmd
