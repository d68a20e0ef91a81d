// What -target and -replace name. Pure.
#pragma once

#include <set>

#include "planner/plan/input.h"
#include "planner/plan/plan.h"

namespace waveform::planner {

// What the plan is about: everything; with -target, the targets and what they need, and of what is to be
// deleted also what needs it; of an import run what is imported.
std::set<base::Address> covered_addresses(const PlanInput& input, const PlanOptions& options,
                                          base::Diags& diags);

// Takes out what nobody but a person can decide, and what needs it; everything else goes on.
void leave_out(const std::set<base::Address>& undecided, const PlanInput& input,
               std::set<base::Address>& covered);

// What is to be made anew has to be there.
void check_replace(const PlanInput& input, const PlanOptions& options, const std::set<base::Address>& covered,
                   base::Diags& diags);

// A part of what is moved would be left where it was.
void check_targets_of_moves(const PlanInput& input, const std::set<base::Address>& covered,
                            base::Diags& diags);

}  // namespace waveform::planner
