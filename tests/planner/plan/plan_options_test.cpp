// -target, -replace, -refresh-only.
#include "tests/planner/world.h"

namespace waveform::planner {
namespace {

std::string with_external_id(const std::string& label) {
  return block("ec2", label,
               fmt::format("name = \"{}\"\nrole_arn = \"{}\"\nforce_save = true\nexternal_id = "
                           "wavefront_cloud_integration_aws_external_id.main.id",
                           label, kRole));
}

TEST_CASE("a target is planned with its dependencies, and nothing else") {
  World world;
  world.manifest(block("aws_external_id", "main", "") + with_external_id("one") + with_external_id("two"));
  world.options.targets = {address("one")};
  auto step = world.apply();
  INFO(step->said());
  CHECK(step->summary() == "2 to create, 0 to update, 0 to undelete, 0 to delete");
  CHECK(step->plan().left_alone == std::set{address("two")});
  CHECK(world.integrations() == 1);
  CHECK(!world.state().resources.contains(address("two")));
  world.options.targets.clear();
  world.converge();
  CHECK(world.integrations() == 2);
}

TEST_CASE("a target of a destroy includes its dependents") {
  World world;
  world.manifest(block("aws_external_id", "main", "") + with_external_id("one") + ec2("other"));
  world.manifest(block("aws_external_id", "main", "") + with_external_id("one") + ec2("other") +
                 "output \"kept\" {\n value = wavefront_cloud_integration_ec2.other.name\n}\n");
  world.converge();
  world.options.mode = Mode::Destroy;
  world.options.targets = {address("main", "aws_external_id")};
  auto step = world.apply();
  CHECK(step->plan().left_alone == std::set{address("other")});
  CHECK(world.state().outputs.contains("kept"));
  CHECK(step->summary() == "0 to create, 0 to update, 0 to undelete, 1 to delete, 1 to delete FOR GOOD");
  CHECK(world.state().resources.contains(address("other")));
}

TEST_CASE("an unknown target is an error with the nearest name") {
  World world;
  world.manifest(ec2("main"));
  world.options.targets = {address("mian")};
  auto step = world.plan();
  CHECK(has(step->said(),
            "-target: neither the manifest nor the state has wavefront_cloud_integration_ec2.mian"));
  CHECK(has(step->said(), "Did you mean \"wavefront_cloud_integration_ec2.main\"?"));
}

TEST_CASE("a resource that is not a target keeps its state, drift and outputs") {
  World world;
  world.manifest(ec2("one") + ec2("two") +
                 "output \"two\" {\n value = wavefront_cloud_integration_ec2.two.name\n}\n");
  world.converge();
  auto before = world.resource("two");
  world.patch("two", R"({"name": "other"})");
  world.manifest(ec2("one", "hostname_tags = [\"x\"]") + ec2("two") +
                 "output \"two\" {\n value = wavefront_cloud_integration_ec2.two.name\n}\n");
  world.options.targets = {address("one")};
  auto step = world.apply();
  CHECK(step->plan().drift.empty());
  CHECK(world.resource("two") == before);
  world.options.targets.clear();
  step = world.plan();
  CHECK(step->plan().drift.size() == 1);
  CHECK(step->actions("two") == "update");
}

TEST_CASE("a replacement is created after the old one went to the recycle bin") {
  World world;
  world.manifest(ec2("main", "enabled = false"));
  world.converge();
  auto old = world.id_of("main");
  world.options.replace = {address("main")};
  auto step = world.apply();
  INFO(step->said());
  CHECK(step->actions("main") == "replace (delete, then create), disable");
  CHECK(step->result.complete());
  CHECK(world.resource("main").id != old);
  CHECK((*world.client.get(old)).get("inTrash") == base::Value(true));
  CHECK((*world.client.get(world.resource("main").id)).get("disabled") == base::Value(true));
  world.options.replace.clear();
  world.expect_empty_plan();
}

TEST_CASE("a replacement that fails before its create is completed by the next run") {
  World world;
  world.manifest(ec2("main"));
  world.converge();
  world.options.replace = {address("main")};
  world.fault("create:1:status=400");
  CHECK(!world.apply()->result.complete());
  world.options.replace.clear();
  world.converge();
  CHECK(world.integrations() == 1);
}

TEST_CASE("an external id is replaced, and its users get the new one") {
  World world;
  world.manifest(block("aws_external_id", "main", "") + with_external_id("one"));
  world.converge();
  world.options.replace = {address("main", "aws_external_id")};
  auto step = world.apply();
  INFO(step->said());
  CHECK(step->actions("main") == "replace (delete, then create)");
  CHECK(step->actions("one") == "update");
  CHECK(step->result.complete());
  world.options.replace.clear();
  world.expect_empty_plan();
}

TEST_CASE("a target without a key is all instances of its block") {
  World world;
  world.manifest(ec2("many", "for_each = toset([\"a\", \"b\"])") + ec2("other"));
  world.options.targets = {address("many")};
  auto step = world.apply();
  CHECK(step->plan().count(Action::Create) == 2);
  CHECK(step->plan().left_alone.contains(address("other")));
}

TEST_CASE("targets must include moved resources") {
  World world;
  world.manifest(ec2("a") + ec2("b"));
  world.converge();
  world.manifest(
      ec2("a") + ec2("c") +
      "moved {\n  from = wavefront_cloud_integration_ec2.b\n  to = wavefront_cloud_integration_ec2.c\n}\n");
  world.options.targets = {address("a")};
  CHECK(has(world.plan()->said(), "-target leaves out wavefront_cloud_integration_ec2.c, which is moved"));
  world.options.targets.insert(address("c"));
  CHECK(world.plan()->ok());
}

TEST_CASE("protected and unmanaged resources are not replaced") {
  World world;
  world.manifest(ec2("main", "lifecycle {\n prevent_destroy = true\n}"));
  world.converge();
  world.options.replace = {address("main")};
  CHECK(has(world.plan()->said(), "must not be replaced"));
  world.options.replace = {address("other")};
  CHECK(has(world.plan()->said(), "-replace: wavefront_cloud_integration_ec2.other is not managed"));
}

TEST_CASE("a refresh updates the state and changes nothing else") {
  World world;
  world.manifest(ec2("main") + ec2("gone") + ec2("same"));
  world.converge();
  world.patch("main", R"({"name": "Renamed"})");
  REQUIRE(world.client.remove(world.id_of("gone"), true, unchecked));
  world.simulator.clear_log();
  world.options.mode = Mode::RefreshOnly;
  auto step = world.apply();
  INFO(step->text());
  CHECK(step->plan().drift.size() == 2);
  CHECK(!step->plan().is_empty());
  CHECK(step->result.complete());
  CHECK(world.writes() == 0);
  CHECK(world.resource("main").attributes.at("name") == base::Value("Renamed"));
  CHECK(world.resource("main").ours.contains("name"));
  CHECK(!world.state().resources.contains(address("gone")));
  world.expect_empty_plan();

  world.options.mode = Mode::Normal;
  step = world.plan();
  CHECK(step->plan().drift.empty());
  CHECK(step->actions("main") == "update");
  CHECK(step->actions("gone") == "create");
}

TEST_CASE("a refresh shows no hidden value") {
  World world;
  world.variables["secret"] = "Name that nobody may see";
  std::string manifest =
      "variable \"secret\" {\n sensitive = true\n}\n" +
      block("ec2", "main", fmt::format("name = var.secret\nrole_arn = \"{}\"\nexternal_id = var.id", kRole));
  world.manifest(manifest);
  world.converge();
  world.patch("Name that nobody may see", R"({"name": "Another that nobody may see"})");
  world.options.mode = Mode::RefreshOnly;
  auto step = world.apply();
  CHECK(step->plan().drift.size() == 1);
  CHECK(!has(*world.backend.state, "nobody may see"));
  world.expect_empty_plan();
}

}  // namespace
}  // namespace waveform::planner
