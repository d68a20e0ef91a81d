#include "planner/live/status.h"

#include "tests/planner/world.h"

namespace waveform::planner {
namespace {

// "main ok, other disabled": by label or name, in the order of the status.
std::string status_text(World& world, std::optional<base::Millis> stale_after = {}) {
  auto snapshot = *state::load(world.backend);
  auto live = *refresh(world.client, world.catalog, snapshot);
  std::string out;
  for (const auto& one :
       make_status(live, snapshot, world.clock.now_epoch_millis(), stale_after).integrations)
    out += fmt::format("{}{} {}", out.empty() ? "" : ", ",
                       one.address ? one.address->name : "(" + one.name + ")", health_name(one.health));
  return out;
}

}  // namespace

TEST_CASE("what is well, switched off, failed, deleted or gone; unhealthy ones first") {
  World world;
  world.manifest(ec2("a") + ec2("b") + ec2("c") + ec2("d") + ec2("e", "enabled = false"));
  world.converge();
  CHECK(status_text(world) == "a ok, b ok, c ok, d ok, e disabled");
  REQUIRE(world.simulator.fail_credentials(world.id_of("b")));
  REQUIRE(world.simulator.trash(world.id_of("c")));
  REQUIRE(world.simulator.purge(world.id_of("d")));
  REQUIRE(world.simulator.add(*base::parse_json(R"({"name": "x", "service": "EC2"})")));
  CHECK(status_text(world) ==
        "b disabled by the service, c in the recycle bin, d gone, a ok, e disabled, (x) ok");
}

TEST_CASE("one that failed once and was switched off later is switched off") {
  World world;
  world.manifest(ec2("a"));
  world.converge();
  REQUIRE(world.simulator.fail_credentials(world.id_of("a")));
  REQUIRE(world.client.enable(world.id_of("a"), unchecked));
  CHECK(status_text(world) == "a ok");
  REQUIRE(world.client.disable(world.id_of("a"), unchecked));
  CHECK(status_text(world) == "a disabled");
}

TEST_CASE("an error that is newer than the data is a failure, also where only the event has a time") {
  World world;
  world.manifest(ec2("a"));
  world.converge();
  auto later = world.clock.now_epoch_millis() + 1'000'000;
  world.patch("a", fmt::format(R"({{"lastErrorEvent": {{"startTime": {}, "runningState": "ONGOING",
                                   "annotations": {{"errorMessage": "no"}}}}}})",
                               later));
  CHECK(status_text(world) == "a failing");
}

TEST_CASE("data that is too old is stale when that is asked for") {
  World world;
  world.manifest(ec2("a"));
  world.converge();
  world.clock.sleep(base::Millis(40'000));
  CHECK(status_text(world, base::Millis(3'600'000)) == "a ok");
  CHECK(status_text(world, base::Millis(30'000)) == "a stale");
}

TEST_CASE("a name that the state hides is hidden, and a hidden value in an error") {
  World world;
  world.manifest(
      "variable \"n\" {\n sensitive = true\n default = \"hush-hush\"\n}\n" +
      block("ec2", "a", fmt::format("name = var.n\nrole_arn = \"{}\"\nexternal_id = var.id", kRole)));
  world.converge();
  REQUIRE(world.simulator.fail_credentials(world.id_of("hush-hush"), "cannot read hush-hush"));
  REQUIRE(world.simulator.add(*base::parse_json(R"({"name": "hush-hush", "service": "EC2"})")));
  auto snapshot = *state::load(world.backend);
  auto live = *refresh(world.client, world.catalog, snapshot);
  auto status = make_status(live, snapshot, world.clock.now_epoch_millis(), {});
  REQUIRE(status.integrations.size() == 2);
  CHECK(!status.is_healthy());
  CHECK(status.integrations[0].name == "");
  CHECK(status.integrations[0].last_error == "cannot read (sensitive)");
  CHECK(status.integrations[1].name == "");
}

}  // namespace waveform::planner
