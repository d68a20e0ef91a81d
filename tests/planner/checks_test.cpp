// What speaks against making an integration: never twice.
#include "tests/planner/world.h"

namespace waveform::planner {
namespace {

using base::Value;

Value unmanaged(const std::string& name, const std::string& role = kRole) {
  return Value(Value::Map{{"name", name}, {"service", "EC2"}}).with_path("ec2.baseCredentials.roleArn", role);
}

}  // namespace

TEST_CASE("a create needs an external id, at plan time; an update does not") {
  World world;
  auto without = block("ec2", "main", fmt::format("name = \"main\"\nrole_arn = \"{}\"", kRole));
  world.manifest(without);
  auto step = world.plan();
  CHECK(has(step->said(), "Error: wavefront_cloud_integration_ec2.main needs external_id to be created"));
  CHECK(has(step->said(), "waveform external-id create"));
  world.manifest(ec2("main"));
  world.settle();
  world.manifest(without);
  world.expect_empty_plan();
}

TEST_CASE("an unmanaged integration of the same service and name is an error with its id and import line") {
  World world;
  auto id = *world.simulator.add(unmanaged("main", "arn:aws:iam::123456789012:role/other"));
  world.manifest(ec2("main"));
  auto step = world.apply();
  CHECK(has(step->said(),
            "Error: wavefront_cloud_integration_ec2.main exists already, and nothing manages it"));
  CHECK(has(step->said(), "waveform import wavefront_cloud_integration_ec2.main " + id));
  CHECK(has(step->said(), "-allow-duplicate"));
  CHECK(world.integrations() == 1);

  world.options.allow_duplicate = true;
  world.settle();
  CHECK(world.integrations() == 2);
}

TEST_CASE("two unmanaged lookalikes are named both") {
  World world;
  auto first = *world.simulator.add(unmanaged("main"));
  auto second = *world.simulator.add(unmanaged("main"));
  world.manifest(ec2("main"));
  auto said = world.plan()->said();
  CHECK(has(said, "ec2.main " + first));
  CHECK(has(said, "ec2.main " + second));
}

TEST_CASE("the same service and role is a warning; another service, or one in the bin, is nothing") {
  World world;
  auto id = *world.simulator.add(unmanaged("somebody's"));
  auto binned = *world.simulator.add(unmanaged("main"));
  REQUIRE(world.simulator.trash(binned));
  REQUIRE(world.simulator.add(Value(Value::Map{{"name", "main"}, {"service", "CLOUDWATCH"}})));
  world.manifest(ec2("main"));
  auto step = world.plan();
  CHECK(step->ok());
  CHECK(has(step->said(), "Warning: wavefront_cloud_integration_ec2.main collects what another"));
  CHECK(has(step->said(), "\"somebody's\" (id " + id + ", not managed)"));
  CHECK(step->diags.list().size() == 1);
}

TEST_CASE("what this state manages is no lookalike") {
  World world;
  world.manifest(ec2("main"));
  world.settle();
  world.manifest(
      ec2("main") +
      block("ec2", "second", fmt::format("name = \"main\"\nrole_arn = \"{}\"\nexternal_id = var.id", kRole)));
  CHECK(world.plan()->ok());
}

TEST_CASE("a name that is a secret is not said when it is taken") {
  World world;
  auto id = *world.simulator.add(unmanaged("hush-hush"));
  world.variables["name"] = "hush-hush";
  world.manifest(
      "variable \"name\" {\n  sensitive = true\n}\n" +
      block("ec2", "main", fmt::format("name = var.name\nrole_arn = \"{}\"\nexternal_id = var.id", kRole)));
  auto said = world.plan()->said();
  CHECK(has(said, id));
  CHECK(!has(said, "hush"));
}

TEST_CASE("without a refresh nothing is compared with the service") {
  World world;
  world.manifest(ec2("main"));
  world.settle();
  world.patch("main", R"({"name": "renamed"})");
  world.refresh = false;
  CHECK(world.plan()->plan.is_empty());
  world.manifest(ec2("main", "metric_filter_regex = \"x\""));
  CHECK(world.plan()->attributes("main") == "metric_filter_regex");
}

TEST_CASE("what the pages did not show is asked for by its id before it counts as gone") {
  provider::simulator::Options capped;
  capped.page_cap = 1;
  World world(capped);
  world.manifest(ec2("a") + ec2("b") + ec2("c"));
  world.settle();
  CHECK(world.calls("list") == 3);
  REQUIRE(world.simulator.purge(world.id_of("b")));
  world.simulator.clear_log();
  auto step = world.plan();
  CHECK(step->actions("b") == "create");
  CHECK(world.calls("get") == 1);
}

TEST_CASE("an external id is made once, and made anew only when it expired unused") {
  World world;
  std::string shared = "resource \"wavefront_cloud_integration_aws_external_id\" \"shared\" {}\n";
  auto user = block("ec2", "main",
                    fmt::format("name = \"main\"\nrole_arn = \"{}\"\n"
                                "external_id = wavefront_cloud_integration_aws_external_id.shared.id",
                                kRole));
  world.manifest(shared);
  world.settle();
  auto id = world.state().resources.begin()->second.id;
  world.manifest(shared + user);
  world.settle();
  CHECK(world.body("main").at_path("ec2.baseCredentials.externalId") == Value(id));
  // In use: whether it is valid any more is nobody's business.
  REQUIRE(world.simulator.expire_external_id(id));
  world.expect_empty_plan();
  CHECK(world.calls("check-external-id") == 0);

  World unused;
  unused.manifest(shared);
  unused.settle();
  REQUIRE(unused.simulator.expire_external_id(unused.state().resources.begin()->second.id));
  auto step = unused.plan();
  CHECK(step->actions("shared") == "create");
  CHECK(step->change("shared").reason == "the one in the state has expired unused");
}

TEST_CASE("an external id and its user in one run get a warning, unless force_save is set") {
  World world;
  std::string shared = "resource \"wavefront_cloud_integration_aws_external_id\" \"shared\" {}\n";
  auto user = [](const std::string& more) {
    return block("ec2", "main",
                 fmt::format("name = \"main\"\nrole_arn = \"{}\"\n"
                             "external_id = wavefront_cloud_integration_aws_external_id.shared.id\n{}",
                             kRole, more));
  };
  world.manifest(shared + user(""));
  auto step = world.plan();
  CHECK(step->ok());
  CHECK(has(step->said(),
            "Warning: wavefront_cloud_integration_ec2.main is made together with its external id"));
  world.manifest(shared + user("force_save = true"));
  CHECK(world.plan()->said() == "");
  auto made = world.settle();
  CHECK(made->steps.told == std::vector<std::string>{"create shared", "create main"});
}

TEST_CASE("destroying an external id is no drift, and goes after what used it") {
  World world;
  world.manifest("resource \"wavefront_cloud_integration_aws_external_id\" \"shared\" {}\n" +
                 block("ec2", "main",
                       fmt::format("name = \"main\"\nrole_arn = \"{}\"\nforce_save = true\n"
                                   "external_id = wavefront_cloud_integration_aws_external_id.shared.id",
                                   kRole)));
  world.settle();
  world.options.mode = Mode::Destroy;
  auto step = world.plan();
  CHECK(step->plan.drift.empty());
  auto done = world.settle();
  CHECK(done->steps.told == std::vector<std::string>{"delete main", "delete shared"});
  CHECK(world.state().resources.empty());
}

}  // namespace waveform::planner
