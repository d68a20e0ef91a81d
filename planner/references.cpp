#include "planner/references.h"

#include <fmt/format.h>

#include "planner/need_order.h"

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
    Address address{*root, *name, {}};
    if (*root == "var") {
      found.variables.insert(*name);
    } else if (auto local = of_local_.find(*name); *root == "local" && local != of_local_.end()) {
      found.resources.insert(local->second.resources.begin(), local->second.resources.end());
      found.variables.insert(local->second.variables.begin(), local->second.variables.end());
    } else if (config_.resources.contains(address)) {
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
