// Applies moved and removed blocks to the state. Pure.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/address.h"
#include "base/diag.h"
#include "planner/eval/instances.h"
#include "state/snapshot.h"

namespace waveform::planner {

// Errors: a moved or removed resource is still in the manifest; moved blocks contradict each other or are in
// a cycle.
void check_moves(const Config& config, const Resources& resources, base::Diags& diags);

// Changes addresses in the state as the moved blocks say, also by chains of blocks and for all instances of a
// block; without a block, between TYPE.NAME and TYPE.NAME[0] when `count` is added or removed. Returns the
// former addresses by the new ones. A warning: the new address is taken. REQUIRES: check_moves: no errors.
std::map<base::Address, base::Address> apply_moves(const Config& config, state::Snapshot& snapshot,
                                                   base::Diags& diags);

// The removed block that covers an address of the state, or null.
const RemovedBlock* find_removed(const Config& config, const base::Address& address);

}  // namespace waveform::planner
