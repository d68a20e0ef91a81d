// The calls of a plan: order, failures, lost responses, records.
#include "planner/apply/context.h"
#include "tests/planner/world.h"

namespace waveform::planner {
namespace {

using base::ErrorKind;
using base::Value;

std::string after(const std::string& label) {
  return fmt::format("additional_tags = {{ after = wavefront_cloud_integration_ec2.{}.id }}", label);
}

}  // namespace

TEST_CASE("creates are in the order of references, deletes in the reverse order") {
  World world;
  world.manifest(ec2("a", after("b")) + ec2("b", after("c")) + ec2("c") +
                 ec2("d", "depends_on = [wavefront_cloud_integration_ec2.a]"));
  auto step = world.converge();
  CHECK(step->steps.reported == std::vector<std::string>{"create c", "create b", "create a", "create d"});
  CHECK(world.body("a").at_path("additionalTags.after") == Value(world.id_of("b")));
  world.manifest("");
  step = world.converge();
  CHECK(step->steps.reported == std::vector<std::string>{"delete d", "delete a", "delete b", "delete c"});
}

TEST_CASE("a failure stops only dependent changes") {
  World world;
  world.manifest(ec2("a") + ec2("b", after("a")) + ec2("c", after("b")) + ec2("other"));
  world.fault("create:1:status=400");
  auto step = world.apply();
  CHECK(step->steps.reported == std::vector<std::string>{"failed a", "create other"});
  CHECK(step->failure("a").kind == ErrorKind::Refused);
  REQUIRE(step->result.skipped.size() == 2);
  CHECK(step->result.skipped[0].address == address("b"));
  CHECK(step->result.skipped[1].address == address("c"));
  CHECK(step->result.skipped[1].reason == "it needs wavefront_cloud_integration_ec2.b");
  CHECK(world.state().resources.size() == 1);
  CHECK(!world.backend.journal);
  world.converge();
}

TEST_CASE("a refused create is recorded as refused: nothing is in doubt") {
  World world;
  world.manifest(ec2("main"));
  world.fault("create:1:status=400");
  world.apply();
  CHECK(world.state().intents.empty());
  CHECK(world.integrations() == 0);
  world.converge();
  CHECK(world.integrations() == 1);
}

TEST_CASE("an interrupted run starts nothing more and writes its state") {
  World world;
  world.manifest(ec2("a") + ec2("b"));
  world.interrupted = true;
  auto step = world.apply();
  CHECK(step->result.interrupted);
  CHECK(step->result.skipped.size() == 2);
  CHECK(step->result.skipped[0].reason == "interrupted");
  CHECK(world.integrations() == 0);
  CHECK(world.backend.held_by == "");
}

TEST_CASE("a lost response of an update is resolved by a read") {
  for (const char* fault :
       {"update:1:drop-after", "update:1:status-after=500", "update:1:status-after=502"}) {
    INFO(fault);
    World world;
    world.manifest(ec2("main"));
    world.converge();
    world.manifest(ec2("main", "metric_filter_regex = \"x\""));
    world.fault(fault);
    world.converge();
    CHECK(world.body("main").at_path("ec2.metricFilterRegex") == Value("x"));
  }
}

TEST_CASE("an undelete that is refused because a lost one took effect is done, although reads lag") {
  World world;
  world.manifest(ec2("main"));
  world.converge();
  world.manifest("");
  world.converge();
  world.manifest(ec2("main"));
  world.fault("get:stale=3s");
  world.fault("undelete:1:drop-after");
  auto step = world.apply();
  CHECK(step->result.failed.empty());
  CHECK(step->steps.reported == std::vector<std::string>{"undelete main"});
  world.expect_empty_plan();
}

TEST_CASE("lost responses of delete, undelete, enable and disable are resolved by a read") {
  World world;
  world.manifest(ec2("main"));
  world.converge();
  auto id = world.id_of("main");
  world.manifest("");
  world.fault("delete:1:drop-after");
  world.converge();
  CHECK(world.body("main").get("inTrash") == Value(true));
  CHECK(world.state().tombstones.size() == 1);

  world.manifest(ec2("main", "enabled = false"));
  world.fault("undelete:1:drop-after");
  world.fault("disable:1:drop-after");
  world.converge();
  CHECK(world.id_of("main") == id);
  CHECK(world.body("main").get("disabled") == Value(true));

  world.manifest(ec2("main", "enabled = true"));
  world.fault("enable:1:drop-after");
  world.converge();
  CHECK(world.body("main").get("disabled") == Value(false));
}

TEST_CASE("a lost response of a permanent delete is resolved by a read") {
  World world;
  world.manifest(ec2("main"));
  world.converge();
  world.manifest("");
  world.options.skip_trash = true;
  world.fault("delete:1:drop-after");
  world.converge();
  CHECK(world.integrations() == 0);
}

TEST_CASE("a DELETE whose response was lost is never sent to an integration in the recycle bin") {
  World world;
  world.manifest(ec2("main"));
  world.converge();
  world.manifest("");
  world.fault("delete:first=5:drop-after");
  for (int run = 0; run < 3; ++run) world.apply();
  CHECK(world.calls("delete") == 1);
  CHECK(world.body("main").get("inTrash") == Value(true));
}

TEST_CASE("an integration that was deleted between plan and apply gets no DELETE, which would be final") {
  World world;
  world.manifest(ec2("main"));
  world.converge();
  world.manifest("");
  world.before_apply = [&] { REQUIRE(world.simulator.trash(world.id_of("main"))); };
  auto step = world.apply();
  CHECK(world.calls("delete") == 0);
  CHECK(world.body("main").get("inTrash") == Value(true));
}

TEST_CASE("a create whose response was lost never creates a second one") {
  for (const char* fault : {"create:1:drop-after", "create:1:status-after=500", "create:1:drop-before"}) {
    INFO(fault);
    World world;
    world.manifest(ec2("main"));
    world.fault(fault);
    auto step = world.apply();
    for (int run = 0; run < 3; ++run) world.apply();
    CHECK(world.integrations() <= 1);
    CHECK(!world.backend.journal);
  }
}

TEST_CASE("an expired external id is found before the create, which would hang") {
  World world;
  world.manifest(ec2("a") + ec2("b"));
  REQUIRE(world.simulator.edit(&provider::simulator::Service::expire_external_id, world.variables["id"]));
  auto step = world.apply();
  CHECK(step->failure("a").kind == ErrorKind::Refused);
  CHECK(has(step->failure("a").message, "the external id is not valid"));
  CHECK(world.calls("create") == 0);
  CHECK(world.calls("check-external-id") == 1);  // once for both
  CHECK(!has(step->failure("a").message + step->failure("a").hint, world.variables["id"]));
}

TEST_CASE("only the change of an integration that was edited between plan and apply is refused") {
  World world;
  world.manifest(ec2("main") + ec2("other"));
  world.converge();
  world.manifest(ec2("main", "metric_filter_regex = \"x\"") + ec2("other", "metric_filter_regex = \"x\""));
  world.before_apply = [&] { world.patch("main", R"({"ec2": {"pointTagFilterRegex": "y"}})"); };
  auto step = world.apply();
  CHECK(step->failure("main").kind == ErrorKind::Conflict);
  CHECK(has(step->failure("main").message, "changed since the plan"));
  CHECK(step->steps.reported == std::vector<std::string>{"failed main", "update other"});
  CHECK(world.body("main").at_path("ec2.metricFilterRegex").is_null());
  world.before_apply = nullptr;
  world.converge();
}

TEST_CASE("an update of an integration that is purged between plan and apply is refused") {
  World world;
  world.manifest(ec2("main"));
  world.converge();
  world.manifest(ec2("main", "enabled = false"));
  world.before_apply = [&] { REQUIRE(world.simulator.purge(world.id_of("main"))); };
  auto step = world.apply();
  CHECK(step->failure("main").kind == ErrorKind::Conflict);
  CHECK(has(step->failure("main").message, "it is gone"));
}

TEST_CASE("counters that changed between plan and apply are not an edit") {
  World world;
  world.manifest(ec2("main"));
  world.converge();
  world.manifest(ec2("main", "metric_filter_regex = \"x\""));
  world.before_apply = [&] {
    world.patch("main", R"({"lastMetricCount": 7, "lastErrorEvent": {"name": "n"}, "lastError": "e"})");
  };
  world.converge();
  CHECK(world.body("main").get("lastErrorEvent").get("name") == Value("n"));
}

TEST_CASE("unknown fields survive an update") {
  provider::simulator::Options newer;
  newer.unknown_fields = true;
  World world(newer);
  world.manifest(ec2("main"));
  world.converge();
  world.patch("main", R"({"ingestionProfile": {"tier": "gold"}, "ec2": {"pollingMode": "slow"}})");
  world.manifest(ec2("main", "metric_filter_regex = \"x\""));
  world.converge();
  CHECK(world.body("main").at_path("ingestionProfile.tier") == Value("gold"));
  CHECK(world.body("main").at_path("ec2.pollingMode") == Value("slow"));
}

TEST_CASE("when the journal cannot be written, nothing is sent") {
  World world;
  world.manifest(ec2("a") + ec2("b"));
  world.backend.writes_until_failure = 0;
  world.simulator.clear_log();
  auto step = world.apply();
  CHECK(world.writes() == 0);
  REQUIRE(step->error);
  CHECK(step->error->kind == ErrorKind::Io);
}

TEST_CASE("whichever write of the state fails, the next run finishes without a second integration") {
  for (int n = 0; n < 12; ++n) {
    INFO("writes until failure: ", n);
    World world;
    world.manifest(ec2("a") + ec2("b", after("a")));
    world.backend.writes_until_failure = n;
    auto step = world.apply();
    world.backend.writes_until_failure = -1;
    auto made = world.integrations();
    CHECK(made <= 2);
    // The result of at most one create was lost.
    world.apply();
    world.apply();
    CHECK(world.integrations() <= 2);
    if (world.backend.state) CHECK(state::decode(*world.backend.state));
    if (!step->error && step->result.complete()) CHECK(world.plan()->plan().is_empty());
  }
}

TEST_CASE("outputs are kept, except sensitive ones; those of failed changes keep their value") {
  World world;
  std::string outputs =
      "output \"name\" {\n  value = wavefront_cloud_integration_ec2.main.name\n}\n"
      "output \"id\" {\n  value = wavefront_cloud_integration_ec2.other.id\n}\n"
      "output \"hidden\" {\n  value = var.id\n  sensitive = true\n}\n"
      "output \"none\" {\n  value = null\n}\n";
  world.manifest(ec2("main") + ec2("other") + outputs);
  world.converge();
  CHECK(world.state().outputs == Value::Map{{"id", world.id_of("other")}, {"name", "main"}});
  auto id = world.id_of("other");
  REQUIRE(world.simulator.purge(id));
  world.fault("create:all:status=400");
  auto step = world.apply();
  CHECK(step->plan().outputs.size() == 1);
  CHECK(step->plan().outputs[0].after.is_unknown());
  CHECK(world.state().outputs == Value::Map{{"id", id}, {"name", "main"}});
  world.simulator.clear_faults();
  world.converge();
  world.manifest(ec2("main") + ec2("other"));
  CHECK(world.plan()->plan().outputs.size() == 2);
  world.converge();
  CHECK(world.state().outputs.empty());
}

TEST_CASE("the state has dependencies and attributes of the manifest, and no secret") {
  World world;
  world.manifest(ec2("a", after("b")) + ec2("b"));
  world.converge();
  auto record = world.resource("a");
  CHECK(record.dependencies == std::vector<base::Address>{address("b")});
  CHECK(record.ours == std::set<std::string>{"additional_tags", "external_id", "name", "role_arn"});
  CHECK(record.secret_digests.size() == 1);
  CHECK(!record.attributes.contains("external_id"));
  CHECK(!has(*world.backend.state, world.variables["id"]));
}

}  // namespace waveform::planner
