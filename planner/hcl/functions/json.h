// Values as JSON text, as Terraform writes it. Private to planner/hcl/functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "planner/hcl/typed.h"

namespace waveform::hcl {

// One line without spaces; names in byte order; <, > and & escaped. Empty when longer than kLongestText.
// REQUIRES: wholly known.
std::optional<std::string> json_text(const base::Value& value);

}  // namespace waveform::hcl
