// The dependencies of resource blocks, in topological order.
#pragma once

#include <set>
#include <unordered_map>
#include <vector>

#include "base/address.h"
#include "base/diag.h"
#include "planner/config/config.h"
#include "planner/eval/references.h"

namespace waveform::planner {

struct Graph {
  std::unordered_map<base::Address, std::set<base::Address>>
      needs;                         // of every block: from references and depends_on
  std::vector<base::Address> order;  // all blocks: each after its dependencies, else by address
};

// A cycle is an error that names its blocks.
Graph build_graph(const Config& config, const References& references, base::Diags& diags);

}  // namespace waveform::planner
