// The order of a run's steps: what comes before the service is asked, how long lost calls are looked for,
// what is read again.
#include "planner/run.h"

#include "tests/planner/world.h"

namespace waveform::planner {
namespace {

// A signal comes as soon as a change waits.
struct Interrupting final : Progress {
  explicit Interrupting(bool& flag) : interrupted(flag) {}
  void report(ProgressEvent event) override {
    if (event.kind == ProgressEvent::Kind::Waiting) interrupted = true;
  }
  bool& interrupted;
};

// A run of a world, with its steps.
struct Run : World {
  Run() { manifest(ec2("main")); }

  bool go() {
    log.clear();
    diags = {};
    simulator.clear_log();
    configuration = load(catalog, load_request(files, variables), diags);
    auto made = planner::plan(*configuration, snapshot, request, recorded(), diags);
    error = made ? std::string() : made.error().message;
    if (made) planning = *std::move(made);
    return error.empty() && !diags.has_errors();
  }
  Outside recorded() {
    auto all = outside();
    all.connect = [this, connect = all.connect] {
      log += "connect ";
      return connect();
    };
    all.looks_again = [this](const Pending& pending, base::Millis left) {
      log += fmt::format("look again for {} s ({} creates, {} calls, {} misplaced) ", left.count() / 1000,
                         pending.creates, pending.calls, pending.misplaced);
    };
    return all;
  }
  // A run whose create got no response, and that was interrupted while it looked for what became of it.
  void lose_a_create(const std::string& fault) {
    REQUIRE(simulator.add_fault(fault));
    Step step;
    auto writer = state::Writer::open(backend, "a test");
    REQUIRE(writer);
    prepare(step, writer->snapshot(), true);
    Interrupting progress(interrupted);
    CHECK(planner::apply(*step.planning, *writer, progress, outside(), step.diags));
    CHECK(interrupted);
    interrupted = false;
    simulator.clear_faults();
    snapshot = state();
  }
  std::int64_t elapsed(base::Millis since) const { return (clock.steady() - since).count() / 1000; }

