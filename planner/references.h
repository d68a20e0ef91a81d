// Which locals and resources the expressions of a manifest refer to, found once, before anything is
// evaluated.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/address.h"
#include "base/diag.h"
#include "planner/config.h"

namespace waveform::planner {

class References {
 public:
  // Locals that refer to themselves, through others or not, are errors. REQUIRES: the config outlives this.
  References(const Config& config, base::Diags& diags);

  // The resource blocks that an expression refers to, through locals too.
  std::set<base::Address> resources_of(const hcl::Expr& expr) const;
  // Locals that an expression names itself, in the order of the text.
  std::vector<std::string> locals_of(const hcl::Expr& expr) const;
  // Those locals whose value hangs on a resource block.
  const std::set<std::string>& locals_with(const base::Address& resource) const;
  // All locals, none before those that it refers to; those in a circle are left out.
  const std::vector<std::string>& locals_in_order() const { return order_; }
  bool is_circular(const std::string& local) const { return circular_.contains(local); }

 private:
  void order_locals(base::Diags& diags);

  const Config& config_;
  std::map<std::string, std::set<base::Address>> resources_of_local_;
  std::map<base::Address, std::set<std::string>> locals_with_;
  std::vector<std::string> order_;
  std::set<std::string> circular_;
};

// The second step of TYPE.NAME, var.NAME and the like; null when it is no name.
const std::string* name_at(const hcl::Traversal& traversal, std::size_t step);

}  // namespace waveform::planner
