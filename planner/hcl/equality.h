// What == says.
#pragma once

#include <optional>

#include "planner/hcl/typed.h"

namespace waveform::hcl {

// Values of different types are not equal, but nulls of all types are. None: it depends on what is unknown.
std::optional<bool> equal(const Typed& a, const Typed& b);

}  // namespace waveform::hcl
