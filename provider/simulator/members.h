// Validation of hand-written JSON objects.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/value.h"

namespace waveform::provider::simulator {

// The error in an object that may have these members; "" if there is none. Names the member and the most
// similar of `known`.
std::string find_stray(const base::Value& object, const std::vector<std::string>& known);

// `Did you mean "x"? ` with a trailing space, or "".
std::string guess(std::string_view word, const std::vector<std::string>& known);

}  // namespace waveform::provider::simulator
