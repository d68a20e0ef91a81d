// Regular expressions. Private to planner/hcl/functions.
#pragma once

#include <string>

#include "planner/hcl/function.h"

namespace waveform::hcl {

// Every match of the pattern replaced; $1, ${1}, $name and ${name} in the replacement stand for what a group
// matched, $$ for a dollar.
Called replace_matches(const std::string& text, const std::string& pattern, const std::string& replacement);

}  // namespace waveform::hcl
