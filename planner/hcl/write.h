// Writes values in the native syntax.
#pragma once

#include <string>
#include <string_view>

#include "base/value.h"

namespace waveform::hcl {

// In double quotes; parses to the same string. REQUIRES: UTF-8.
std::string write_string(std::string_view text);

// Maps and lists longer than a line become several lines, the first one after `indent` spaces. REQUIRES:
// wholly known, no marks.
std::string write_value(const base::Value& value, int indent);

}  // namespace waveform::hcl
