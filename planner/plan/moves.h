// moved and removed blocks on what the state remembers. Pure.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/address.h"
#include "base/diag.h"
#include "planner/eval/instances.h"
#include "state/snapshot.h"

namespace waveform::planner {

// Errors: what is moved away or removed is still in the manifest; moved blocks that contradict each other or
// go round in a circle.
void check_moves(const Config& config, const Resources& resources, base::Diags& diags);

// Gives what is managed the addresses that the manifest's moved blocks say: also through several blocks in a
// row, of all instances of a block, and, without any block, between TYPE.NAME and TYPE.NAME[0] when count
// comes or goes. What has moved before stays. Answers the former address by the new one.
// A warning: the new address is taken, so that nothing moves. REQUIRES: check_moves found no error.
std::map<base::Address, base::Address> apply_moves(const Config& config, state::Snapshot& snapshot,
                                                   base::Diags& diags);

// The removed block that an address of the state falls under, or null.
const RemovedBlock* find_removed(const Config& config, const base::Address& address);

}  // namespace waveform::planner
