// Terraform's commands that waveform does not have, and what to do instead.
#pragma once

#include <string>

namespace waveform::cmd {

// For "init" or "state pull"; "" for any other word.
std::string instead_of(const std::string& command);

}  // namespace waveform::cmd
