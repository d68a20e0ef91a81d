// The operator ==.
#pragma once

#include <optional>

#include "planner/hcl/typed.h"

namespace waveform::hcl {

// Values of different types are not equal, except nulls. Empty: the result depends on unknown values.
std::optional<bool> equal(const Typed& a, const Typed& b);

}  // namespace waveform::hcl
