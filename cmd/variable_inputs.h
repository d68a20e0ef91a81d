// Where values of variables come from in a run: environment, files of the folder, flags, and who sits at the
// terminal.
#pragma once

#include <string>
#include <vector>

#include "base/diag.h"
#include "base/source.h"
#include "cmd/session.h"
#include "planner/config/file_root.h"
#include "planner/config/variable_inputs.h"

namespace waveform::cmd {

// In Terraform's order, later ones winning: TF_VAR_*, WAVEFORM_VAR_*, the automatic files of this folder, and
// -var and -var-file as they follow each other. Files are added to `sources`; one that is a link is read
// where `roots` allows that. No person is asked.
planner::VariableInputs read_variable_inputs(Session& session, const planner::FileRoots& roots,
                                             base::Sources& sources, base::Diags& diags);

// Of the names in a folder, those of variable files that are read by themselves, in their order: Terraform's
// first, and of each tool the one with the fixed name before the others.
std::vector<std::string> automatic_files(std::vector<std::string> names);

// Asks at the terminal for the value of a variable; nothing at the end of the input, and after an answer that
// was refused, which is an error in `diags`.
std::optional<std::string> ask_for_value(Session& session, const std::string& name,
                                         const planner::Variable& variable, base::Diags& diags);

}  // namespace waveform::cmd
