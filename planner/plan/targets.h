// -target and -replace. Pure.
#pragma once

#include <set>

#include "planner/plan/input.h"
#include "planner/plan/plan.h"

namespace waveform::planner {

// All addresses; with -target, the targets with their dependencies and, of deletes, their dependents; in an
// import run, the imports.
std::set<base::Address> covered_addresses(const PlanInput& input, const PlanOptions& options,
                                          base::Diags& diags);

// Removes the undecided and their dependents.
void leave_out(const std::set<base::Address>& undecided, const PlanInput& input,
               std::set<base::Address>& covered);

// Errors: -replace of a resource that is not managed or not covered.
void check_replace(const PlanInput& input, const PlanOptions& options, const std::set<base::Address>& covered,
                   base::Diags& diags);

// Errors: moved resources that are not covered.
void check_targets_of_moves(const PlanInput& input, const std::set<base::Address>& covered,
                            base::Diags& diags);

}  // namespace waveform::planner
