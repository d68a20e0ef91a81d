// Sources of variable values: environment, files of the directory, flags, prompts.
#pragma once

#include <string>
#include <vector>

#include "cmd/session.h"
#include "planner/config/variable_inputs.h"

namespace waveform::cmd {

// In Terraform's order, later ones winning: TF_VAR_*, WAVEFORM_VAR_*, the automatic files of this directory,
// and -var and -var-file in order. Prompts for missing values when possible.
planner::VariableInputs variable_inputs(Session& session);

// The automatic variable files among the names in a directory, in their order: Terraform's first, and of each
// tool the one with the fixed name before the others.
std::vector<std::string> automatic_files(std::vector<std::string> names);

}  // namespace waveform::cmd
