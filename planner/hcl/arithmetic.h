// The operators +, -, *, / and % for numbers. Private to planner/hcl.
#pragma once

#include <optional>

#include "base/value.h"
#include "planner/hcl/binary_op.h"

namespace waveform::hcl {

// Of whole numbers exactly. Of decimals with at most 15 digits as they are written, so that 0.1 + 0.2 is 0.3,
// otherwise as doubles. Empty when it is out of range. x % 0 is x. REQUIRES: numbers, no division by zero.
std::optional<base::Value> arithmetic(BinaryOp op, const base::Value& a, const base::Value& b);

}  // namespace waveform::hcl
