// Values as the native syntax writes them.
#pragma once

#include <string>
#include <string_view>

#include "base/value.h"

namespace waveform::hcl {

// In double quotes; read again it is the same text, whatever is in it. REQUIRES: UTF-8.
std::string write_string(std::string_view text);

// Lists of more than one line's length and maps over several lines, whose first stands after `indent` spaces.
// REQUIRES: wholly known, no marks.
std::string write_value(const base::Value& value, int indent);

}  // namespace waveform::hcl
