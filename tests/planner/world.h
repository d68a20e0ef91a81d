// A manifest, a state in memory and a simulated service: what tests of plan and apply are told in.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "base/json.h"
#include "base/text.h"
#include "planner/render/groups.h"
#include "planner/render/plan_text.h"
#include "planner/report/report.h"
#include "planner/run.h"
#include "provider/client.h"
#include "provider/services/catalog.h"
#include "provider/simulator/simulator.h"
#include "provider/wire.h"
#include "state/codec.h"
#include "state/store.h"
#include "tests/support/fake_clock.h"
#include "tests/support/memory_backend.h"
#include "tests/support/text.h"

namespace waveform::planner {

inline std::string complaints(base::Diags diags) {
  diags.sort();
  std::string out;
  for (const auto& diag : diags.list()) out += base::render(diag, {}) + "\n";
  return out;
}

using test::has;

constexpr const char* kRole = "arn:aws:iam::123456789012:role/wavefront";

// resource "wavefront_cloud_integration_TYPE" "LABEL" { LINES }
inline std::string block(const std::string& type, const std::string& label, const std::string& lines) {
  return fmt::format("resource \"wavefront_cloud_integration_{}\" \"{}\" {{\n{}\n}}\n", type, label, lines);
}
// An integration that can be created, named as its label; var.id is the world's external id.
inline std::string ec2(const std::string& label, const std::string& lines = "") {
  return block(
      "ec2", label,
      fmt::format("name = \"{}\"\nrole_arn = \"{}\"\nexternal_id = var.id\n{}", label, kRole, lines));
}
inline base::Address address(const std::string& label, const std::string& type = "ec2") {
  return {"wavefront_cloud_integration_" + type, label, {}};
}

// Calls the service without checks, like a user in the console.
inline base::Result<void> unchecked() {
  return {};
}

// Manifest texts by name, as if they were files; values of variables as -var gives them.
using Texts = std::map<std::string, std::string>;
inline ManifestFiles in_memory(const Texts& texts) {
  ManifestFiles files{.directory = std::nullopt};
  for (const auto& [name, text] : texts) files.extra.push_back({name, text});
  return files;
}
inline LoadRequest load_request(const Texts& texts, const Texts& variables = {},
                                Missing missing = Missing::Error) {
  LoadRequest request{.files = in_memory(texts), .missing = missing};
  for (const auto& [name, text] : variables)
    request.variables.given.push_back(
        {.from = VariableInput::From::Environment, .origin = name, .name = name, .text = text});
  return request;
}

// A manifest of one file, and what is wrong with it.
struct Loaded {
  explicit Loaded(const std::string& text, const std::string& name = "main.wf.hcl",
                  const Texts& variables = {})
      : configuration(load(catalog, load_request({{name, text}}, variables, Missing::Unknown), diags)) {}
  const Config& config() const { return configuration->config(); }
  std::string said() const { return complaints(diags); }

  provider::Catalog catalog = provider::services::catalog();
  base::Diags diags;
  std::unique_ptr<Configuration> configuration;
};

// What was started and done, one word a step: "create main".
struct Steps final : Progress {
  void report(ProgressEvent event) override {
    const std::string& name = event.change.address.name;
    if (event.kind == ProgressEvent::Kind::Done)
      reported.push_back(std::string(action_name(event.action)) + " " + name);
    if (event.kind == ProgressEvent::Kind::Failed) reported.push_back("failed " + name);
  }
  std::vector<std::string> reported;
};

// One run of plan or apply, and all that it was made of.
struct Step {
  state::Snapshot loaded;
  base::Diags diags;
  std::unique_ptr<Configuration> configuration;
  std::unique_ptr<Planning> planning;
  Steps steps;
  ApplyResult result;
  std::optional<base::Error> error;  // of the state

