// The input of a plan, and the function that makes it.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "base/address.h"
#include "base/diag.h"
#include "planner/config/config.h"
#include "planner/eval/instances.h"
#include "planner/eval/scope.h"
#include "planner/live/inventory.h"
#include "planner/plan/plan.h"
#include "provider/schema.h"
#include "state/snapshot.h"

namespace waveform::planner {

struct PlanInput {
  const Config& config;
  const Resources& resources;  // of the config
  const provider::Catalog& catalog;
  const state::Snapshot& snapshot;
  const Inventory& live;
  const Unmanaged& unmanaged;                                        // of `live`
  std::map<base::Address, std::optional<std::string>> imports = {};  // resolve_imports; nullopt: refused
  std::map<base::Address, base::Address> moves = {};                 // apply_moves: done in the snapshot
};

// planner.cpp. Makes a plan of manifest, state and service. Pure. The plan is valid only without errors in
// `diags`. Sets the future value of every resource in `scope`.
Plan make_plan(const PlanInput& input, const PlanOptions& options, ModuleScope& scope, base::Diags& diags);

}  // namespace waveform::planner
