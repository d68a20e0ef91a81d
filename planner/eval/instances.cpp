#include "planner/eval/instances.h"

#include <algorithm>
#include <functional>

#include <fmt/format.h>

#include "base/text.h"
#include "planner/eval/resource_values.h"
#include "planner/hcl/convert.h"
#include "planner/hcl/evaluate.h"

namespace waveform::planner {

using base::Address;
using base::Diags;
using base::Value;
using hcl::name_at;
using hcl::Typed;
using Kind = hcl::Type::Kind;

namespace {

// More would be a mistake: no service has so many.
constexpr std::int64_t kMostInstances = 1'000'000;
constexpr std::size_t kInstanceBytes = 3 << 10;  // the memory of one until it is planned, without its values

Keys failed(Diags& diags, const hcl::Expr& expr, const char* what, std::string why, std::string hint = {}) {
  diags.error(expr.range, fmt::format("{} has an invalid value", what), std::move(why), std::move(hint));
  return {};
}

constexpr const char* kUnknownHint =
    "Use only variables, locals and attributes that the manifest sets; values from the service can be in "
    "attributes, not in for_each or count.";

Keys keys_of_count(const hcl::Expr& expr, const ModuleScope& scope, UnknownKeys on_unknown, Diags& diags) {
  std::size_t before = diags.list().size();
  Typed value = hcl::evaluate(expr, scope, diags);
  if (diags.list().size() > before) return {};
  if (value.value.is_null()) return failed(diags, expr, "count", "It is null.", "For no resources, use 0.");
  auto number = hcl::convert(value, Kind::Number);
  if (!number)
    return failed(diags, expr, "count", fmt::format("Expected a number, found {}.", hcl::a_kind(value)));
  const Value& count = number->value;
  if (count.is_unknown() && on_unknown == UnknownKeys::Placeholder) return {false};
  if (count.is_unknown()) return failed(diags, expr, "count", "It is known only after apply.", kUnknownHint);
  if (!count.is_integer() || count.as_integer() < 0 || count.as_integer() > kMostInstances)
    return failed(diags, expr, "count",
                  fmt::format("A whole number from 0 to {} is required.", kMostInstances));
  Keys keys;
  for (std::int64_t i = 0; i < count.as_integer(); ++i) keys.all.emplace_back().first = i;
  return keys;
}

// The instance that a reference to a keyed block selects, as in TYPE.NAME[each.key]; empty when it can be any
// of them.
std::optional<Address> instance_of(const hcl::Reference& reference, const Address& block,
                                   const hcl::Scope& scope) {
  constexpr std::size_t kKey = 2;
  const auto& steps = reference.traversal->steps;
  Value key;
  if (steps.size() > kKey) {
    const auto* number = std::get_if<std::int64_t>(&steps[kKey].key);
    key = number != nullptr ? Value(*number) : Value(std::get<std::string>(steps[kKey].key));
  } else if (reference.index != nullptr) {
    Diags unheard;
    key = hcl::evaluate(*reference.index, scope, unheard).value;
  }
  Address one = block;
  if (key.is_string()) {
    one.key = key.as_string();
  } else if (key.is_integer()) {
    one.key = key.as_integer();
  } else {
    return std::nullopt;
  }
  return one;
}

bool refers_to(const hcl::Reference& reference, const Address& block) {
  const auto* name = name_at(*reference.traversal, 1);
  return name != nullptr && *name_at(*reference.traversal, 0) == block.type && *name == block.name;
}

// for_each = TYPE.NAME: each instance depends on the one with the same key.
bool is_chained(const ResourceBlock& from, const Address& block) {
  const auto* whole = std::get_if<hcl::Traversal>(&from.for_each->node);
  return whole != nullptr && whole->steps.size() == 2 && refers_to({whole}, block);
}

struct Expander {
  const Config& config;
  const Graph& graph;
  ModuleScope& scope;
  UnknownKeys on_unknown;
  Diags& diags;
  Resources resources = {};
  std::unordered_map<Address, std::vector<Address>> instances = {};  // by block
  std::set<Address> looked_into = {};  // blocks that a for_each or count refers to
  bool is_used_up = false;             // the budget; it was reported

  void find_looked_into() {
    for (const auto& [address, block] : config.resources) {
      for (const auto* expr : {block.for_each, block.count}) {
        if (expr != nullptr) looked_into.merge(scope.references().resources_of(*expr));
      }
    }
  }

  void add(const Address& address, const ResourceBlock& block, Typed each_value) {
    if (!scope.budget()->take(kInstanceBytes)) return used_up(block);
    Instance instance{&block, std::move(each_value)};
    add_needs(address, instance);
    if (!looked_into.empty() && looked_into.contains(address.block())) {
      Diags unheard;  // the plan reports it
      auto desired = evaluate_resource(address, instance, scope, unheard);
      scope.set_resource(address, visible_value(*block.type, std::move(desired), {}, false));
    }
    resources.order.push_back(address);
    resources.instances.emplace(address, std::move(instance));
  }

