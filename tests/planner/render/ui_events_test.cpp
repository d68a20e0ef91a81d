#include "planner/render/ui_events.h"

#include <doctest/doctest.h>

#include "base/json.h"
#include "tests/planner/render/report_builder.h"

namespace waveform::render {
namespace {

using base::Millis;
using base::Value;
using planner::Action;

Value parsed_event(const std::string& line) {
  REQUIRE(line.ends_with("\n"));
  REQUIRE(line.find('\n') == line.size() - 1);
  auto value = base::parse_json(line);
  REQUIRE(value);
  return *value;
}

Value seen(Event event) {
  return parsed_event(event_line(std::move(event), 1'700'000'000'123));
}

constexpr auto kNormal = planner::Mode::Normal;
const EventContext kContext{1'700'000'000'123, {}};

planner::Change create(const std::string& name) {
  return test::change(test::ec2(name, "a"), {Action::Create});
}

// What a real run of `tofu apply -json` (1.12) has in each event: type, path, kind of JSON. What is Tofu's
// alone (its version, which has another key here) is left out.
struct Fact {
  const char* type;
  const char* path;
  const char* kind;
};
constexpr Fact kFacts[] = {
    {"", "@level", "string"},
    {"", "@message", "string"},
    {"", "@module", "string"},
    {"", "@timestamp", "string"},
    {"version", "ui", "string"},
    {"planned_change", "change.action", "string"},
    {"planned_change", "change.resource.addr", "string"},
    {"planned_change", "change.resource.module", "string"},
    {"planned_change", "change.resource.resource", "string"},
    {"planned_change", "change.resource.implied_provider", "string"},
    {"planned_change", "change.resource.resource_type", "string"},
    {"planned_change", "change.resource.resource_name", "string"},
    {"planned_change", "change.resource.resource_key", "string"},
    {"resource_drift", "change.action", "string"},
    {"resource_drift", "change.resource.addr", "string"},
    {"apply_start", "hook.action", "string"},
    {"apply_start", "hook.resource.addr", "string"},
    {"apply_start", "hook.resource.resource_key", "string"},
    {"apply_progress", "hook.elapsed_seconds", "number"},
    {"apply_complete", "hook.action", "string"},
    {"apply_complete", "hook.resource.addr", "string"},
    {"apply_complete", "hook.id_key", "string"},
    {"apply_complete", "hook.id_value", "string"},
    {"apply_complete", "hook.elapsed_seconds", "number"},
    {"apply_errored", "hook.elapsed_seconds", "number"},
    {"diagnostic", "diagnostic.severity", "string"},
    {"diagnostic", "diagnostic.summary", "string"},
    {"diagnostic", "diagnostic.detail", "string"},
    {"change_summary", "changes.add", "number"},
    {"change_summary", "changes.change", "number"},
    {"change_summary", "changes.import", "number"},
    {"change_summary", "changes.remove", "number"},
    {"change_summary", "changes.forget", "number"},
    {"change_summary", "changes.operation", "string"},
    {"outputs", "outputs.id.sensitive", "bool"},
    {"outputs", "outputs.id.type", "string"},
    {"outputs", "outputs.id.value", "string"},
};

std::vector<Value> one_event_of_each() {
  auto change = create("x");
  base::Error error{base::ErrorKind::Refused, "no", ""};
  using Kind = planner::ProgressEvent::Kind;
  const auto& format = progress_events();
  const auto event = [&](Kind kind) {
    return format.event(
        {.kind = kind, .change = change, .elapsed = Millis(12'300), .id = "i-1", .error = &error}, kContext);
  };
  auto failed = event(Kind::Failed);
  auto end = failed.find('\n') + 1;
  planner::Drift drift;
  drift.address = change.address;
  return {seen(version_event("0.1.0")),
          seen(planned_change_event(change, kNormal)),
          seen(drift_event(drift)),
          parsed_event(event(Kind::Started)),
          parsed_event(event(Kind::Running)),
          parsed_event(event(Kind::Ended)),
          parsed_event(failed.substr(0, end)),
          parsed_event(failed.substr(end)),
          seen(summary_event({}, "apply")),
          seen(outputs_event({{"id", "x"}}))};
}

}  // namespace

TEST_CASE("every event has what Terraform's has, of the same kind") {
  auto events = one_event_of_each();
  for (const auto& [type, path, kind] : kFacts) {
    int compared = 0;
    for (const auto& event : events) {
      if (*type != '\0' && event.get("type") != Value(type)) continue;
      INFO(type, " ", path, " ", base::write_json(event));
      CHECK(std::string(base::kind_name(event.at_path(path).kind())) == kind);
      ++compared;
    }
    CHECK(compared > 0);
  }
}

TEST_CASE("each line is one object with when and whose it is") {
  CHECK(event_line(version_event("0.1.0"), 1'700'000'000'123) ==
        "{\"@level\":\"info\",\"@message\":\"waveform 0.1.0\",\"@module\":\"waveform.ui\",\"@timestamp\":"
        "\"2023-11-14T22:13:20.123Z\",\"type\":\"version\",\"ui\":\"1.2\",\"waveform\":\"0.1.0\"}\n");
}

TEST_CASE("actions have Terraform's names; what is more is in waveform's own member") {
  auto action = [](std::vector<Action> actions) {
    return seen(planned_change_event(test::change(test::ec2("x"), std::move(actions)), kNormal))
        .at_path("change.action");
  };
  CHECK(action({Action::Undelete, Action::Update, Action::Enable}) == Value("update"));
  CHECK(action({Action::Disable}) == Value("update"));
  CHECK(action({Action::Replace}) == Value("replace"));
  CHECK(action({Action::Import}) == Value("import"));
  CHECK(action({Action::Import, Action::Update}) == Value("update"));
  CHECK(action({Action::Move}) == Value("move"));
  CHECK(action({Action::Forget}) == Value("forget"));
  auto change = test::change(test::ec2("x"), {Action::Move, Action::Undelete});
  change.previous_address = test::ec2("y", std::int64_t{3});
  auto event = seen(planned_change_event(change, kNormal));
  CHECK(event.at_path("change.previous_resource.resource_key") == Value(3));
  change.actions = {Action::Delete};
  CHECK(planned_change_event(change, kNormal).at("change").get("reason") ==
        Value("delete_because_no_resource_config"));
  CHECK(planned_change_event(change, planner::Mode::Destroy).at("change").get("reason").is_null());
  CHECK(event.at_path("change.waveform.actions") == Value(Value::List{"move", "undelete"}));
}

TEST_CASE("drift is named by what became of the resource") {
  auto action = [](planner::Drift::Kind kind) {
    planner::Drift drift;
    drift.address = test::ec2("x");
    drift.kind = kind;
    return seen(drift_event(drift)).at_path("change.action");
  };
  CHECK(action(planner::Drift::Kind::Changed) == Value("update"));
  CHECK(action(planner::Drift::Kind::Binned) == Value("delete"));
  CHECK(action(planner::Drift::Kind::Recovered) == Value("create"));
}

TEST_CASE("no external id and no sensitive output is in an event") {
  auto import = test::change(test::external_id("x"), {Action::Import});
  import.id = "wave1234";
  import.fingerprint = "";
  CHECK(seen(planned_change_event(import, kNormal)).at_path("change.importing.id") == Value("(external id)"));
  auto ended = progress_events().event(
      {.kind = planner::ProgressEvent::Kind::Ended, .change = import, .id = "wave1234"}, kContext);
  CHECK(ended.find("wave1234") == std::string::npos);
  auto outputs = seen(outputs_event({{"s", Value("secret").with_marks(Value::Sensitive)}, {"n", Value(3)}}));
  CHECK(outputs.at_path("outputs.s") == Value(Value::Map{{"sensitive", true}, {"type", "string"}}));
  CHECK(outputs.at_path("outputs.n.value") == Value(3));
}

TEST_CASE("changes are counted as Terraform counts them, in its sentences") {
  ChangeCounts counts;
  for (auto actions : std::vector<std::vector<Action>>{{Action::Create},
                                                       {Action::Replace},
                                                       {Action::Delete},
                                                       {Action::Undelete, Action::Update},
                                                       {Action::Import, Action::Update},
                                                       {Action::Import},
                                                       {Action::Move}})
    counts.count(test::change(test::ec2("x"), actions));
  CHECK(seen(summary_event(counts, "plan")).get("@message") ==
        Value("Plan: 2 to import, 2 to add, 2 to change, 2 to destroy."));
  CHECK(seen(summary_event(counts, "apply")).get("@message") ==
        Value("Apply complete! Resources: 2 imported, 2 added, 2 changed, 2 destroyed."));
  CHECK(seen(summary_event({.remove = 2}, "destroy")).get("@message") ==
        Value("Destroy complete! Resources: 2 destroyed."));
  CHECK(seen(summary_event({.remove = 2}, "destroy", false)).get("@message") ==
        Value("Not all is done. Resources: 2 destroyed."));
}

}  // namespace waveform::render
