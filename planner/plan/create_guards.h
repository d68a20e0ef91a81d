// What speaks against making an integration. Pure.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "planner/plan/input.h"
#include "planner/plan/plan.h"

namespace waveform::planner {

// Before a create: an external id that is missing, a lookalike that nobody manages (with its import line).
void check_create(const PlanInput& input, const PlanOptions& options, const base::Address& address,
                  const ResourceBlock& block, const base::Value::Map& desired, base::Diags& diags);

// Warns of integrations that get an external id which the same plan creates, so that no trust policy has it
// yet, and of imports that leave their external id out. One that exists and gets a new one has a note in its
// change, too.
void check_external_ids(Plan& plan, const PlanInput& input, base::Diags& diags);

// Creates whose answer was lost in an earlier run and that resolve_lost_calls() could not settle: a warning
// for each, with what may be it and the commands that decide.
std::set<base::Address> check_doubts(const PlanInput& input, base::Diags& diags);

// The commands that decide which of these a create in doubt is. `wanted`: its block is in the manifest.
std::string ways_to_decide(const base::Address& address, const std::vector<std::string>& ids, bool wanted);

}  // namespace waveform::planner
