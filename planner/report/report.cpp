#include "planner/report/report.h"

#include <algorithm>

#include "planner/eval/outputs.h"
#include "planner/eval/resource_values.h"
#include "planner/eval/scope.h"
#include "planner/plan/input.h"
#include "planner/report/report_configuration.h"

namespace waveform::planner {

using base::Address;
using base::Value;

namespace {

// The known values and id of an address; empty when unknown.
state::Resource memory_of(const PlanInput& input, const Address& address) {
  auto imported = input.imports.find(address);
  if (imported == input.imports.end())
    return state::recall(input.snapshot, address).value_or(state::Resource());
  state::Resource memory;
  memory.id = imported->second.value_or("");
  return memory;
}

// Marks attributes stored as digests and strings with external ids; a missing secret is an unmarked null.
Value hide(const Value& attributes, const std::map<std::string, SecretVerdict>& secrets,
           const state::SecretDigests& digests, const std::set<std::string>& external_ids) {
  if (!attributes.is_map()) return attributes;
  Value::Map all;
  for (const auto& [name, value] : attributes.as_map()) {
    if (!secrets.contains(name) && !digests.contains(name)) {
      all.emplace(name, value.is_null() ? Value() : value);
    } else {
      all.emplace(name, value.is_null() ? value : value.with_marks(Value::Sensitive));
    }
  }
  return without_hidden(mask_external_ids(external_ids, Value(std::move(all))));
}

Value external_id(const std::string& id) {
  return Value(Value::Map{{"id", Value(id).with_marks(Value::Masked)}});
}

// The current values; null when it does not exist.
Value present(const PlanInput& input, const provider::ResourceType& type, const std::string& id) {
  if (id.empty()) return {};
  if (type.is_external_id) return external_id(id);
  const auto* live = find_integration(input.live, id);
  return live == nullptr ? Value() : visible_value(type, {}, live->attributes, true);
}

// `before` after the change; `wanted` has the values that it sets. Other attributes stay unchanged.
Value changed(const Value& before, const Value& wanted, const Change& change) {
  if (!wanted.is_map()) return wanted;
  Value after = before.is_null() || change.has(Action::Replace) ? wanted : before;
  for (const auto& attribute : change.attributes) {
    bool reset = attribute.kind == AttributeChange::Kind::Reset;
    after = after.with_path(attribute.name, reset ? attribute.after : wanted.get(attribute.name));
  }
  if (change.has(Action::Enable) || change.has(Action::Disable))
    after = after.with_path("enabled", wanted.get("enabled"));
  return after;
}

// As in the state; `type` is null when it is not in the tables. The state does not contain attributes stored
// as digests.
Value recalled(const provider::ResourceType* type, const state::Resource& resource,
               const std::set<std::string>& external_ids) {
  if (type != nullptr && type->is_external_id) return without_hidden(external_id(resource.id));
  Value all =
      type == nullptr ? Value(resource.attributes) : visible_value(*type, {}, resource.attributes, true);
  all = hide(all, {}, {}, external_ids);
  for (const auto& [name, digest] : resource.secret_digests)
    all = all.with_path(name, Value().with_marks(Value::Sensitive));
  return all;
}

ResourceView empty_view(const Address& address) {
  return {.address = address, .before = {}, .after = {}, .ours = {}, .secrets = {}, .depends_on = {}};
}

ResourceView view_of(const PlanInput& input, const ModuleScope& scope, const Plan& plan,
                     const Address& address, const Change* change) {
  auto view = empty_view(address);
  const auto* type = input.catalog.find(address.type);
  if (type == nullptr) return view;
  auto memory = memory_of(input, address);
  auto instance = input.resources.instances.find(address);
  bool wanted = plan.options.mode != Mode::Destroy && instance != input.resources.instances.end();
  if (wanted) {
    base::Diags said;  // when it was planned
    for (const auto& [name, value] : evaluate_resource(address, instance->second, scope, said)) {
      view.ours.insert(name);
      if (is_hidden(*type->find(name), value))
        view.secrets.emplace(name, compare_secret(input.snapshot.digest_key, memory, name, value));
    }
    const auto& needs = instance->second.needs;
    view.depends_on.assign(needs.begin(), needs.end());
  } else {
    view.depends_on = std::move(memory.dependencies);
  }
  bool is_new = change != nullptr && change->has(Action::Create);
  bool goes = change != nullptr && (change->has(Action::Delete) || change->has(Action::Forget));
  Value before = is_new ? Value() : present(input, *type, memory.id);
  Value after = goes                ? Value()
                : change != nullptr ? changed(before, scope.resource(address), *change)
                                    : before;
  view.before = hide(before, view.secrets, memory.secret_digests, input.live.external_ids);
  view.after = hide(after, view.secrets, memory.secret_digests, input.live.external_ids);
  auto managed = input.snapshot.resources.find(address);
  if (goes && before.is_null() && managed != input.snapshot.resources.end())
    view.before = recalled(type, managed->second, input.live.external_ids);
  return view;
}

ResourceView drift_of(const PlanInput& input, const Drift& drift) {
  auto view = empty_view(drift.address);
  const auto* type = input.catalog.find(drift.address.type);
  if (type == nullptr) return view;
  auto memory = memory_of(input, drift.address);
  auto managed = input.snapshot.resources.find(drift.address);
  if (managed != input.snapshot.resources.end())
    view.before = recalled(type, managed->second, input.live.external_ids);
  bool lost = drift.kind == Drift::Kind::Gone || drift.kind == Drift::Kind::Binned;
  if (!lost)
    view.after = hide(present(input, *type, drift.id), {}, memory.secret_digests, input.live.external_ids);
  return view;
}

Value::Map hidden_members(const Value::Map& members) {
  return without_hidden(Value(members)).as_map();
}

// A secret can be set from a variable that is not sensitive.
Value::Map visible_variables(const Config& config, const ModuleScope& scope) {
  auto hidden = hidden_variables(config, scope.references());
  Value::Map variables;
  for (const auto& [name, value] : scope.variables())
    variables.emplace(name, value.value.with_marks(hidden.contains(name) ? Value::Sensitive : 0));
  return hidden_members(variables);
}

}  // namespace

std::vector<ResourceView> state_views(const provider::Catalog& catalog, const state::Snapshot& snapshot) {
  auto external_ids = managed_external_ids(catalog, snapshot);
  std::vector<ResourceView> views;
  for (const auto& [address, resource] : snapshot.resources) {
    auto view = empty_view(address);
    view.after = recalled(catalog.find(address.type), resource, external_ids);
    view.ours = resource.ours;
    view.depends_on = resource.dependencies;
    views.push_back(std::move(view));
  }
  return views;
}

Report make_report(const PlanInput& input, const ModuleScope& scope, const Plan& plan, Origin origin) {
  Report report{.origin = std::move(origin),
                .plan = plan,
                .resources = {},
                .drift = {},
                .outputs_before = {},
                .outputs_after = {},
                .variables = {},
                .configuration = {}};
  std::map<Address, const Change*> changes;
  for (const auto& change : plan.changes) changes.emplace(change.address, &change);
  std::set<Address> all;
  for (const auto& [address, instance] : input.resources.instances) all.insert(address);
  for (const auto& [address, resource] : input.snapshot.resources) all.insert(address);
  for (const auto& address : all) {
    auto change = changes.find(address);
    auto view = view_of(input, scope, plan, address, change == changes.end() ? nullptr : change->second);
    if (!view.before.is_null() || !view.after.is_null()) report.resources.push_back(std::move(view));
  }
  for (const auto& drift : plan.drift) report.drift.push_back(drift_of(input, drift));
  report.outputs_before = hidden_members(input.snapshot.outputs);
  if (plan.options.mode != Mode::Destroy) {
    base::Diags said;  // when the outputs were planned
    report.outputs_after = hidden_members(evaluate_outputs(input.config, scope, said));
  }
  report.variables = visible_variables(input.config, scope);
  report.configuration = configuration(input.config, scope);
  return report;
}

}  // namespace waveform::planner
