// A value as people read it.
#pragma once

#include <string>

#include "base/value.h"

namespace waveform::base {

// A value on one line: JSON-like, hostile characters escaped, "(sensitive value)", "(external id)" and
// "(known after apply)" in the place of what is not shown.
std::string value_text(const base::Value& value);

}  // namespace waveform::base
