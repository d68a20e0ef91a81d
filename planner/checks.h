// What speaks against making an integration. Pure.
#pragma once

#include "planner/planner.h"

namespace waveform::planner {

// Before a create: an external id that is missing, a lookalike that nobody manages (with its import line).
void check_create(const PlanInput& input, const PlanOptions& options, const base::Address& address,
                  const ResourceBlock& block, const base::Value::Map& desired, base::Diags& diags);

// Creates whose answer was lost in an earlier run and that settle() could not settle: an error for each, with
// what may be it and the commands that decide.
void check_doubts(const PlanInput& input, base::Diags& diags);

}  // namespace waveform::planner
