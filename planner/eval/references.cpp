#include "planner/eval/references.h"

#include <fmt/format.h>

#include "planner/eval/topological_order.h"

namespace waveform::planner {

using base::Address;
using hcl::name_at;

References::References(const Config& config, base::Diags& diags) : config_(config) {
  std::vector<std::string> locals;
  std::map<std::string, std::vector<std::string>> needs;
  for (const auto& [name, expr] : config.locals) {
    locals.push_back(name);
    needs.emplace(name, locals_of(*expr));
  }
  auto ordered =
      order_by_need(locals, [&](const std::string& local) -> const auto& { return needs.at(local); });
  for (const auto& circle : ordered.circles) {
    std::string way;
    for (const auto& local : circle) way += "local." + local + " needs ";
    circular_.insert(circle.begin(), circle.end());
    diags.error(config.locals.find(circle.front())->second->range,
                fmt::format("local.{} refers to itself", circle.front()),
                way + "local." + circle.front() + ".");
  }
  for (const auto& local : ordered.order) {
    if (is_circular(local)) continue;
    auto found = all_of(*config.locals.find(local)->second);
    for (const auto& resource : found.resources) locals_with_[resource].insert(local);
    of_local_.emplace(local, std::move(found));
  }
  find_used();
}

void References::find_used() {
  for (const auto& [address, block] : config_.resources) {
    auto& needs = needs_of_[address];
    for (const auto* expr : expressions_of(block)) needs.merge(resources_of(*expr));
    used_.insert(needs.begin(), needs.end());
    if (!block.postconditions.empty()) used_.insert(address);
  }
  for (const auto& [local, found] : of_local_) used_.insert(found.resources.begin(), found.resources.end());
  auto use = [&](const std::vector<const hcl::Expr*>& exprs) {
    for (const auto* expr : exprs) {
      if (expr != nullptr) used_.merge(resources_of(*expr));
    }
  };
  for (const auto& [name, output] : config_.outputs) {
    use({output.value});
    use(expressions_of(output.preconditions));
  }
  for (const auto& [name, variable] : config_.variables) use(expressions_of(variable.validations));
  for (const auto& import : config_.imports)
    use({import.key, import.for_each, import.id, import.service, import.name});
}

std::vector<std::string> References::locals_of(const hcl::Expr& expr) const {
  std::vector<std::string> locals;
  for (const auto& [traversal, index] : hcl::references(expr)) {
    const auto* root = name_at(*traversal, 0);
    const auto* name = name_at(*traversal, 1);
    if (root != nullptr && *root == "local" && name != nullptr && config_.locals.contains(*name))
      locals.push_back(*name);
  }
  return locals;
}

References::Found References::all_of(const hcl::Expr& expr) const {
  Found found;
  for (const auto& [traversal, index] : hcl::references(expr)) {
    const auto* root = name_at(*traversal, 0);
    const auto* name = name_at(*traversal, 1);
    if (root == nullptr || name == nullptr) continue;
    if (*root == "var") {
      found.variables.insert(*name);
    } else if (*root == "local") {
      auto local = of_local_.find(*name);
      if (local == of_local_.end()) continue;
      found.resources.insert(local->second.resources.begin(), local->second.resources.end());
      found.variables.insert(local->second.variables.begin(), local->second.variables.end());
    } else if (Address address{*root, *name, {}}; config_.resources.contains(address)) {
      found.resources.insert(std::move(address));
    }
  }
  return found;
}

const std::set<std::string>& References::locals_with(const Address& resource) const {
  static const std::set<std::string> none;
  auto found = locals_with_.find(resource);
  return found == locals_with_.end() ? none : found->second;
}

}  // namespace waveform::planner
