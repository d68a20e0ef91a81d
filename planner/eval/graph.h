// Which resource block needs which, and an order in which none comes before what it needs.
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
  std::vector<base::Address> order;  // all blocks: each after those that it needs, else by address
};

// A cycle is an error that names the way round.
Graph build_graph(const Config& config, const References& references, base::Diags& diags);

}  // namespace waveform::planner
