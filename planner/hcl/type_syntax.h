// Parses type constraints.
#pragma once

#include "base/diag.h"
#include "planner/hcl/expr.h"
#include "planner/hcl/type.h"

namespace waveform::hcl {

// string, list(number), object({ a = string, b = optional(bool, true) }); list, set and map alone hold any.
Type parse_type(const Expr& expr, base::Diags& diags);

}  // namespace waveform::hcl
