// Values in readable form.
#pragma once

#include <string>

#include "base/value.h"

namespace waveform::base {

// A value on one line: JSON-like, special characters escaped, hidden values as "(sensitive value)",
// "(external id)" or "(known after apply)".
std::string value_text(const base::Value& value);

}  // namespace waveform::base
