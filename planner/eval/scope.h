// The values of names in a manifest: var.x, local.x, TYPE.NAME, path.x and terraform.workspace; within a
// resource each.x, count.index and self.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/address.h"
#include "planner/config/config.h"
#include "planner/config/variables.h"
#include "planner/eval/names.h"
#include "planner/eval/references.h"
#include "planner/hcl/scope.h"

namespace waveform::planner {

// Grows while the planner (or the applier) processes the resources in order: the value of a resource is set
// once it is planned (or applied). Not thread-safe.
class ModuleScope final : public hcl::Scope {
 public:
  // REQUIRES: all outlive this.
  ModuleScope(const Config& config, const References& references, Variables variables,
              const hcl::Files& files = hcl::no_files(), hcl::BudgetLimits limits = {})
      : config_(config),
        references_(references),
        variables_(std::move(variables)),
        files_(files),
        budget_(std::move(limits)) {}

  const Config& config() const { return config_; }

  // The keys of a block with for_each or count, in order; before that, its value is unknown.
  void declare(const base::Address& block, std::vector<base::Address> instances);

  // Attributes by name; Unknown if not known yet.
  void set_resource(const base::Address& address, base::Value value);

  // The value that was set; Unknown before that.
  base::Value resource(const base::Address& address) const;
  // The object type of a resource.
  const hcl::Type& object_type(const provider::ResourceType& type) const;
  const Variables& variables() const { return variables_; }
  const References& references() const { return references_; }

  // The current value of a for_each; its errors have been reported.
  const hcl::Typed& for_each(const hcl::Expr& expr) const;

  void check(const hcl::Traversal& traversal, base::Diags& diags) const override {
    ManifestNames(config_).check(traversal, diags);
  }
  hcl::Resolved resolve(const hcl::Traversal& traversal, base::Diags& diags) const override;
  const hcl::Files& files() const override { return files_; }
  hcl::Budget* budget() const override { return &budget_; }

 private:
  hcl::Resolved resolve_local(const hcl::Traversal& traversal, base::Diags& diags) const;
  hcl::Resolved resolve_resource(const hcl::Traversal& traversal, const std::string& type,
                                 base::Diags& diags) const;
  hcl::Typed typed_resource(const ResourceBlock& block, const base::Address& address) const;
  const hcl::Typed& all_instances(const ResourceBlock& block, const base::Address& address) const;

  const Config& config_;
  const References& references_;
  Variables variables_;
  const hcl::Files& files_;
  mutable hcl::Budget budget_;  // of the run
  std::unordered_map<base::Address, base::Value> resources_;
  std::unordered_map<base::Address, std::vector<base::Address>>
      instances_;                                                 // of blocks with for_each or count
  mutable std::map<std::string, hcl::Typed> locals_;              // the evaluated ones
  mutable std::unordered_map<base::Address, hcl::Typed> wholes_;  // of blocks with for_each or count
  struct ForEach {
    hcl::Typed value;
    std::set<base::Address> needs;  // whose values drop it
  };
  mutable std::map<const hcl::Expr*, ForEach> for_eachs_;
  mutable std::map<const provider::ResourceType*, hcl::Type> types_;
};

// The scope of the expressions of one resource.
class InstanceScope final : public hcl::Scope {
 public:
  // `self`: for postconditions only.
  InstanceScope(const ModuleScope& module, const ResourceBlock& block, const base::Address& address,
                const hcl::Typed& each_value, const hcl::Typed* self = nullptr)
      : module_(module), block_(block), address_(address), each_value_(each_value), self_(self) {}

  void check(const hcl::Traversal& traversal, base::Diags& diags) const override {
    const bool each = block_.for_each != nullptr, count = block_.count != nullptr;
    ManifestNames(module_.config(), {each, count, self_ != nullptr}).check(traversal, diags);
  }
  hcl::Resolved resolve(const hcl::Traversal& traversal, base::Diags& diags) const override;
  const hcl::Files& files() const override { return module_.files(); }
  hcl::Budget* budget() const override { return module_.budget(); }

 private:
  hcl::Typed each_value() const;

  const ModuleScope& module_;
  const ResourceBlock& block_;
  const base::Address& address_;
  const hcl::Typed& each_value_;
  const hcl::Typed* self_;
};

}  // namespace waveform::planner
