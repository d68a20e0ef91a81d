// Checks before creates. Pure.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "planner/plan/input.h"
#include "planner/plan/plan.h"

namespace waveform::planner {

// Errors: a missing external id; an unmanaged integration of the same service and name.
void check_create(const PlanInput& input, const PlanOptions& options, const base::Address& address,
                  const ResourceBlock& block, const base::Value::Map& desired, base::Diags& diags);

// Warnings: integrations that get an external id of the same plan, which no trust policy has yet (if they
// exist already, also a note of their change); imports without their external id.
void check_external_ids(Plan& plan, const PlanInput& input, base::Diags& diags);

// Creates of earlier runs that are still in doubt: a warning for each, with candidates and commands that
// decide.
std::set<base::Address> check_doubts(const PlanInput& input, base::Diags& diags);

// The commands that decide a create in doubt. `ids`: candidates; `wanted`: its block is in the manifest.
std::string ways_to_decide(const base::Address& address, const std::vector<std::string>& ids, bool wanted);

}  // namespace waveform::planner
