#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "base/json.h"
#include "base/text.h"
#include "planner/eval/outputs.h"
#include "planner/eval/resource_values.h"
#include "planner/eval/topological_order.h"
#include "planner/live/secrets.h"
#include "planner/plan/create_guards.h"
#include "planner/plan/input.h"
#include "planner/plan/lint.h"
#include "planner/plan/moves.h"
#include "planner/plan/plan_resource.h"
#include "planner/plan/targets.h"

namespace waveform::planner {

using base::Address;
using base::Diags;
using base::Value;

namespace {

void take(Plan& plan, const PlanInput& input, const Address& address, ResourcePlan part) {
  if (part.drift) plan.drift.push_back(*std::move(part.drift));
  if (part.unverified_secret && plan.options.mode != Mode::ImportOnly)
    plan.unverified_secrets.push_back(address);
  if (part.change) {
    const auto* live = find_integration(input.live, part.change->id);
    if (live != nullptr) part.change->fingerprint = fingerprint_of(*live);
    plan.changes.push_back(*std::move(part.change));
  } else {
    ++plan.unchanged;
  }
}

// Every change waits for its dependencies; a delete waits for the changes of its dependents.
void link(Plan& plan, const PlanInput& input) {
  std::map<Address, bool> deleted;  // all changes; whether it is a delete
  for (const auto& change : plan.changes) deleted.emplace(change.address, change.has(Action::Delete));
  std::map<Address, std::set<Address>> after;
  for (const auto& [address, is_delete] : deleted) {
    if (auto wanted = input.resources.instances.find(address);
        wanted != input.resources.instances.end() && !is_delete) {
      for (const auto& need : wanted->second.needs) {
        if (deleted.contains(need) && !deleted.at(need)) after[address].insert(need);
      }
    }
    auto managed = input.snapshot.resources.find(address);
    if (managed == input.snapshot.resources.end()) continue;
    for (const auto& needed : managed->second.dependencies) {
      auto found = deleted.find(needed);
      if (found != deleted.end() && found->second) after[needed].insert(address);
    }
  }
  for (auto& change : plan.changes)
    change.after.assign(after[change.address].begin(), after[change.address].end());
}

// Deletes first, then the order of the graph; each after the changes that it waits for.
void sort(Plan& plan, const Resources& resources) {
  std::map<Address, std::size_t> rank;
  for (const auto& address : resources.order) rank.emplace(address, rank.size() + 1);
  std::map<Address, Change> changes;
  std::set<std::pair<std::size_t, Address>> ranked;
  for (auto& change : plan.changes) {
    const auto found = rank.find(change.address);
    ranked.emplace(change.has(Action::Delete) || found == rank.end() ? 0 : found->second, change.address);
    changes.emplace(change.address, std::move(change));
  }
  std::vector<Address> addresses;
  for (const auto& [first, address] : ranked) addresses.push_back(address);
  const auto ordered = order_by_need(
      addresses, [&](const Address& address) -> const auto& { return changes.at(address).after; });
  plan.changes.clear();
  // Only a state that was edited by hand has cycles: break them anywhere.
  for (const auto& circle : ordered.circles) {
    for (const auto& address : circle) changes.at(address).after.clear();
  }
  for (const auto& address : ordered.order) plan.changes.push_back(std::move(changes.at(address)));
}

void plan_outputs(Plan& plan, const PlanInput& input, const PlanOptions& options, const ModuleScope& scope,
                  Diags& diags) {
  if (options.mode == Mode::ImportOnly) return;
  // Resources that are not covered may be unknown.
  bool partial = !options.targets.empty() || options.mode == Mode::RefreshOnly;
  Value::Map wanted =
      options.mode == Mode::Destroy ? Value::Map{} : evaluate_outputs(input.config, scope, diags);
  for (const auto& [name, value] : wanted) {
    if (partial && !value.is_wholly_known()) continue;
    auto before = input.snapshot.outputs.find(name);
    bool hidden = value.is_sensitive();
    if (hidden) continue;  // never in the state: there is nothing to compare
    if (before != input.snapshot.outputs.end() && before->second == value) continue;
    Value old = before == input.snapshot.outputs.end() ? Value() : before->second;
    plan.outputs.push_back({name, std::move(old), value});
  }
  for (const auto& [name, value] : input.snapshot.outputs) {
    auto kept = wanted.find(name);
    if (partial && kept == wanted.end()) continue;
    bool secret_now = kept != wanted.end() && kept->second.is_sensitive();
    if (kept != wanted.end() && !secret_now) continue;
    Value old = value.with_marks(secret_now ? Value::Sensitive : 0);
    plan.outputs.push_back({name, std::move(old), Value()});
  }
}

// A string may contain an external id.
void mask_external_ids(Plan& plan, const std::set<std::string>& ids) {
  auto mask = [&](auto& change) {
    change.before = planner::mask_external_ids(ids, change.before);
    change.after = planner::mask_external_ids(ids, change.after);
  };
  for (auto& change : plan.changes) std::for_each(change.attributes.begin(), change.attributes.end(), mask);
  for (auto& drift : plan.drift) std::for_each(drift.attributes.begin(), drift.attributes.end(), mask);
  std::for_each(plan.outputs.begin(), plan.outputs.end(), mask);
}

struct Disabled {
  const ResourceBlock* block;
  Address address;
  std::string error;
};

// A few get a warning each, many get one.
void warn_of_disabled(const std::vector<Disabled>& disabled, Diags& diags) {
  constexpr const char* kHint =
      "It stays disabled: the manifest does not set `enabled`. Fix the cause and set enabled = true.";
  constexpr std::size_t kFew = 3;
  if (disabled.size() <= kFew) {
    for (const auto& one : disabled) {
      diags.warning(one.block->range, fmt::format("{} was disabled by the service", one.address.text()),
                    base::printable(one.error), kHint);
    }
    return;
  }
  std::string lines;
  for (const auto& one : disabled)
    lines +=
        fmt::format("{}{}: {}", lines.empty() ? "" : "\n", one.address.text(), base::printable(one.error));
  diags.warning(
      {}, fmt::format("{} integrations were disabled by the service", disabled.size()), lines,
      "They stay disabled: the manifest does not set `enabled`. Fix the cause and set enabled = true.");
}

// The value of a resource that is not covered; one that does not exist is unknown or, in an import run, as in
// the manifest.
Value present_value(const PlanInput& input, Mode mode, const ModuleScope& scope, const Address& address,
                    const Instance& instance) {
  const auto& block = *instance.block;
  auto managed = input.snapshot.resources.find(address);
  if (managed == input.snapshot.resources.end()) {
    if (mode != Mode::ImportOnly) return Value::unknown();
    Diags ignored;  // reported by a plan of this resource
    return visible_value(*block.type, evaluate_resource(address, instance, scope, ignored), {}, false);
  }
  const auto& resource = managed->second;
  const auto* live = find_integration(input.live, resource.id);
  return remembered_value(*block.type, resource, live != nullptr ? live->attributes : resource.attributes);
}

// -refresh-only.
Plan plan_refresh(const PlanInput& input, const PlanOptions& options, ModuleScope& scope, Diags& diags) {
  Plan plan;
  plan.options = options;
  auto covered = covered_addresses(input, options, diags);
  for (const auto& address : input.resources.order) {
    const auto& instance = input.resources.instances.at(address);
    scope.set_resource(address, present_value(input, options.mode, scope, address, instance));
  }
  for (const auto& [address, resource] : input.snapshot.resources) {
    if (covered.contains(address)) {
      take(plan, input, address, plan_refresh_only(input, address, resource));
    } else {
      plan.left_alone.insert(address);
    }
  }
  plan_outputs(plan, input, options, scope, diags);
  mask_external_ids(plan, input.live.external_ids);
  return plan;
}

// The value of an attribute of a deleted or new integration; null if it is hidden or unknown.
Value value_in(const Change& change, std::string_view name) {
  for (const auto& attribute : change.attributes) {
    const Value& value = change.has(Action::Delete) ? attribute.before : attribute.after;
    if (attribute.name == name && value.is_string() && value.marks() == 0) return value;
  }
  return {};
}

// Service and account (role, project, tenant, ...) of a deleted or new integration; its name where a service
// has no accounts. "": not known.
std::string account_key(const Change& change, const provider::Catalog& catalog) {
  const auto* type = catalog.find(change.address.type);
  if (type == nullptr) return "";
  Value::List key{Value(type->name)};
  for (const auto& attribute : type->attributes)
    if (attribute.collects == provider::Collects::Account) key.push_back(value_in(change, attribute.name));
  if (key.size() == 1 && !type->is_external_id) key.push_back(value_in(change, "name"));
  const bool is_known =
      std::none_of(key.begin(), key.end(), [](const Value& part) { return part.is_null(); });
  return is_known ? base::write_json(Value(std::move(key))) : "";
}

// A deleted and a new integration of one account, the only ones or the only ones of their name: a moved block
// would keep it.
void suggest_moves(const Plan& plan, const PlanInput& input, Diags& diags) {
  struct Pair {
    std::vector<const Change*> lost, made;
  };
  std::map<std::string, Pair> accounts, names;  // by account; by account and name
  const auto add = [&](const Change& change, std::vector<const Change*> Pair::*side) {
    const std::string account = account_key(change, input.catalog);
    if (account.empty()) return;
    (accounts[account].*side).push_back(&change);
    if (const Value name = value_in(change, "name"); name.is_string())
      (names[account + name.as_string()].*side).push_back(&change);
  };
  for (const auto& change : plan.changes)
    if (change.has(Action::Delete) && find_removed(input.config, change.address) == nullptr)
      add(change, &Pair::lost);
  if (accounts.empty()) return;
  for (const auto& change : plan.changes)
    if (change.has(Action::Create) && !input.snapshot.resources.contains(change.address))
      add(change, &Pair::made);
  std::set<std::pair<Address, Address>> suggested;
  for (const auto* pairs : {&accounts, &names}) {
    for (const auto& [key, pair] : *pairs) {
      if (pair.lost.size() != 1 || pair.made.size() != 1) continue;
      Address from = pair.lost.front()->address, to = pair.made.front()->address;
      const auto place = input.resources.instances.at(to).block->range;
      // One block for all instances of a renamed one.
      if (from.key == to.key && !input.config.resources.contains(from.block()))
        from = from.block(), to = to.block();
      if (!suggested.emplace(from, to).second) continue;
      base::Diag diag{
          base::Severity::Warning,
          fmt::format("{} looks like {} under a new address", to.text(), base::printable(from.text())),
          "Both are of the same service and account. The plan deletes one and creates the other.",
          "To keep it, add this block:", place};
      diag.code = fmt::format("moved {{\n  from = {}\n  to   = {}\n}}\n", from.text(), to.text());
      diags.add(std::move(diag));
    }
  }
}

std::string why(Mode mode, const Change& change) {
  if (change.has(Action::Replace)) return " -replace asks for it.";
  return mode == Mode::Destroy ? " This run destroys everything." : " Its block no longer has this instance.";
}

// prevent_destroy also protects instances that their block no longer has.
void check_protected(const Plan& plan, const PlanInput& input, const ModuleScope& scope, Diags& diags) {
  std::map<Address, std::vector<const Change*>> destroyed;  // by block
  for (const auto& change : plan.changes) {
    if (change.destroys()) destroyed[change.address.block()].push_back(&change);
  }
  for (const auto& [address, block] : input.config.resources) {
    auto is_protected = prevents_destroy(block, scope, UnknownKeys::Error, diags);
    auto found = destroyed.find(address);
    if (found == destroyed.end() || is_protected.is_unknown() || !is_protected.as_bool()) continue;
    const auto& changes = found->second;
    auto more = static_cast<std::int64_t>(changes.size()) - 1;
    diags.error(block.range,
                fmt::format("{}{} must not be {}", changes.front()->address.text(),
                            more == 0 ? "" : fmt::format(" and {} of its block", base::count(more, "other")),
                            changes.front()->has(Action::Replace) ? "replaced" : "destroyed"),
                "Its lifecycle sets prevent_destroy." + why(plan.options.mode, *changes.front()),
                "To allow it, remove prevent_destroy first.");
  }
}

void warn_of_moving_list(const PlanInput& input, Diags& diags) {
  if (!input.live.moved) return;
  diags.warning({}, "The service's list of integrations changed each time that it was read",
                "An id came twice, or there are not as many as the service says. The last reading counts.",
                "If the plan is not as expected, plan again.");
}

}  // namespace

Plan make_plan(const PlanInput& input, const PlanOptions& options, ModuleScope& scope, Diags& diags) {
  warn_of_moving_list(input, diags);
  Plan plan;
  if (options.mode == Mode::RefreshOnly) return plan_refresh(input, options, scope, diags);
  plan.options = options;
  auto covered = covered_addresses(input, options, diags);
  std::vector<Disabled> disabled;
  std::vector<Wanted> wanted;
  std::vector<Other> uncovered;
  check_replace(input, options, covered, diags);
  if (options.mode != Mode::ImportOnly) check_targets_of_moves(input, covered, diags);
  // An import run decides doubts itself, each in turn.
  if (options.mode != Mode::ImportOnly) plan.undecided = check_doubts(input, diags);
  leave_out(plan.undecided, input, covered);
  for (const auto& address : input.resources.order) {
    const auto& instance = input.resources.instances.at(address);
    const auto& block = *instance.block;
    if (options.mode == Mode::Destroy) continue;
    if (!covered.contains(address)) {
      plan.left_alone.insert(address);
      scope.set_resource(address, present_value(input, options.mode, scope, address, instance));
      if (!input.snapshot.resources.contains(address)) {
        Diags ignored;  // reported by a plan of this resource
        uncovered.push_back(
            {address.text(), block.type, evaluate_resource(address, instance, scope, ignored)});
      }
      continue;
    }
    auto desired = evaluate_resource(address, instance, scope, diags);
    check_preconditions(address, instance, scope, diags);
    auto part = plan_wanted(input, options, address, block, desired, diags);
    scope.set_resource(address, part.visible);
    check_postconditions(address, instance, scope, diags);
    if (!part.disabled_by.empty()) disabled.push_back({&block, address, part.disabled_by});
    take(plan, input, address, std::move(part));
    auto import = input.imports.find(address);
    bool is_refused = import != input.imports.end() && !import->second;
    if (!is_refused) wanted.push_back({address, &block, std::move(desired)});
  }
  for (const auto& [address, resource] : input.snapshot.resources) {
    bool is_wanted = options.mode != Mode::Destroy && input.resources.instances.contains(address);
    if (!covered.contains(address)) plan.left_alone.insert(address);
    if (is_wanted || !covered.contains(address)) continue;
    auto part = plan_unwanted(input, options, address, resource);
    if (part.change || part.drift) take(plan, input, address, std::move(part));
  }
  link(plan, input);
  sort(plan, input.resources);
  suggest_moves(plan, input, diags);
  check_protected(plan, input, scope, diags);
  plan_outputs(plan, input, options, scope, diags);
  check_external_ids(plan, input, diags);
  warn_of_disabled(disabled, diags);
  if (options.mode == Mode::Normal) {
    auto others = others_than(input, covered, wanted);
    others.insert(others.end(), uncovered.begin(), uncovered.end());
    check_domain(wanted, others, options.ignored_checks, diags);
  }
  mask_external_ids(plan, input.live.external_ids);
  return plan;
}

}  // namespace waveform::planner
