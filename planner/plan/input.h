// The input of a plan.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "base/address.h"
#include "planner/config/config.h"
#include "planner/eval/instances.h"
#include "planner/live/inventory.h"
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

}  // namespace waveform::planner
