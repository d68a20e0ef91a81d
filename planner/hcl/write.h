// Writes values in the native syntax.
#pragma once

#include <string>

#include "base/value.h"

namespace waveform::hcl {

// Maps and lists longer than a line become several lines, the first one after `indent` spaces. REQUIRES:
// wholly known, no marks.
std::string write_value(const base::Value& value, int indent);

}  // namespace waveform::hcl