  Plan& plan() { return planning->plan; }
  const Plan& plan() const { return planning->plan; }
  const PlanInput& input() const { return *planning->input; }
  const Resources& resources() const { return configuration->resources; }
  bool ok() const { return !diags.has_errors(); }
  std::string said() const { return complaints(diags); }
  Report report() const { return make_report(input(), *configuration->scope, plan(), {}); }
  std::string text() const { return render::plan_text(plan(), {80, false}); }
  std::string summary() const { return planner::summary(plan()); }
  const Change& change(const std::string& label) const {
    for (const auto& change : plan().changes) {
      if (change.address.name == label) return change;
    }
    FAIL("no change of " << label << " in\n" << text() << said());
    throw std::logic_error("unreachable");
  }
  std::string actions(const std::string& label) const { return render::actions_text(change(label)); }
  // "name", "name external_id", ...: the attributes that a change is about.
  std::string attributes(const std::string& label) const {
    std::string out;
    for (const auto& attribute : change(label).attributes) out += (out.empty() ? "" : " ") + attribute.name;
    return out;
  }
  const base::Error& failure(const std::string& label) const {
    for (const auto& failed : result.failed) {
      if (failed.address.name == label) return failed.error;
    }
    FAIL("no failure of " << label);
    throw std::logic_error("unreachable");
  }
};

class World {
 public:
  explicit World(provider::simulator::Options cluster = {})
      : simulator(clock, std::move(cluster)),
        client(simulator, clock,
               {"https://cluster.example", provider::fixed_token("token"), {}, base::Millis(60'000)}) {
    variables["id"] = *client.create_external_id();
    simulator.clear_log();
  }

  // Replaces the manifest; variable "id", the external id, is declared.
  void manifest(const std::string& text) {
    files = {{"main.wf.hcl", "variable \"id\" {\n  default = \"\"\n  sensitive = true\n}\n" + text}};
  }

  std::unique_ptr<Step> plan() {
    auto step = std::make_unique<Step>();
    auto snapshot = state::load(backend);
    REQUIRE(snapshot);
    step->loaded = *std::move(snapshot);
    prepare(*step, step->loaded);
    return step;
  }

  std::unique_ptr<Step> apply() {
    auto step = std::make_unique<Step>();
    auto writer = state::Writer::open(backend, "a test");
    REQUIRE(writer);
    prepare(*step, writer->snapshot(), true);
    if (!step->ok()) return step;
    if (before_apply) before_apply();
    auto result = planner::apply(*step->planning, *writer, step->steps, outside(), step->diags);
    if (result) {
      step->result = *std::move(result);
      step->error = step->result.not_saved;
    } else {
      step->error = result.error();
    }
    return step;
  }

  // Applies, and demands that everything was done and that nothing is left to do.
  std::unique_ptr<Step> converge() {
    auto step = apply();
    INFO(step->said(), step->text());
    CHECK(step->ok());
    CHECK(!step->error);
    CHECK(step->result.complete());
    expect_empty_plan();
    return step;
  }
  void expect_empty_plan() {
    simulator.clear_log();
    auto step = plan();
    INFO(step->said(), step->text());
    CHECK(step->ok());
    CHECK(step->plan().is_empty());
    CHECK(writes() == 0);
  }

  state::Snapshot state() const { return *state::decode(*backend.state); }
  const state::Resource& resource(const std::string& label) {
    held_ = state();
    REQUIRE(held_.resources.contains(address(label)));
    return held_.resources.at(address(label));
  }

  // As the service holds it, live or deleted; null when there is none.
  base::Value body(const std::string& name) const {
    base::Value dump = simulator.dump();
    for (const auto& body : dump.get("integrations").as_list()) {
      if (body.get("name") == base::Value(name)) return body;
    }
    return {};
  }
  std::string id_of(const std::string& name) const { return provider::id_of(body(name)); }
  std::size_t integrations() const { return simulator.dump().get("integrations").as_list().size(); }
  void patch(const std::string& name, const std::string& json) {
    REQUIRE(simulator.patch(id_of(name), *base::parse_json(json)));
  }
  void fault(const std::string& spec) { REQUIRE(simulator.add_fault(spec)); }
  std::int64_t writes() const { return simulator.counters().writes; }
  std::int64_t calls(const std::string& call) const {
    auto counters = simulator.counters();
    auto found = counters.by_call.find(call);
    return found == counters.by_call.end() ? 0 : found->second;
  }

  provider::Catalog catalog = provider::services::catalog();
  base::FakeClock clock;
  mutable provider::simulator::Simulator simulator;  // reading it runs what is due
  provider::Client client;
  state::MemoryBackend backend;
  std::map<std::string, std::string> files;      // by name
  std::map<std::string, std::string> variables;  // as -var gives them
  PlanOptions options;
  std::vector<Import> imports;  // as the import command gives them
  bool refresh = true;
  bool interrupted = false;
  int parallelism = 1;
  std::function<void()> before_apply;  // between plan and apply: a user in the console

 protected:
  Outside outside() {
    return {.connect =
                [this] {
                  return Connection{&client, "https://cluster.example", parallelism};
                },
            .clock = clock,
            .interrupted = [this] { return interrupted; }};
  }
  void prepare(Step& step, state::Snapshot& snapshot, bool writes = false) {
    step.configuration = load(catalog, load_request(files, variables), step.diags);
    if (!step.ok()) return;
    const PlanRequest request{.options = options, .imports = imports, .refresh = refresh, .writes = writes};
    auto planning = planner::plan(*step.configuration, snapshot, request, outside(), step.diags);
    REQUIRE_MESSAGE(planning, planning.error().message);
    step.planning = *std::move(planning);
    for (const auto& change : step.plan().changes)
      CHECK_MESSAGE(change.is_possible(), render::actions_text(change));
  }

 private:
  state::Snapshot held_;
};

}  // namespace waveform::planner
