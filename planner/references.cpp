#include "planner/references.h"

#include <algorithm>

#include <fmt/format.h>

namespace waveform::planner {

using base::Address;

const std::string* name_at(const hcl::Traversal& traversal, std::size_t step) {
  return step < traversal.steps.size() ? std::get_if<std::string>(&traversal.steps[step].key) : nullptr;
}

References::References(const Config& config, base::Diags& diags) : config_(config) {
  order_locals(diags);
  for (const auto& local : order_) {
    auto resources = resources_of(*config.locals.find(local)->second);
    for (const auto& resource : resources) locals_with_[resource].insert(local);
    resources_of_local_.emplace(local, std::move(resources));
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

std::set<Address> References::resources_of(const hcl::Expr& expr) const {
  std::set<Address> found;
  for (const auto& [traversal, index] : hcl::references(expr)) {
    const auto* root = name_at(*traversal, 0);
    const auto* name = name_at(*traversal, 1);
    if (root == nullptr || name == nullptr) continue;
    Address address{*root, *name, {}};
    if (config_.resources.contains(address)) found.insert(std::move(address));
  }
  for (const auto& local : locals_of(expr)) {
    auto known = resources_of_local_.find(local);
    if (known != resources_of_local_.end()) found.insert(known->second.begin(), known->second.end());
  }
  return found;
}

const std::set<std::string>& References::locals_with(const Address& resource) const {
  static const std::set<std::string> none;
  auto found = locals_with_.find(resource);
  return found == locals_with_.end() ? none : found->second;
}

// Chains of locals are as long as people make them: a stack of our own instead of recursion.
void References::order_locals(base::Diags& diags) {
  struct Frame {
    std::string local;
    std::vector<std::string> needs;
    std::size_t next = 0;
  };
  enum class Mark { Open, Done };
  std::map<std::string, Mark> marks;
  for (const auto& [root, expr] : config_.locals) {
    if (marks.contains(root)) continue;
    std::vector<Frame> stack{{root, locals_of(*expr)}};
    marks[root] = Mark::Open;
    while (!stack.empty()) {
      auto& frame = stack.back();
      if (frame.next == frame.needs.size()) {
        marks[frame.local] = Mark::Done;
        if (!circular_.contains(frame.local)) order_.push_back(frame.local);
        stack.pop_back();
        continue;
      }
      std::string need = frame.needs[frame.next++];
      auto mark = marks.find(need);
      if (mark == marks.end()) {
        marks[need] = Mark::Open;
        auto needs = locals_of(*config_.locals.find(need)->second);
        stack.push_back({std::move(need), std::move(needs)});
      } else if (mark->second == Mark::Open) {
        auto first =
            std::find_if(stack.begin(), stack.end(), [&](const Frame& other) { return other.local == need; });
        std::string way;
        for (auto it = first; it != stack.end(); ++it) {
          way += "local." + it->local + " needs ";
          circular_.insert(it->local);
        }
        diags.error(config_.locals.find(need)->second->range, fmt::format("local.{} refers to itself", need),
                    way + "local." + need + ".");
      }
    }
  }
}

}  // namespace waveform::planner
