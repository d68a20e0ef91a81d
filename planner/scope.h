// What names in a manifest stand for: var.x, local.x and TYPE.NAME.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "base/address.h"
#include "planner/config.h"
#include "planner/hcl/evaluate.h"
#include "planner/variables.h"

namespace waveform::planner {

// Grows while the planner (or the applier) walks the resources in their order: a resource's value is set once
// it is planned (or made). Not for several threads.
class ModuleScope final : public hcl::Scope {
 public:
  ModuleScope(const Config& config, Variables variables)
      : config_(config), variables_(std::move(variables)) {}

  // Attributes by name; what is not known yet is Unknown.
  void set_resource(const base::Address& address, base::Value value);

  // What was set; Unknown before that.
  base::Value resource(const base::Address& address) const;
  const Variables& variables() const { return variables_; }

  hcl::Resolved resolve(const hcl::Traversal& traversal, base::Diags& diags) const override;

 private:
  hcl::Resolved resolve_local(const hcl::Traversal& traversal, base::Diags& diags) const;
  hcl::Resolved resolve_resource(const hcl::Traversal& traversal, const std::string& type,
                                 base::Diags& diags) const;

  const Config& config_;
  Variables variables_;
  std::map<base::Address, base::Value> resources_;
  mutable std::map<std::string, hcl::Typed> locals_;      // those that are worked out
  std::optional<std::set<std::string>> resource_locals_;  // those that depend on resources, found once
  mutable std::set<std::string> open_locals_;  // being worked out: a name that comes again is a cycle
};

// The resources that an expression refers to, through locals too.
std::set<base::Address> resource_references(const Config& config, const hcl::Expr& expr);

}  // namespace waveform::planner