  PlanRequest request;
  state::Snapshot snapshot;
  base::Diags diags;
  std::unique_ptr<Configuration> configuration;
  std::unique_ptr<Planning> planning;
  std::string log, error;
};

}  // namespace

TEST_CASE(
    "no service is connected to while something is wrong with the manifest, and all faults come together") {
  Run run;
  run.manifest(ec2("main", "nonsense = 1") + "output \"o\" {\n  value = upper(1, 2)\n}\n");
  CHECK(!run.go());
  CHECK(run.log == "");
  CHECK(has(complaints(run.diags), "nonsense"));
  CHECK(has(complaints(run.diags), "upper"));

  run.manifest(ec2("main") + "import {\n  to = wavefront_cloud_integration_ec2.main\n  id = [1]\n}\n");
  CHECK(!run.go());
  CHECK(run.log == "");
  CHECK(run.simulator.log().empty());
}

TEST_CASE(
    "import and moved blocks count where things are made, not where everything is destroyed or refreshed") {
  Run run;
  run.manifest(ec2("main") + "import {\n  to = wavefront_cloud_integration_ec2.main\n  id = [1]\n}\n");
  for (const Mode mode : {Mode::Destroy, Mode::RefreshOnly, Mode::ImportOnly}) {
    run.request.options.mode = mode;
    CHECK(run.go());
  }
}

TEST_CASE("the address that a state is pinned to is compared before anything is read") {
  Run run;
  run.snapshot.service_address = "https://other.example";
  CHECK(!run.go());
  CHECK(run.log == "connect ");
  CHECK(has(run.error, "this state belongs to https://other.example"));
  CHECK(run.simulator.log().empty());
  run.request.accept_address = true;
  CHECK(run.go());
  CHECK(run.snapshot.service_address == "https://cluster.example");
}

TEST_CASE("a service that cannot be read ends the run, and the state knows no more than before") {
  Run run;
  run.fault("list:all:status=500");
  CHECK(!run.go());
  CHECK(has(run.error, "cannot read the inventory"));
  CHECK(run.snapshot.resources.empty());
  CHECK(run.writes() == 0);
}

TEST_CASE("a create in doubt: who holds the lock looks until the settle time has passed, others look once") {
  Run run;
  run.lose_a_create("create:1:drop-before");
  REQUIRE(run.snapshot.intents.size() == 1);
  auto before = run.clock.steady();
  CHECK(run.go());
  CHECK(run.log == "connect ");
  CHECK(run.planning->pending.creates == 1);
  CHECK(run.elapsed(before) == 0);

  run.snapshot = run.state();
  run.request.writes = true;
  before = run.clock.steady();
  CHECK(run.go());
  CHECK(run.log == "connect look again for 30 s (1 creates, 0 calls, 0 misplaced) ");
  CHECK(run.elapsed(before) == 30);
  CHECK(run.calls("list") > 5);
  CHECK(run.snapshot.intents.empty());
  CHECK(run.planning->plan.count(Action::Create) == 1);

  run.snapshot = run.state();
  run.request.other_machine = true;  // whose last exchange may still be under way
  before = run.clock.steady();
  CHECK(run.go());
  CHECK(run.elapsed(before) == 90);
}

TEST_CASE("a create that took effect is found at the first look, and nothing is created") {
  Run run;
  run.lose_a_create("create:1:drop-after");
  run.request.writes = true;
  const auto before = run.clock.steady();
  CHECK(run.go());
  CHECK(run.log == "connect ");
  CHECK(run.elapsed(before) == 0);
  CHECK(run.planning->lost.found.size() == 1);
  CHECK(run.planning->plan.is_empty());
}

TEST_CASE("a signal ends the looking, and what is in doubt stays in doubt") {
  Run run;
  run.lose_a_create("create:1:drop-before");
  run.request.writes = true;
  run.interrupted = true;
  CHECK(!run.go());
  CHECK(has(run.error, "interrupted while checking again"));
  CHECK(run.snapshot.intents.size() == 1);
}

TEST_CASE(
    "-refresh=false: the service is read when something is created, and the plan is made of what it has") {
  Run run;
  run.converge();
  run.snapshot = run.state();
  run.request.refresh = false;
  run.manifest(ec2("main", "metric_filter_regex = \"x\""));
  CHECK(run.go());
  CHECK(run.calls("list") == 0);
  CHECK(run.planning->plan.count(Action::Update) == 1);

  run.manifest(ec2("main") + ec2("second"));
  CHECK(run.go());
  CHECK(run.calls("list") > 0);
  REQUIRE(run.simulator.add(*base::parse_json(R"({"name": "twin", "service": "EC2"})")));
  run.manifest(ec2("main") +
               block("ec2", "twin", "name = \"twin\"\nrole_arn = \"r\"\nexternal_id = var.id\n"));
  CHECK(!run.go());
  CHECK(has(complaints(run.diags), "twin"));
}

TEST_CASE("what an earlier plan of the run read is not read again") {
  Run run;
  run.converge();
  run.snapshot = run.state();
  REQUIRE(run.go());
  const Inventory seen = run.planning->inventory;
  run.request.inventory = &seen;
  run.request.options.replace = {address("main")};
  CHECK(run.go());
  CHECK(run.log == "");
  CHECK(run.simulator.log().empty());
  CHECK(run.planning->plan.count(Action::Replace) == 1);
}

TEST_CASE("with an inventory, an import block that is wrong does not keep the others from being planned") {
  Run run;
  run.manifest(ec2("main") + ec2("other") +
               "import {\n  to = wavefront_cloud_integration_ec2.main\n  id = [1]\n}\n");
  const Inventory nothing;
  run.request.inventory = &nothing;
  CHECK(!run.go());
  CHECK(run.log == "");
  CHECK(run.planning->plan.count(Action::Create) == 2);
}

TEST_CASE("the inventory alone: nothing is evaluated or planned, and lost calls are known") {
  Run run;
  run.lose_a_create("create:1:drop-after");
  run.request.inventory_only = true;
  run.manifest(ec2("main") +
               "moved {\n  from = wavefront_cloud_integration_ec2.a\n  to = "
               "wavefront_cloud_integration_ec2.main\n}\n");
  CHECK(run.go());
  CHECK(!run.planning->input);
  CHECK(run.snapshot.resources.contains(address("main")));
}

}  // namespace waveform::planner
