// Terraform's commands that waveform does not have: what there is to do instead.
#pragma once

#include <string>

namespace waveform::cmd {

// For "init" or "state pull"; "" for a word that is not Terraform's.
std::string instead_of(const std::string& command);

}  // namespace waveform::cmd
