#include "planner/scope.h"

#include <algorithm>
#include <functional>

#include <fmt/format.h>

#include "base/text.h"

namespace waveform::planner {

using base::Diags;
using base::Value;
using hcl::Resolved;
using hcl::Traversal;

namespace {

const std::string* word(const Traversal& traversal, std::size_t i) {
  return i < traversal.steps.size() ? std::get_if<std::string>(&traversal.steps[i].key) : nullptr;
}

base::Range range_of(const Traversal& traversal, std::size_t steps) {
  return base::span(traversal.steps.front().range,
                    traversal.steps[std::min(steps, traversal.steps.size()) - 1].range);
}

template <typename Map>
std::string near(std::string_view name, const Map& map) {
  std::vector<std::string> known;
  for (const auto& [key, value] : map) known.push_back(key);
  return base::did_you_mean(name, known);
}

Resolved unknown_root(const Traversal& traversal, const Config& config, Diags& diags) {
  const std::string& root = *word(traversal, 0);
  constexpr std::string_view kLater[] = {"each", "count", "self", "path", "terraform", "module", "data"};
  if (std::find(std::begin(kLater), std::end(kLater), root) != std::end(kLater)) {
    diags.error(range_of(traversal, 2), fmt::format("{}. is not supported yet", root));
    return {};
  }
  std::set<std::string> types;
  for (const auto& [address, resource] : config.resources) types.insert(address.type);
  std::vector<std::string> known(types.begin(), types.end());
  known.insert(known.end(), {"var", "local"});
  std::string hint = base::did_you_mean(root, known);
  diags.error(range_of(traversal, 2), fmt::format("There is nothing called {}", base::quote(root)),
              "A reference begins with var., local. or a resource's type.",
              hint.empty() ? "Quote it if it is meant as text." : hint);
  return {};
}

}  // namespace

void ModuleScope::set_resource(const base::Address& address, Value value) {
  resources_.insert_or_assign(address, std::move(value));
  if (!resource_locals_) {
    resource_locals_.emplace();
    for (const auto& [name, expr] : config_.locals) {
      if (!resource_references(config_, *expr).empty()) resource_locals_->insert(name);
    }
  }
  for (const auto& name : *resource_locals_) locals_.erase(name);
}

Value ModuleScope::resource(const base::Address& address) const {
  auto found = resources_.find(address);
  return found == resources_.end() ? Value::unknown() : found->second;
}

Resolved ModuleScope::resolve_local(const Traversal& traversal, Diags& diags) const {
  const std::string* name = word(traversal, 1);
  auto found = name == nullptr ? config_.locals.end() : config_.locals.find(*name);
  if (found == config_.locals.end()) {
    diags.error(range_of(traversal, 2), "There is no such local",
                "Locals are declared in locals { … } blocks.",
                name == nullptr ? "" : near(*name, config_.locals));
    return {};
  }
  if (auto known = locals_.find(*name); known != locals_.end()) return {known->second, 2};
  if (!open_locals_.insert(*name).second) {
    diags.error(range_of(traversal, 2), fmt::format("local.{} refers to itself", *name));
    return {};
  }
  hcl::Typed value = hcl::evaluate(*found->second, *this, diags);
  open_locals_.erase(*name);
  locals_.insert_or_assign(*name, value);
  return {value, 2};
}

Resolved ModuleScope::resolve_resource(const Traversal& traversal, const std::string& type,
                                       Diags& diags) const {
  const std::string* name = word(traversal, 1);
  if (name == nullptr || !config_.resources.contains({type, *name, {}})) {
    std::vector<std::string> known;
    for (const auto& [address, resource] : config_.resources) {
      if (address.type == type) known.push_back(address.name);
    }
    diags.error(range_of(traversal, 2),
                fmt::format("There is no {}{}", type, name == nullptr ? "" : "." + *name), {},
                name == nullptr ? "" : base::did_you_mean(*name, known));
    return {};
  }
  return {hcl::with_own_type(resource({type, *name, {}})), 2};
}

Resolved ModuleScope::resolve(const Traversal& traversal, Diags& diags) const {
  const std::string& root = *word(traversal, 0);
  if (root == "local") return resolve_local(traversal, diags);
  if (root == "var") {
    const std::string* name = word(traversal, 1);
    auto found = name == nullptr ? variables_.end() : variables_.find(*name);
    if (found != variables_.end()) return {found->second, 2};
    diags.error(range_of(traversal, 2), "There is no such variable",
                "Variables are declared in variable \"name\" { … } blocks.",
                name == nullptr ? "" : near(*name, variables_));
    return {};
  }
  auto is_type = [&](const auto& entry) { return entry.first.type == root; };
  bool known_type = std::any_of(config_.resources.begin(), config_.resources.end(), is_type) ||
                    root.starts_with("wavefront_");
  return known_type ? resolve_resource(traversal, root, diags) : unknown_root(traversal, config_, diags);
}

std::set<base::Address> resource_references(const Config& config, const hcl::Expr& expr) {
  std::set<base::Address> found;
  std::set<std::string> seen_locals;
  std::function<void(const hcl::Expr&)> walk = [&](const hcl::Expr& e) {
    for (const auto* traversal : hcl::references(e)) {
      const std::string* root = word(*traversal, 0);
      const std::string* name = word(*traversal, 1);
      if (root == nullptr || name == nullptr) continue;
      if (*root == "local") {
        auto local = config.locals.find(*name);
        if (local != config.locals.end() && seen_locals.insert(*name).second) walk(*local->second);
      } else if (base::Address address{*root, *name, {}}; config.resources.contains(address)) {
        found.insert(std::move(address));
      }
    }
  };
  walk(expr);
  return found;
}

}  // namespace waveform::planner
