#include "planner/render/plan_json.h"

#include <map>
#include <optional>

#include "base/clock.h"
#include "base/json.h"
#include "planner/render/plan_facts.h"
#include "planner/render/terraform_values.h"

namespace waveform::render {

using base::Address;
using base::Value;
using planner::Action;
using planner::Change;
using planner::Drift;
using planner::Mode;
using planner::Report;
using planner::ResourceView;

namespace {

// The format's actions of a change; null: no change.
std::vector<const char*> action_names(const Change* change) {
  std::string_view name = change == nullptr ? "" : terraform_action(*change);
  if (name == "replace") return {"delete", "create"};
  if (name.empty() || name == "import" || name == "move") return {"no-op"};
  return {name.data()};
}

Value action_list(const std::vector<const char*>& names) {
  return Value(Value::List(names.begin(), names.end()));
}

// Of a resource.
Value::Map change_value(Value actions, const Value& before, const Value& after) {
  return {{"actions", std::move(actions)},
          {"before", shown(before)},
          {"after", shown(after)},
          {"after_unknown", after.is_wholly_known() ? Value(Value::Map{}) : unknown_shape(after)},
          {"before_sensitive", hidden_shape(before)},
          {"after_sensitive", hidden_shape(after)}};
}

// A resource of the plan; `change` is null when nothing changes, and `after` is `before` then.
struct Planned {
  const ResourceView* view = nullptr;
  const Change* change = nullptr;

