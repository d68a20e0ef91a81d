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
#include "planner/apply/applier.h"
#include "planner/config/api_form.h"
#include "planner/config/blocks.h"
#include "planner/config/variables.h"
#include "planner/hcl/json_syntax.h"
#include "planner/hcl/parser.h"
#include "planner/import/imports.h"
#include "planner/plan/moves.h"
#include "planner/plan/planner.h"
#include "planner/render/groups.h"
#include "planner/render/plan_text.h"
#include "planner/report/report.h"
#include "provider/client.h"
#include "provider/services/catalog.h"
#include "provider/simulator/simulator.h"
#include "provider/wire.h"
#include "state/backend/memory.h"
#include "state/codec.h"
#include "state/store.h"
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

// A call is made whatever is there: someone in the console.
inline base::Result<void> unchecked() {
  return {};
}

// Manifest texts, read as files are, and what is wrong with them.
struct Read {
  base::Sources sources;
  std::deque<hcl::Body> trees;
  Config config;
  std::optional<References> references;
  Graph graph;
  std::optional<ModuleScope> scope;
  Resources resources;
  base::Diags diags;

  void file(const provider::Catalog& catalog, const std::string& text, const std::string& name) {
    const auto& source = sources.add(name, text);
    if (!name.ends_with(".json")) {
      trees.push_back(hcl::parse_native(source, diags));
    } else if (auto root = hcl::parse_json_tree(source, diags, hcl::Keys::Any); !root) {
      return;
    } else if (is_api_form(*root)) {
      trees.push_back(read_api_form(*root, name.substr(0, name.find('.')), catalog, diags));
    } else {
      trees.push_back(hcl::parse_json_body(*root, manifest_blocks(), diags));
    }
    add_file(config, trees.back(), catalog, diags);
  }
  void end(const provider::Catalog& catalog) {
    std::vector<const hcl::Body*> files;
    for (const auto& tree : trees) files.push_back(&tree);
    check_whole_config(config, files, catalog, diags);
    references.emplace(config, diags);
    graph = build_graph(config, *references, diags);
  }
  void open(Variables variables = {}, UnknownKeys on_unknown = UnknownKeys::Error) {
    scope.emplace(config, *references, std::move(variables));
    resources = expand(config, graph, *scope, on_unknown, diags);
  }
};

// What was started and done, one word a step: "create main".
struct Steps final : Progress {
  void started(const Change&) override {}
  void waits(const Change&, const std::string&) override {}
  void done(const Change& change, Action action, const std::string&, base::Millis) override {
    told.push_back(std::string(action_name(action)) + " " + change.address.name);
  }
  void ended(const Change&, base::Millis) override {}
  void failed(const Change& change, const base::Error&) override {
    told.push_back("failed " + change.address.name);
  }
  std::vector<std::string> told;
};

// One run of plan or apply, and all that it was made of.
struct Step : Read {
  state::Snapshot loaded;
  Live live;
  Unmanaged unmanaged;
  std::optional<PlanInput> input;
  Plan plan;
  Steps steps;
  ApplyResult result;
  std::optional<base::Error> error;  // of the state

  bool ok() const { return !diags.has_errors(); }
  std::string said() const { return complaints(diags); }
  Report report() const { return make_report(*input, *scope, plan, {}); }
  std::string text() const { return render::plan_text(plan, {80, false}); }
  std::string summary() const { return planner::summary(plan); }
  const Change& change(const std::string& label) const {
    for (const auto& change : plan.changes) {
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
    prepare(*step, writer->snapshot());
    if (!step->ok()) return step;
    if (before_apply) before_apply();
    auto result =
        planner::apply(step->plan,
                       {*step->input, *step->scope, client, *writer, clock, step->steps,
                        [this] { return interrupted; }, base::Millis(30'000), parallelism, clock.steady()},
                       step->diags);
    if (result) {
      step->result = *std::move(result);
      step->error = step->result.not_saved;
    } else {
      step->error = result.error();
    }
    return step;
  }

  // Applies, and demands that everything was done and that nothing is left to do.
  std::unique_ptr<Step> settle() {
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
    CHECK(step->plan.is_empty());
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
  mutable provider::simulator::Simulator simulator;  // a look at it carries out what has come due
  provider::Client client;
  state::MemoryBackend backend;
  std::map<std::string, std::string> files;      // by name
  std::map<std::string, std::string> variables;  // as -var gives them
  PlanOptions options;
  std::vector<Import> imports;  // as the import command gives them
  bool refresh = true;
  bool interrupted = false;
  int parallelism = 1;
  std::function<void()> before_apply;  // between plan and apply: somebody in the console

 protected:
  void prepare(Step& step, state::Snapshot& snapshot) {
    for (const auto& [name, text] : files) step.file(catalog, text, name);
    step.end(catalog);
    VariableInputs inputs;
    for (const auto& [name, text] : variables)
      inputs.given.push_back(
          {.from = VariableInput::From::Environment, .origin = name, .name = name, .text = text});
    step.open(resolve_variables(step.config, inputs, step.sources, Missing::Error, step.diags));
    check_moves(step.config, step.resources, step.diags);
    if (!step.ok()) return;
    auto moves = apply_moves(step.config, snapshot, step.diags);
    auto wanted = imports;
    auto blocks = evaluate_imports(step.config, step.resources, *step.scope, UnknownKeys::Error, step.diags);
    wanted.insert(wanted.end(), blocks.begin(), blocks.end());
    if (refresh) {
      auto live = planner::refresh(client, catalog, snapshot, asked_by(wanted, catalog, snapshot));
      REQUIRE_MESSAGE(live, live.error().message);
      step.live = *std::move(live);
    } else {
      step.live = assume(catalog, snapshot);
    }
    step.unmanaged = find_unmanaged(step.live, snapshot);
    step.input.emplace(PlanInput{step.config, step.resources, catalog, snapshot, step.live, step.unmanaged,
                                 resolve_imports(wanted, step.resources, snapshot, step.live, step.diags),
                                 std::move(moves)});
    step.plan = make_plan(*step.input, options, *step.scope, step.diags);
  }

 private:
  state::Snapshot held_;
};

}  // namespace waveform::planner
