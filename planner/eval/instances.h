// Expands resource blocks to instances with for_each and count. Pure.
#pragma once

#include <map>
#include <set>
#include <vector>

#include "base/address.h"
#include "base/diag.h"
#include "planner/config/config.h"
#include "planner/eval/graph.h"
#include "planner/eval/instance.h"
#include "planner/eval/scope.h"

namespace waveform::planner {

struct Resources {
  std::map<base::Address, Instance> instances;
  std::vector<base::Address> order;  // in topological order
};

// for_each as keys, each with its each.value; empty after an error.
struct Keys {
  bool known = true;
  std::vector<std::pair<base::Address::Key, hcl::Typed>> all = {};
};
Keys keys_of_for_each(const hcl::Expr& expr, const ModuleScope& scope, UnknownKeys on_unknown,
                      base::Diags& diags);

// Expands every block in the graph's order and declares it in the scope. for_each and count can use values
// known without the service: variables, locals, and attributes set in other blocks.
Resources expand(const Config& config, const Graph& graph, ModuleScope& scope, UnknownKeys on_unknown,
                 base::Diags& diags);

}  // namespace waveform::planner
