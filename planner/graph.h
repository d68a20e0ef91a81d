// Which resource needs which, and an order in which none comes before what it needs.
#pragma once

#include <map>
#include <set>
#include <vector>

#include "base/address.h"
#include "base/diag.h"
#include "planner/config.h"

namespace waveform::planner {

struct Graph {
  std::map<base::Address, std::set<base::Address>> needs;  // from references and depends_on
  std::vector<base::Address> order;  // all resources; those that need nothing first, else by address
};

// A cycle is an error that names the way round.
Graph build_graph(const Config& config, base::Diags& diags);

}  // namespace waveform::planner
