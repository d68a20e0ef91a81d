// Resource blocks to resources: for_each and count worked out. Pure.
#pragma once

#include <map>
#include <set>
#include <vector>

#include "base/address.h"
#include "base/diag.h"
#include "planner/config.h"
#include "planner/graph.h"
#include "planner/scope.h"

namespace waveform::planner {

// One resource that the manifest wants.
struct Instance {
  const ResourceBlock* block = nullptr;
  hcl::Typed each_value = {};          // with for_each
  std::set<base::Address> needs = {};  // the resources that it refers to, and those of depends_on
};

struct Resources {
  std::map<base::Address, Instance> instances;
  std::vector<base::Address> order;  // none before what it needs
};

// What for_each and count come to when they are not known: an error, or (Placeholder) one resource without a
// key, whose each.key and count.index are unknown, for checks of the manifest alone.
enum class UnknownKeys { Error, Placeholder };

// for_each as keys, each with its each.value; none after an error.
struct Keys {
  bool known = true;
  std::vector<std::pair<base::Address::Key, hcl::Typed>> all = {};
};
Keys keys_of_for_each(const hcl::Expr& expr, const ModuleScope& scope, UnknownKeys on_unknown,
                      base::Diags& diags);

// Works out every block in the graph's order and declares it to the scope. for_each and count can use what is
// known without the service: variables, locals, and of other resources what their blocks say.
Resources expand(const Config& config, const Graph& graph, ModuleScope& scope, UnknownKeys on_unknown,
                 base::Diags& diags);

}  // namespace waveform::planner