  void used_up(const ResourceBlock& block) {
    if (std::exchange(is_used_up, true)) return;
    scope.budget()->blame(block.range);
    diags.add(scope.budget()->diag());
  }

  void add_needs(const Address& address, Instance& instance) {
    InstanceScope inside(scope, *instance.block, address, instance.each_value);
    for (const auto& block : graph.needs.at(address.block())) {
      auto all = instances.find(block);
      if (all == instances.end()) continue;
      auto some = taken(*instance.block, address.key, block, inside);
      const auto& needs = some ? *some : all->second;
      for (const auto& need : needs) {
        if (!some || std::binary_search(all->second.begin(), all->second.end(), need))
          instance.needs.insert(need);
      }
    }
  }

  // The instances of a block that another block's expressions name individually; empty when they can use any.
  std::optional<std::vector<Address>> taken(const ResourceBlock& from, const Address::Key& key,
                                            const Address& block, const hcl::Scope& inside) const {
    const auto& references = scope.references();
    auto is_it = [&](const Address& other) { return other.block() == block; };
    if (!config.resources.at(block).is_keyed() ||
        std::any_of(from.depends_on.begin(), from.depends_on.end(), is_it))
      return std::nullopt;
    std::vector<Address> some;
    for (const auto* expr : expressions_of(from)) {
      if (expr == from.for_each && is_chained(from, block)) {
        some.push_back({block.type, block.name, key});
        continue;
      }
      for (const auto& local : references.locals_of(*expr)) {
        if (references.locals_with(block).contains(local)) return std::nullopt;
      }
      for (const auto& reference : hcl::references(*expr)) {
        if (!refers_to(reference, block)) continue;
        auto one = instance_of(reference, block, inside);
        if (!one) return std::nullopt;
        some.push_back(*std::move(one));
      }
    }
    return some;
  }

  void expand_block(const Address& address, const ResourceBlock& block) {
    if (!block.is_keyed()) {
      instances[address] = {address};
      return add(address, block, {});
    }
    const std::size_t before = diags.list().size();
    Keys keys = block.for_each != nullptr ? keys_of_for_each(*block.for_each, scope, on_unknown, diags)
                                          : keys_of_count(*block.count, scope, on_unknown, diags);
    if (diags.list().size() > before) return;  // its value stays unknown
    if (!keys.known) return add(address, block, hcl::unknown());
    auto& all = instances[address];
    for (auto& [key, value] : keys.all) all.push_back({address.type, address.name, key});
    scope.declare(address, all);
    for (std::size_t i = 0; i < all.size(); ++i) add(all[i], block, std::move(keys.all[i].second));
  }
};

}  // namespace

Keys keys_of_for_each(const hcl::Expr& expr, const ModuleScope& scope, UnknownKeys on_unknown, Diags& diags) {
  std::size_t before = diags.list().size();
  Typed value = hcl::evaluate(expr, scope, diags);
  if (diags.list().size() > before) return {};
  bool set = value.type.kind() == Kind::Set;
  bool fits =
      set || value.type.kind() == Kind::Map || value.type.kind() == Kind::Object || value.type.is_any();
  if (value.value.is_null())
    return failed(diags, expr, "for_each", "It is null.", "For no resources, use an empty map: {}.");
  if (!fits) {
    return failed(diags, expr, "for_each",
                  fmt::format("Expected a map or a set of strings, found {}.", hcl::a_kind(value)),
                  value.type.is_sequence() ? "Write toset(…) around the list." : "");
  }
  if ((value.value.marks() & Value::Sensitive) != 0) {
    return failed(diags, expr, "for_each",
                  "It derives from a sensitive value, and its keys become addresses, which are shown.",
                  "If the keys are not secret, use nonsensitive(…).");
  }
  bool unknown = value.value.is_unknown() || (set && !value.value.is_wholly_known());
  if (unknown && on_unknown == UnknownKeys::Placeholder) return {false};
  if (unknown) return failed(diags, expr, "for_each", "Its keys are known only after apply.", kUnknownHint);
  if (set && !value.value.as_list().empty() && value.type.element().kind() != Kind::String) {
    return failed(diags, expr, "for_each",
                  fmt::format("Expected a set of strings, found {}.", hcl::a_kind(value)));
  }
  Keys keys;
  each_element(value, [&](const Typed& key, const Typed& element) {
    if (key.value.is_null()) {
      keys = failed(diags, expr, "for_each", "An element of the set is null.");
      return false;
    }
    keys.all.emplace_back(key.value.as_string(), element);
    return true;
  });
  return keys;
}

Resources expand(const Config& config, const Graph& graph, ModuleScope& scope, UnknownKeys on_unknown,
                 Diags& diags) {
  Expander expander{config, graph, scope, on_unknown, diags};
  expander.find_looked_into();
  for (const auto& address : graph.order) expander.expand_block(address, config.resources.at(address));
  return std::move(expander.resources);
}

}  // namespace waveform::planner
