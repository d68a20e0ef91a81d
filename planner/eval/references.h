// The references of a manifest's expressions, including through locals; found once before evaluation.
#pragma once

#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/address.h"
#include "base/diag.h"
#include "planner/config/config.h"

namespace waveform::planner {

class References {
 public:
  // Locals that refer to themselves, directly or indirectly, are errors. REQUIRES: the config outlives this.
  References(const Config& config, base::Diags& diags);

  // The resource blocks that the expressions of a block refer to.
  const std::set<base::Address>& needs_of(const base::Address& block) const { return needs_of_.at(block); }
  // Whether anything refers to a block, including the block itself.
  bool is_used(const base::Address& block) const { return used_.contains(block); }
  // The resource blocks and the variables that an expression refers to.
  std::set<base::Address> resources_of(const hcl::Expr& expr) const { return all_of(expr).resources; }
  std::set<std::string> variables_of(const hcl::Expr& expr) const { return all_of(expr).variables; }
  // Locals that an expression names directly, in source order.
  std::vector<std::string> locals_of(const hcl::Expr& expr) const;
  // The locals whose value depends on a resource block.
  const std::set<std::string>& locals_with(const base::Address& resource) const;
  bool is_circular(const std::string& local) const { return circular_.contains(local); }

 private:
  struct Found {
    std::set<base::Address> resources;
    std::set<std::string> variables;
  };
  Found all_of(const hcl::Expr& expr) const;

  void find_used();

  const Config& config_;
  std::unordered_map<base::Address, std::set<base::Address>> needs_of_;
  std::set<base::Address> used_;
  std::map<std::string, Found> of_local_;
  std::map<base::Address, std::set<std::string>> locals_with_;
  std::set<std::string> circular_;
};

}  // namespace waveform::planner
