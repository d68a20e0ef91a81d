#include "planner/render/ui_events.h"

#include <string_view>

#include <fmt/format.h>

#include "base/json.h"
#include "base/text.h"
#include "planner/render/error_diag.h"
#include "planner/render/plan_facts.h"
#include "planner/render/terraform_values.h"

namespace waveform::render {

using base::Address;
using base::Value;
using planner::Action;
using planner::Change;
using planner::ProgressEvent;

namespace {

Event event(const char* level, const char* type, const std::string& message) {
  return {{"@level", level}, {"@message", message}, {"type", type}};
}

Value resource(const Address& address) {
  Value key;
  if (const auto* number = std::get_if<std::int64_t>(&address.key)) key = Value(*number);
  if (const auto* text = std::get_if<std::string>(&address.key)) key = Value(*text);
  return Value(Value::Map{{"addr", address.text()},
                          {"module", ""},
                          {"resource", address.text()},
                          {"implied_provider", "wavefront"},
                          {"resource_type", address.type},
                          {"resource_name", address.name},
                          {"resource_key", key}});
}

// The id of an external id is secret, and it has no fingerprint.
bool is_id_shown(const Change& change) {
  return !change.fingerprint.empty() || change.has(Action::Create) || change.has(Action::Replace);
}

const char* reason_of(const Change& change, planner::Mode mode) {
  if (change.has(Action::Replace)) return "requested";
  return delete_reason(change, mode);
}

Value own_facts(const Change& change) {
  Value::List actions;
  for (auto action : change.actions) actions.emplace_back(planner::action_name(action));
  return Value(Value::Map{{"actions", std::move(actions)},
                          {"reason", change.reason.empty() ? Value() : Value(change.reason)},
                          {"skip_trash", change.skip_trash}});
}

std::int64_t seconds(base::Millis elapsed) {
  return (elapsed.count() + 500) / 1000;
}

// "... creating", "... created" and so on, by the format's action.
struct Words {
  std::string_view action, doing, past;
};
constexpr Words kEventWords[] = {{"create", "creating", "created"},
                                 {"update", "updating", "updated"},
                                 {"delete", "deleting", "deleted"},
                                 {"replace", "replacing", "replaced"},
                                 {"forget", "forgetting", "forgotten"},
                                 {"import", "importing", "imported"},
                                 {"move", "moving", "moved"}};
const Words& event_words(const Change& change) {
  for (const auto& words : kEventWords) {
    if (words.action == terraform_action(change)) return words;
  }
  return kEventWords[1];
}

std::string hook_line(const char* type, const std::string& what, Value::Map hook,
                      const ProgressEvent& progress, const EventContext& moment) {
  hook.emplace("resource", resource(progress.change.address));
  hook.emplace("action", terraform_action(progress.change));
  if (progress.kind != ProgressEvent::Kind::Started)
    hook.emplace("elapsed_seconds", seconds(progress.elapsed));
  Event members = event(progress.kind == ProgressEvent::Kind::Failed ? "error" : "info", type,
                        progress.change.address.text() + ": " + what);
  members.emplace("hook", std::move(hook));
  return event_line(std::move(members), moment.epoch_millis);
}

std::string progress_event(const ProgressEvent& progress, const EventContext& moment) {
  const auto& words = event_words(progress.change);
  const auto after = [&](std::string_view what) {
    return fmt::format("{} after {} s", what, seconds(progress.elapsed));
  };
  switch (progress.kind) {
    case ProgressEvent::Kind::Started:
      return hook_line("apply_start", std::string(words.doing), {}, progress, moment);
    case ProgressEvent::Kind::Running:
      return hook_line(
          "apply_progress",
          after(fmt::format("still {}", words.doing)) + (progress.why.empty() ? "" : ": " + progress.why), {},
          progress, moment);
    case ProgressEvent::Kind::Ended: {
      const bool has_id = !progress.id.empty() && is_id_shown(progress.change);
      const Value::Map id = has_id ? Value::Map{{"id_key", "id"}, {"id_value", progress.id}} : Value::Map();
      return hook_line("apply_complete",
                       after(words.past) + (has_id ? fmt::format(" [id={}]", progress.id) : ""), id, progress,
                       moment);
    }
    case ProgressEvent::Kind::Failed:
      return hook_line("apply_errored", after("failed"), {}, progress, moment) +
             event_line(diagnostic_event(progress.change.address, base::Severity::Error, *progress.error),
                        moment.epoch_millis);
    default:
      return "";
  }
}

std::string pause(const Pause& pause, const EventContext& moment) {
  std::string text = progress_lines().pause(pause, moment);
  return event_line(log_event(text), moment.epoch_millis);
}

Event with_diagnostic(Value::Map diagnostic) {
  bool is_error = diagnostic.at("severity") == Value("error");
  Event members = event(is_error ? "error" : "warn", "diagnostic",
                        (is_error ? "Error: " : "Warning: ") + diagnostic.at("summary").as_string());
  members.emplace("diagnostic", std::move(diagnostic));
  return members;
}

std::string in_block(const base::Range&) {
  return "";
}

}  // namespace

std::string event_line(Event event, std::int64_t epoch_millis) {
  event.emplace("@module", "waveform.ui");
  event.emplace("@timestamp", base::utc_millis_text(epoch_millis));
  return base::write_json(Value(std::move(event))) + "\n";
}

Event version_event(const std::string& version) {
  Event members = event("info", "version", "waveform " + version);
  members.emplace("waveform", version);
  members.emplace("ui", "1.2");
  return members;
}

Event log_event(const std::string& text) {
  return event("info", "log", std::string(base::trim(text)));
}

Event diagnostic_event(const base::Diag& diag, const BlockAt& block_at) {
  return with_diagnostic(diagnostic_value(diag, block_at));
}

Event diagnostic_event(const Address& address, base::Severity severity, const base::Error& error) {
  base::Diag diag = error_diag(error);
  diag.severity = severity;
  Value::Map diagnostic = diagnostic_value(diag, in_block);
  diagnostic.emplace("address", address.text());
  return with_diagnostic(std::move(diagnostic));
}

Event planned_change_event(const Change& change, planner::Mode mode) {
  const char* action = terraform_action(change);
  Value::Map members{
      {"resource", resource(change.address)}, {"action", action}, {kFactsKey, own_facts(change)}};
  if (change.previous_address) members.emplace("previous_resource", resource(*change.previous_address));
  if (const char* reason = reason_of(change, mode)) members.emplace("reason", reason);
  if (change.has(Action::Import))
    members.emplace("importing",
                    Value::Map{{"id", is_id_shown(change) ? Value(change.id) : Value("(external id)")}});
  Event planned =
      event("info", "planned_change", fmt::format("{}: Plan to {}", change.address.text(), action));
  planned.emplace("change", std::move(members));
  return planned;
}

Event drift_event(const planner::Drift& drift) {
  const char* action = terraform_action(drift.kind);
  Event members =
      event("info", "resource_drift", fmt::format("{}: Drift detected ({})", drift.address.text(), action));
  members.emplace(
      "change",
      Value::Map{{"resource", resource(drift.address)}, {"action", action}, {kFactsKey, drift_facts(drift)}});
  return members;
}

Event outputs_event(const Value::Map& outputs) {
  Value::Map shown;
  for (const auto& [name, value] : outputs) {
    Value::Map output = output_value(value).as_map();
    if (value.marks_within() != 0) output.erase("value");
    shown.emplace(name, std::move(output));
  }
  Event members = event("info", "outputs", fmt::format("Outputs: {}", outputs.size()));
  members.emplace("outputs", std::move(shown));
  return members;
}

void ChangeCounts::count(const Change& counted) {
  std::string_view action = terraform_action(counted);
  add += action == "create" || action == "replace" ? 1 : 0;
  change += action == "update" ? 1 : 0;
  remove += action == "delete" || action == "replace" ? 1 : 0;
  forget += action == "forget" ? 1 : 0;
  import += counted.has(Action::Import) ? 1 : 0;
}

// Consumers of the format parse these sentences.
Event summary_event(const ChangeCounts& counts, const std::string& operation, bool complete) {
  bool plan = operation == "plan";
  std::string text = plan                     ? "Plan: "
                     : !complete              ? "Not all is done. Resources: "
                     : operation == "destroy" ? "Destroy complete! Resources: "
                                              : "Apply complete! Resources: ";
  if (counts.import > 0) text += fmt::format("{} {}, ", counts.import, plan ? "to import" : "imported");
  if (operation != "destroy")
    text += fmt::format("{} {}, {} {}, ", counts.add, plan ? "to add" : "added", counts.change,
                        plan ? "to change" : "changed");
  text += fmt::format("{} {}", counts.remove, plan ? "to destroy" : "destroyed");
  if (counts.forget > 0) text += fmt::format(", {} {}", counts.forget, plan ? "to forget" : "forgotten");
  Event members = event("info", "change_summary", text + ".");
  members.emplace("changes", Value::Map{{"add", counts.add},
                                        {"change", counts.change},
                                        {"import", counts.import},
                                        {"remove", counts.remove},
                                        {"forget", counts.forget},
                                        {"operation", operation}});
  return members;
}

const ProgressFormat& progress_events() {
  static constexpr ProgressFormat kFormat{progress_event, pause, base::Millis(10'000)};
  return kFormat;
}

}  // namespace waveform::render
