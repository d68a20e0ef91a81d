// What comes under management without being made: import blocks, and what the import command was given. Pure.
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
  base::Range range;  // of the block; none: it was asked for on the command line
};

// The import blocks, with their texts evaluated: they can refer to variables and locals only, and with
// for_each to each. Errors: what is no text, or not known (with UnknownKeys::Error); an instance that its
// block does not make.
std::vector<Import> evaluate_imports(const Config& config, const Resources& resources,
                                     const ModuleScope& scope, UnknownKeys on_unknown, base::Diags& diags);

// What a refresh has to ask for beside the state.
Asked asked_by(const std::vector<Import>& imports, const provider::Catalog& catalog,
               const state::Snapshot& snapshot);

// Ids by the address that they come to, none where there was an error; those that are managed there already
// are left out, with a name whatever it is called by now. Errors: an address that the manifest does not have
// or that is taken, an id that does not exist, belongs to another address or to another service, a name that
// is not there or not unique. REQUIRES: `live` was refreshed with asked_by(`imports`).
std::map<base::Address, std::optional<std::string>> resolve_imports(const std::vector<Import>& imports,
                                                                    const Resources& resources,
                                                                    const state::Snapshot& snapshot,
                                                                    const Live& live, base::Diags& diags);

// At least one of them is not in the state yet.
bool any_pending(const std::vector<Import>& imports, const state::Snapshot& snapshot);

}  // namespace waveform::planner
