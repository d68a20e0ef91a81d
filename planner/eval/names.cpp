#include "planner/eval/names.h"

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"
#include "planner/hcl/evaluate.h"

namespace waveform::planner {

using base::Diags;
using hcl::name_at;
using hcl::Traversal;

namespace {

struct Surrounding {
  std::string_view root;
  std::string_view name;
  std::string_view value;
};

// There is one module, in the working directory.
constexpr Surrounding kSurroundings[] = {{"path", "module", "."},
                                         {"path", "root", "."},
                                         {"path", "cwd", "."},
                                         {"terraform", "workspace", "default"}};

// The names below a root that has always the same ones; none for any other root.
std::vector<std::string> fixed_names(std::string_view root) {
  if (root == "each") return {"key", "value"};
  if (root == "count") return {"index"};
  std::vector<std::string> names;
  for (const auto& one : kSurroundings) {
    if (one.root == root) names.emplace_back(one.name);
  }
  return names;
}

base::Range name_range(const Traversal& traversal) {
  const auto& steps = traversal.steps;
  return base::span(steps.front().range, steps[std::min<std::size_t>(1, steps.size() - 1)].range);
}

void check_fixed(const Traversal& traversal, Diags& diags) {
  const auto& root = *name_at(traversal, 0);
  const auto* name = name_at(traversal, 1);
  const auto known = fixed_names(root);
  if (name != nullptr && std::find(known.begin(), known.end(), *name) != known.end()) return;
  diags.certain(name_range(traversal), fmt::format("There is no such attribute of {}", root),
                fmt::format("It has {}.", base::enumerate(known)));
}

// Many errors in a large manifest must not compare every name with every other.
constexpr std::size_t kMostCompared = 1000;

// var.NAME and local.NAME.
template <typename Map>
void check_declared(const Traversal& traversal, const Map& declared, const char* how, Diags& diags) {
  const auto& root = *name_at(traversal, 0);
  const auto* name = name_at(traversal, 1);
  if (name == nullptr) return diags.certain(name_range(traversal), root + " is not a value", how);
  if (declared.contains(*name)) return;
  std::vector<std::string> known;
  if (declared.size() <= kMostCompared) {
    for (const auto& [other, value] : declared) known.push_back(other);
  }
  diags.certain(name_range(traversal), fmt::format("There is no {}.{}", root, *name), how,
                base::did_you_mean(*name, known));
}

}  // namespace

void ManifestNames::check_resource(const Traversal& traversal, Diags& diags) const {
  const std::string& type = *name_at(traversal, 0);
  const std::string* name = name_at(traversal, 1);
  if (name != nullptr && config_.resources.contains({type, *name, {}})) return;
  constexpr std::size_t kMostListed = 20;
  std::vector<std::string> known;
  auto other = config_.resources.lower_bound({type, "", {}});  // blocks of one type are adjacent
  for (; other != config_.resources.end() && other->first.type == type && known.size() < kMostCompared;
       ++other)
    known.push_back(other->first.name);
  if (name == nullptr) {
    return diags.certain(
        name_range(traversal), fmt::format("{} is a resource type", type), {},
        fmt::format("Use one of its resources: {}.{}.", type, known.empty() ? "NAME" : known.front()));
  }
  const std::string hint = base::did_you_mean(*name, known);
  if (known.size() > kMostListed) {
    known.resize(kMostListed);
    known.emplace_back("others");
  }
  diags.certain(name_range(traversal), fmt::format("There is no resource {}.{}", type, *name),
                known.empty() ? "The manifest has none of this type."
                              : fmt::format("The manifest has {}.", base::enumerate(known)),
                hint);
}

void ManifestNames::refuse_root(const Traversal& traversal, Diags& diags) const {
  const std::string& root = *name_at(traversal, 0);
  const auto place = name_range(traversal);
  if (root == "each" || root == "count" || root == "self") {
    return diags.certain(place, fmt::format("{} has no meaning here", root),
                         root == "self" ? "It refers to the resource in its own postconditions."
                                        : fmt::format("Use it in a resource (or import) with {}.",
                                                      root == "each" ? "for_each" : "count"));
  }
  if (root == "module" || root == "data") {
    return diags.certain(place, fmt::format("{} is not supported yet", root), "There are no such blocks.",
                         "Use a variable or a local instead.");
  }
  if (config_.foreign_types.contains(root)) {
    return diags.certain(place, fmt::format("{} is not a cloud integration", root), {},
                         "Use a variable in place of this reference.");
  }
  std::vector<std::string> known = {"var", "local", "path", "terraform"};
  for (auto of_type = config_.resources.begin(); of_type != config_.resources.end();) {
    known.push_back(of_type->first.type);
    of_type = config_.resources.lower_bound({known.back() + '\0', "", {}});
  }
  const std::string hint = base::did_you_mean(root, known);
  diags.certain(place, fmt::format("{} is not declared", base::quote(root)),
                "A reference starts with var., local. or a resource type of the manifest.",
                hint.empty() ? "If it is a string, put it in quotes." : hint);
}

void ManifestNames::check(const Traversal& traversal, Diags& diags) const {
  const std::string& root = *name_at(traversal, 0);
  if (root == "self" && of_block_.self) return;
  if ((root == "each" && of_block_.each) || (root == "count" && of_block_.count) || root == "path" ||
      root == "terraform")
    return check_fixed(traversal, diags);
  if (root == "var")
    return check_declared(traversal, config_.variables,
                          "Variables are declared in variable \"name\" { … } blocks.", diags);
  if (root == "local")
    return check_declared(traversal, config_.locals, "Locals are declared in locals { … } blocks.", diags);
  const auto first = config_.resources.lower_bound({root, "", {}});  // blocks of one type are adjacent
  const bool is_type =
      root.starts_with("wavefront_") || (first != config_.resources.end() && first->first.type == root);
  is_type ? check_resource(traversal, diags) : refuse_root(traversal, diags);
}

std::optional<std::string_view> surrounding_value(std::string_view root, std::string_view name) {
  for (const auto& one : kSurroundings) {
    if (one.root == root && one.name == name) return one.value;
  }
  return std::nullopt;
}

void check_names(const Config& config, Diags& diags) {
  using Exprs = std::vector<const hcl::Expr*>;
  const auto check = [&](const Exprs& exprs, BlockNames of_block = {}) {
    const ManifestNames names(config, of_block);
    for (const auto* expr : exprs) {
      if (expr != nullptr) hcl::check_names(*expr, names, diags);
    }
  };
  for (const auto& [name, local] : config.locals) check({local});
  for (const auto& [name, variable] : config.variables) check(expressions_of(variable.validations));
  for (const auto& [name, output] : config.outputs) {
    check({output.value});
    check(expressions_of(output.preconditions));
  }
  for (const auto& [address, block] : config.resources) {
    const BlockNames of_block{block.for_each != nullptr, block.count != nullptr};
    check({block.for_each, block.count});
    for (const auto& attribute : block.body->attributes) {
      if (block.type->find(attribute.name) != nullptr) check({attribute.value.get()}, of_block);
    }
    check({block.prevent_destroy}, {true, true});  // its own error says why it cannot use these
    check(expressions_of(block.preconditions), of_block);
    check(expressions_of(block.postconditions), {of_block.each, of_block.count, true});
  }
  if (config.provider) check({config.provider->address, config.provider->token, config.provider->http_proxy});
  for (const auto& import : config.imports) {
    check({import.for_each});
    check({import.key, import.id, import.service, import.name}, {import.for_each != nullptr});
  }
}

}  // namespace waveform::planner
