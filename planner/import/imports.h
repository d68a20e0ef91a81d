// Imports from blocks and from the import command. Pure.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/address.h"
#include "base/diag.h"
#include "planner/eval/instances.h"
#include "planner/live/inventory.h"
#include "state/snapshot.h"

namespace waveform::planner {

struct Import {
  base::Address to;
  std::string id;     // "": by name
  std::string name;   // "": by id
  base::Range range;  // of the block; empty: from the command line
};

// The evaluated import blocks: they can only refer to variables, locals and, with for_each, each. Errors: a
// value that is not a string, or unknown (with UnknownKeys::Error); an instance that does not exist.
std::vector<Import> evaluate_imports(const Config& config, const Resources& resources,
                                     const ModuleScope& scope, UnknownKeys on_unknown, base::Diags& diags);

// The ids that a refresh must read in addition to the state.
RequestedIds requested_ids(const std::vector<Import>& imports, const provider::Catalog& catalog,
                           const state::Snapshot& snapshot);

// Ids by target address, empty after an error; without those already managed there, with a name even after a
// rename. Errors: an address that is not in the manifest or is taken, an id that does not exist or belongs to
// another address or service, a name that does not exist or is not unique. REQUIRES: `live` was refreshed
// with requested_ids(`imports`).
std::map<base::Address, std::optional<std::string>> resolve_imports(const std::vector<Import>& imports,
                                                                    const Resources& resources,
                                                                    const state::Snapshot& snapshot,
                                                                    const Inventory& live,
                                                                    base::Diags& diags);

// At least one of them is not in the state yet.
bool any_pending(const std::vector<Import>& imports, const state::Snapshot& snapshot);

}  // namespace waveform::planner
