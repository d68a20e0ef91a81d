// Objects that people write by hand: what they hold, and what they may not.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/value.h"

namespace waveform::provider::simulator {

// What is wrong with an object that may have these members; "" when nothing is. Names the member and the
// nearest of `known`.
std::string find_stray(const base::Value& object, const std::vector<std::string>& known);

// `Did you mean "x"? `, with a space behind, or "".
std::string guess(std::string_view word, const std::vector<std::string>& known);

}  // namespace waveform::provider::simulator