  const Value& after() const { return change == nullptr ? view->before : view->after; }
};

std::vector<Planned> planned_resources(const Report& report) {
  std::map<Address, const Change*> changes;
  for (const auto& change : report.plan.changes) changes.emplace(change.address, &change);
  std::vector<Planned> all;
  for (const auto& view : report.resources) {
    auto change = changes.find(view.address);
    bool changes_it = change != changes.end();
    if (changes_it || !view.before.is_null()) all.push_back({&view, changes_it ? change->second : nullptr});
  }
  return all;
}

// The format's reason for an action.
const char* action_reason(const Change& change, Mode mode) {
  if (change.has(Action::Replace)) return "replace_by_request";
  return delete_reason(change, mode);
}

Value resource_change(const Planned& planned, Mode mode) {
  const auto* change = planned.change;
  auto value = change_value(action_list(action_names(change)), planned.view->before, planned.after());
  auto members = identity(planned.view->address);
  if (change != nullptr) {
    if (change->has(Action::Import))
      value.emplace("importing", Value::Map{{"id", shown_id(*change, *planned.view)}});
    if (change->previous_address) members.emplace("previous_address", change->previous_address->text());
    if (const char* reason = action_reason(*change, mode)) members.emplace("action_reason", reason);
    members.emplace(kFactsKey, change_facts(*change, *planned.view));
  }
  members.emplace("change", std::move(value));
  return Value(std::move(members));
}

// `seen`: before, as in the state, and after, as in the service.
Value drift_change(const Drift& drift, const ResourceView& seen) {
  auto members = identity(drift.address);
  members.emplace("change",
                  change_value(action_list({terraform_action(drift.kind)}), seen.before, seen.after));
  members.emplace(kFactsKey, drift_facts(drift));
  return Value(std::move(members));
}

Value::List drift_changes(const Report& report) {
  std::map<Address, const ResourceView*> views;
  for (const auto& view : report.drift) views.emplace(view.address, &view);
  Value::List list;
  for (const auto& drift : report.plan.drift) {
    if (auto seen = views.find(drift.address); seen != views.end())
      list.push_back(drift_change(drift, *seen->second));
  }
  return list;
}

// An output before and after; empty where it does not exist.
struct PlannedOutput {
  std::optional<Value> before;
  std::optional<Value> after;
  bool changes = false;
};

std::optional<Value> member(const Value::Map& members, const std::string& name) {
  auto found = members.find(name);
  return found == members.end() ? std::nullopt : std::optional(found->second);
}

// Outputs not in the plan are unchanged; a change of sensitive ones, which are not in the state, is unknown.
std::map<std::string, PlannedOutput> planned_outputs(const Report& report) {
  std::map<std::string, PlannedOutput> all;
  for (const auto& [name, value] : report.outputs_after) {
    if (value.is_sensitive()) all[name] = {value, value};
  }
  for (const auto& [name, value] : report.outputs_before) all[name] = {value, value};
  for (const auto& change : report.plan.outputs)
    all[change.name] = {member(report.outputs_before, change.name), member(report.outputs_after, change.name),
                        true};
  return all;
}

Value output_change(const PlannedOutput& output) {
  const char* action = !output.changes  ? "no-op"
                       : !output.before ? "create"
                       : !output.after  ? "delete"
                                        : "update";
  Value before = output.before.value_or(Value());
  Value after = output.after.value_or(Value());
  Value::Map members{{"actions", action_list({action})},
                     {"before", shown(before)},
                     {"after_unknown", unknown_shape(after)},
                     {"before_sensitive", before.marks_within() != 0},
                     {"after_sensitive", after.marks_within() != 0}};
  if (after.is_wholly_known()) members.insert_or_assign("after_unknown", false);
  if (!after.is_unknown()) members.emplace("after", shown(after));
  return Value(std::move(members));
}

Value planned_values(const std::vector<Planned>& resources,
                     const std::map<std::string, PlannedOutput>& outputs) {
  Value::List list;
  for (const auto& planned : resources) {
    if (!planned.after().is_null()) list.emplace_back(resource_value(planned.view->address, planned.after()));
  }
  Value::Map values;
  for (const auto& [name, output] : outputs) {
    if (output.after) values.emplace(name, *output.after);
  }
  return module_values(std::move(list), values);
}

// The resources of the state as they are now, including imports.
Value prior_state(const Report& report, const std::vector<Planned>& resources) {
  std::vector<ResourceView> views;
  for (const auto& [view, change] : resources) {
    bool imported = change != nullptr && change->has(Action::Import);
    if (view->before.is_null() || !(imported || report.origin.managed.contains(view->address))) continue;
    views.push_back(*view);
    views.back().after = view->before;
  }
  return state_value(views, report.outputs_before);
}

Value::Map variables(const Report& report) {
  Value::Map all;
  for (const auto& [name, value] : report.variables) all.emplace(name, Value::Map{{"value", shown(value)}});
  return all;
}

void add_unless_empty(Value::Map& document, const char* name, Value part) {
  bool is_empty = part.is_list() ? part.as_list().empty() : !part.is_map() || part.as_map().empty();
  if (!is_empty) document.emplace(name, std::move(part));
}

}  // namespace

std::string plan_json(const Report& report, int indent) {
  const auto& plan = report.plan;
  auto resources = planned_resources(report);
  auto outputs = planned_outputs(report);
  Value::List changes;
  Value::Map output_changes;
  for (const auto& planned : resources) changes.push_back(resource_change(planned, plan.options.mode));
  for (const auto& [name, output] : outputs) output_changes.emplace(name, output_change(output));
  Value prior = prior_state(report, resources);
  bool is_whole = plan.options.targets.empty() && plan.options.mode != Mode::ImportOnly;
  Value::Map document{{"format_version", "1.2"},
                      {"terraform_version", kTerraformVersion},
                      {"planned_values", planned_values(resources, outputs)},
                      {"resource_changes", std::move(changes)},
                      {"output_changes", std::move(output_changes)},
                      {"timestamp", base::utc_text(report.origin.made_epoch_millis)},
                      {"errored", false},
                      {"applyable", !plan.is_empty() && plan.refusal.empty()},
                      {"complete", is_whole},
                      {kFactsKey, plan_facts(report)}};
  add_unless_empty(document, "variables", variables(report));
  add_unless_empty(document, "resource_drift", drift_changes(report));
  add_unless_empty(document, "configuration", shown(report.configuration));
  if (!prior.get("values").is_null()) document.emplace("prior_state", std::move(prior));
  return base::write_json(Value(std::move(document)), indent) + "\n";
}

std::string gitlab_report(const planner::Plan& plan) {
  std::map<std::string, std::int64_t> counts{{"create", 0}, {"update", 0}, {"delete", 0}};
  for (const auto& change : plan.changes) {
    for (const char* name : action_names(&change)) ++counts[name];
  }
  return base::write_json(Value(Value::Map{
             {"create", counts["create"]}, {"update", counts["update"]}, {"delete", counts["delete"]}})) +
         "\n";
}

}  // namespace waveform::render
