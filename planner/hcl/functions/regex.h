// Regular expressions. Private to planner/hcl/functions.
#pragma once

#include <string>

#include "planner/hcl/function.h"

namespace waveform::hcl {

// Replaces every match of the pattern; $1, ${1}, $name and ${name} in the replacement are groups, $$ is a
// dollar.
Called replace_matches(const std::string& text, const std::string& pattern, const std::string& replacement);

}  // namespace waveform::hcl
