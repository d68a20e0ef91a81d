// Manifest, state and service to a plan. Pure: no I/O, no clock.
#pragma once

#include "base/diag.h"
#include "planner/config.h"
#include "planner/instances.h"
#include "planner/live.h"
#include "planner/plan.h"
#include "planner/scope.h"
#include "provider/schema.h"
#include "state/snapshot.h"

namespace waveform::planner {

struct PlanInput {
  const Config& config;
  const Resources& resources;  // of the config
  const provider::Catalog& catalog;
  const state::Snapshot& snapshot;
  const Live& live;
  const Unmanaged& unmanaged;                         // of the live ones
  std::map<base::Address, std::string> imports = {};  // resolve_imports
  std::map<base::Address, base::Address> moves = {};  // apply_moves, which the snapshot has behind it
};

// What keeps resources from being planned (a lookalike that is not managed, a create in doubt, a missing
// external id, prevent_destroy) is an error in `diags`; the plan is of use only when there is none. `scope`
// ends with the value of every resource as it will be.
Plan make_plan(const PlanInput& input, const PlanOptions& options, ModuleScope& scope, base::Diags& diags);

// The outputs of a manifest, null ones left out. Ones that are sensitive without saying so are errors, and so
// are conditions of variables and outputs that do not hold.
base::Value::Map evaluate_outputs(const Config& config, const ModuleScope& scope, base::Diags& diags);

}  // namespace waveform::planner
