// precondition and postcondition: what a manifest demands of its own values.
#pragma once

#include "base/diag.h"
#include "planner/config.h"
#include "planner/hcl/evaluate.h"

namespace waveform::planner {

// Every condition that does not hold is an error at its place, with its message. One that is not known yet is
// left alone: it is looked at again when it is.
void check_conditions(const std::vector<Condition>& conditions, const hcl::Scope& scope, base::Diags& diags);

}  // namespace waveform::planner
