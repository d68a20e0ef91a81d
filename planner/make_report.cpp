#include "planner/make_report.h"

#include <algorithm>

#include "planner/desired.h"

namespace waveform::planner {

using base::Address;
using base::Value;

namespace {

// What is remembered of an address, and under which id; empty when nothing is.
struct Memory {
  std::string id;
  state::SecretDigests digests;
  std::vector<Address> dependencies;
};

Memory memory_of(const PlanInput& input, const Address& address) {
  if (auto managed = input.snapshot.resources.find(address); managed != input.snapshot.resources.end())
    return {managed->second.id, managed->second.secret_digests, managed->second.dependencies};
  if (auto imported = input.imports.find(address); imported != input.imports.end())
    return {imported->second, {}, {}};
  if (const auto* tombstone = state::find_tombstone(input.snapshot, address))
    return {tombstone->id, tombstone->secret_digests, {}};
  return {};
}

// With the mark on all that a digest stands for.
Value hide(Value attributes, const std::map<std::string, SecretVerdict>& secrets,
           const state::SecretDigests& digests) {
  auto mark = [&](const std::string& name) {
    const Value& value = attributes.get(name);
    if (!value.is_null()) attributes = attributes.with_path(name, value.with_marks(Value::Sensitive));
  };
  for (const auto& [name, verdict] : secrets) mark(name);
  for (const auto& [name, digest] : digests) mark(name);
  return without_hidden(attributes);
}

Value external_id(const std::string& id) {
  return Value(Value::Map{{"id", Value(id).with_marks(Value::Masked)}});
}

// As it is now; null when there is none.
Value present(const PlanInput& input, const provider::ResourceType& type, const std::string& id) {
  if (id.empty()) return {};
  if (type.lifecycle == provider::Lifecycle::ExternalId) return external_id(id);
  auto live = input.live.integrations.find(id);
  return live == input.live.integrations.end() ? Value()
                                               : visible_value(type, {}, live->second.attributes, true);
}

// What a Reset goes back to is no part of what the manifest wants.
Value with_resets(Value after, const Change* change) {
  if (change == nullptr || !after.is_map()) return after;
  for (const auto& attribute : change->attributes) {
    if (attribute.kind == AttributeChange::Kind::Reset)
      after = after.with_path(attribute.name, attribute.after);
  }
  return after;
}

ResourceView view_of(const PlanInput& input, const ModuleScope& scope, const Plan& plan,
                     const Address& address, const Change* change) {
  ResourceView view{
      .address = address, .before = {}, .after = {}, .ours = {}, .secrets = {}, .depends_on = {}};
  const auto* type = input.catalog.find(address.type);
  if (type == nullptr) return view;
  auto memory = memory_of(input, address);
  auto block = input.config.resources.find(address);
  bool wanted = plan.options.mode != Mode::Destroy && block != input.config.resources.end();
  if (wanted) {
    base::Diags said;  // when it was planned
    for (const auto& [name, value] : evaluate_resource(block->second, scope, said)) {
      view.ours.insert(name);
      if (is_hidden(*type->find(name), value))
        view.secrets.emplace(name, compare_secret(input.snapshot.digest_key, memory.digests, name, value));
    }
    const auto& needs = input.graph.needs.at(address);
    view.depends_on.assign(needs.begin(), needs.end());
  } else {
    view.depends_on = std::move(memory.dependencies);
  }
  Value before = present(input, *type, memory.id);
  bool goes = change != nullptr && (change->has(Action::Delete) || change->has(Action::Forget));
  if (plan.left_alone.contains(address)) wanted = false;
  Value after = goes ? Value() : wanted ? with_resets(scope.resource(address), change) : before;
  view.before = hide(before, view.secrets, memory.digests);
  view.after = hide(after, view.secrets, memory.digests);
  return view;
}

ResourceView drift_of(const PlanInput& input, const Drift& drift) {
  ResourceView view{
      .address = drift.address, .before = {}, .after = {}, .ours = {}, .secrets = {}, .depends_on = {}};
  const auto* type = input.catalog.find(drift.address.type);
  if (type == nullptr) return view;
  auto memory = memory_of(input, drift.address);
  auto managed = input.snapshot.resources.find(drift.address);
  if (managed != input.snapshot.resources.end())
    view.before = hide(visible_value(*type, {}, managed->second.attributes, true), {}, memory.digests);
  bool lost = drift.kind == Drift::Kind::Gone || drift.kind == Drift::Kind::Binned;
  if (!lost) view.after = hide(present(input, *type, drift.id), {}, memory.digests);
  return view;
}

Value::Map hidden_members(const Value::Map& members) {
  return without_hidden(Value(members)).as_map();
}

}  // namespace

Value without_hidden(const Value& value) {
  if (value.marks() != 0) return Value().with_marks(value.marks());
  if (value.marks_within() == 0) return value;
  if (value.is_list()) {
    Value::List items;
    for (const auto& item : value.as_list()) items.push_back(without_hidden(item));
    return Value(std::move(items));
  }
  Value::Map members;
  for (const auto& [name, member] : value.as_map()) members.emplace(name, without_hidden(member));
  return Value(std::move(members));
}

std::vector<ResourceView> state_views(const provider::Catalog& catalog, const state::Snapshot& snapshot) {
  std::vector<ResourceView> views;
  for (const auto& [address, resource] : snapshot.resources) {
    ResourceView view{.address = address,
                      .before = {},
                      .after = {},
                      .ours = resource.ours,
                      .secrets = {},
                      .depends_on = resource.dependencies};
    const auto* type = catalog.find(address.type);
    bool external = type != nullptr && type->lifecycle == provider::Lifecycle::ExternalId;
    Value after = external          ? external_id(resource.id)
                  : type != nullptr ? visible_value(*type, {}, resource.attributes, true)
                                    : Value(resource.attributes);
    for (const auto& [name, digest] : resource.secret_digests)
      after = after.with_path(name, Value().with_marks(Value::Sensitive));
    view.after = without_hidden(after);
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
  for (const auto& [address, block] : input.config.resources) all.insert(address);
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
  report.variables = hidden_members(scope.variables());
  return report;
}

}  // namespace waveform::planner
