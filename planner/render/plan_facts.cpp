#include "planner/render/plan_facts.h"

#include "base/clock.h"
#include "planner/render/terraform_values.h"

namespace waveform::render {

using base::Value;
using planner::Change;
using planner::Drift;

namespace {

// null instead of "".
Value text(const std::string& text) {
  return text.empty() ? Value() : Value(text);
}

template <typename Addresses>
Value addresses(const Addresses& addresses) {
  Value::List list;
  for (const auto& address : addresses) list.emplace_back(address.text());
  return Value(std::move(list));
}

Value names(const std::vector<planner::AttributeChange>& attributes) {
  Value::List list;
  for (const auto& attribute : attributes) list.emplace_back(attribute.name);
  return Value(std::move(list));
}

Value warnings(const planner::Plan& plan) {
  Value::List list;
  for (const auto& warning : plan.warnings)
    list.emplace_back(Value::Map{{"check", text(warning.check)},
                                 {"count", warning.count},
                                 {"place", text(warning.place)},
                                 {"summary", warning.summary},
                                 {"detail", warning.detail},
                                 {"hint", warning.hint},
                                 {"code", text(warning.code)}});
  return Value(std::move(list));
}

Value options(const planner::PlanOptions& options) {
  return Value(Value::Map{{"targets", addresses(options.targets)},
                          {"replace", addresses(options.replace)},
                          {"skip_trash", options.skip_trash},
                          {"allow_duplicate", options.allow_duplicate},
                          {"send_secrets", options.send_secrets}});
}

}  // namespace

Value shown_id(const Change& change, const planner::ResourceView& view) {
  const Value& seen = view.before.get("id");
  return seen.marks() != 0 ? shown(seen) : text(change.id);
}

Value change_facts(const Change& change, const planner::ResourceView& view) {
  Value::List actions;
  for (auto action : change.actions) actions.emplace_back(planner::action_name(action));
  return Value(Value::Map{{"actions", std::move(actions)},
                          {"changed_attributes", names(change.attributes)},
                          {"id", shown_id(change, view)},
                          {"notes", Value::List(change.notes.begin(), change.notes.end())},
                          {"warnings", Value::List(change.warnings.begin(), change.warnings.end())},
                          {"reason", text(change.reason)},
                          {"skip_trash", change.skip_trash},
                          {"waits_for", addresses(change.after)}});
}

Value drift_facts(const Drift& drift) {
  Value::List left_alone;
  for (const auto& attribute : drift.attributes) {
    if (attribute.left_alone) left_alone.emplace_back(attribute.name);
  }
  auto when = drift.when_epoch_millis;
  return Value(Value::Map{{"kind", planner::kDriftNames[static_cast<std::size_t>(drift.kind)]},
                          {"changed_attributes", names(drift.attributes)},
                          {"left_alone", std::move(left_alone)},
                          {"id", text(drift.id)},
                          {"who", text(drift.who)},
                          {"when", when == 0 ? Value() : Value(base::utc_text(when))}});
}

Value plan_facts(const planner::Report& report) {
  const auto& origin = report.origin;
  const auto& plan = report.plan;
  return Value(Value::Map{{"version", origin.version},
                          {"service_address", origin.service_address},
                          {"commit", text(origin.commit)},
                          {"state", Value::Map{{"lineage", text(origin.lineage)}, {"serial", origin.serial}}},
                          {"mode", planner::kModeNames[static_cast<std::size_t>(plan.options.mode)]},
                          {"options", options(plan.options)},
                          {"unverified_secrets", addresses(plan.unverified_secrets)},
                          {"left_alone", addresses(plan.left_alone)},
                          {"warnings", warnings(plan)},
                          {"refusal", text(plan.refusal)}});
}

}  // namespace waveform::render
