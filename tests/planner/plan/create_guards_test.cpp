// Checks before creates.
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
  world.converge();
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
  world.converge();
  CHECK(world.integrations() == 2);
}

TEST_CASE("two unmanaged integrations of that name are both listed") {
  World world;
  auto first = *world.simulator.add(unmanaged("main"));
  auto second = *world.simulator.add(unmanaged("main"));
  world.manifest(ec2("main"));
  auto said = world.plan()->said();
  CHECK(has(said, "ec2.main " + first));
  CHECK(has(said, "ec2.main " + second));
}

TEST_CASE("the same service and role is a warning, except in another service or the recycle bin") {
  World world;
  auto id = *world.simulator.add(unmanaged("somebody's"));
  auto binned = *world.simulator.add(unmanaged("main"));
  REQUIRE(world.simulator.trash(binned));
  REQUIRE(world.simulator.add(Value(Value::Map{{"name", "main"}, {"service", "CLOUDWATCH"}})));
  world.manifest(ec2("main"));
  auto step = world.plan();
  CHECK(step->ok());
  CHECK(has(step->said(), "Warning: wavefront_cloud_integration_ec2.main collects the same data as another"));
  CHECK(has(step->said(), "\"somebody's\" (id " + id + ", not managed)"));
  CHECK(step->diags.list().size() == 1);
}

TEST_CASE("a managed integration is not a duplicate") {
  World world;
  world.manifest(ec2("main"));
  world.converge();
  world.manifest(
      ec2("main") +
      block("ec2", "second", fmt::format("name = \"main\"\nrole_arn = \"{}\"\nexternal_id = var.id", kRole)));
  CHECK(world.plan()->ok());
}

TEST_CASE("a secret name that is taken is not shown") {
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
  world.converge();
  world.patch("main", R"({"name": "renamed"})");
  world.refresh = false;
  CHECK(world.plan()->plan().is_empty());
  world.manifest(ec2("main", "metric_filter_regex = \"x\""));
  CHECK(world.plan()->attributes("main") == "metric_filter_regex");
}

TEST_CASE("an integration that no page had is read by its id before it counts as gone") {
  provider::simulator::Options capped;
  capped.page_cap = 1;
  World world(capped);
  world.manifest(ec2("a") + ec2("b") + ec2("c"));
  world.converge();
  CHECK(world.calls("list") == 3);
  REQUIRE(world.simulator.purge(world.id_of("b")));
  world.simulator.clear_log();
  auto step = world.plan();
  CHECK(step->actions("b") == "create");
  CHECK(world.calls("get") == 1);
}

TEST_CASE("an external id is created once, and again only when it expired unused") {
  World world;
  std::string shared = "resource \"wavefront_cloud_integration_aws_external_id\" \"shared\" {}\n";
  auto user = block("ec2", "main",
                    fmt::format("name = \"main\"\nrole_arn = \"{}\"\n"
                                "external_id = wavefront_cloud_integration_aws_external_id.shared.id",
                                kRole));
  world.manifest(shared);
  world.converge();
  auto id = world.state().resources.begin()->second.id;
  world.manifest(shared + user);
  world.converge();
  CHECK(world.body("main").at_path("ec2.baseCredentials.externalId") == Value(id));
  // In use, therefore not checked.
  REQUIRE(world.simulator.edit(&provider::simulator::Service::expire_external_id, id));
  world.expect_empty_plan();
  CHECK(world.calls("check-external-id") == 0);

  World unused;
  unused.manifest(shared);
  unused.converge();
  REQUIRE(unused.simulator.edit(&provider::simulator::Service::expire_external_id,
                                unused.state().resources.begin()->second.id));
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
            "Warning: wavefront_cloud_integration_ec2.main is created together with its external id"));
  world.manifest(shared + user("force_save = true"));
  CHECK(world.plan()->said() == "");
  auto made = world.converge();
  CHECK(made->steps.reported == std::vector<std::string>{"create shared", "create main"});
}

namespace {

constexpr const char* kIds =
    "resource \"wavefront_cloud_integration_aws_external_id\" \"id\" {\n  for_each = toset([\"a\", "
    "\"b\"])\n}\n";

// An integration with `external_id` for each key of the external ids.
std::string users(const std::string& external_id, const std::string& more = "") {
  return block(
      "ec2", "main",
      fmt::format("for_each = toset([\"a\", \"b\"])\nname = each.key\nrole_arn = \"{}-${{each.key}}\"\n"
                  "external_id = {}\n{}",
                  kRole, external_id, more));
}
constexpr const char* kTheirs = "wavefront_cloud_integration_aws_external_id.id[each.key].id";
// Other external ids, which exist.
std::string others(World& world) {
  return fmt::format("{{ a = \"{}\", b = \"{}\" }}[each.key]", *world.client.create_external_id(),
                     *world.client.create_external_id());
}

}  // namespace

TEST_CASE(
    "a live integration that gets an external id of the same plan is told of, each by itself, whatever "
    "force_save says") {
  for (const char* more : {"", "force_save = true"}) {
    World world;
    world.manifest(users(others(world), more));
    world.converge();
    world.manifest(kIds + users(kTheirs, more));
    auto step = world.plan();
    CHECK(step->ok());
    for (const char* key : {"a", "b"}) {
      CHECK(has(step->said(),
                fmt::format("Warning: wavefront_cloud_integration_ec2.main[\"{}\"] exists, and gets an "
                            "external id that this plan creates",
                            key)));
      CHECK(has(step->said(),
                fmt::format(
                    "`waveform import 'wavefront_cloud_integration_aws_external_id.id[\"{}\"]' EXTERNAL_ID`",
                    key)));
    }
    CHECK(has(step->text(), "Its external id is replaced by"));
  }
}

TEST_CASE(
    "so is one whose external id is replaced or has expired, and one that is imported in the same plan") {
  World world;
  world.manifest(kIds + users(kTheirs, "force_save = true"));
  world.converge();
  world.options.replace = {{"wavefront_cloud_integration_aws_external_id", "id", "a"}};
  auto step = world.plan();
  CHECK(has(step->said(), "ec2.main[\"a\"] exists, and gets an external id that this plan creates"));
  CHECK(has(step->said(), "Create the new external id first, as another resource"));
  CHECK(!has(step->said(), "ec2.main[\"b\"]"));

  World imports;
  auto id = *imports.simulator.add(unmanaged("a"));
  imports.manifest(kIds + users(kTheirs) +
                   "import {\n to = wavefront_cloud_integration_ec2.main[\"a\"]\n id = \"" + id + "\"\n}\n");
  step = imports.plan();
  CHECK(has(step->said(), "ec2.main[\"a\"] exists, and gets an external id that this plan creates"));
  CHECK(has(step->said(), "ec2.main[\"b\"] is created together with its external id"));
}

TEST_CASE("other uses of an external id of the same plan, and those of deletes, have no warning") {
  World world;
  const std::string external_id = others(world);
  world.manifest(users(external_id));
  world.converge();
  world.manifest(kIds + users(external_id, "additional_tags = { id = " + std::string(kTheirs) + " }"));
  CHECK(world.plan()->said() == "");
  world.manifest(kIds);
  CHECK(world.plan()->said() == "");
}

TEST_CASE(
    "what exists already is offered with the external ids that it needs, as far as nothing manages them") {
  World world;
  auto id = *world.simulator.add(unmanaged("a"));
  auto other = *world.simulator.add(unmanaged("b"));
  world.manifest(kIds + users(kTheirs));
  auto said = world.plan()->said();
  const std::string b = "'wavefront_cloud_integration_ec2.main[\"b\"]' " + other;
  CHECK(has(said, "`waveform import 'wavefront_cloud_integration_ec2.main[\"a\"]' " + id +
                      " 'wavefront_cloud_integration_aws_external_id.id[\"a\"]' EXTERNAL_ID`"));
  CHECK(has(said, b + " 'wavefront_cloud_integration_aws_external_id.id[\"b\"]' EXTERNAL_ID`"));
  // Both, in one run.
  auto external = *world.client.create_external_id();
  world.options.mode = Mode::ImportOnly;
  world.imports = {{{"wavefront_cloud_integration_ec2", "main", "a"}, id, "", {}},
                   {{"wavefront_cloud_integration_aws_external_id", "id", "a"}, external, "", {}}};
  auto step = world.apply();
  CHECK(step->said() == "");
  // A second time is not an error: another integration can use the external id.
  world.imports = {{{"wavefront_cloud_integration_aws_external_id", "id", "a"}, external, "", {}}};
  CHECK(world.plan()->said() == "");
  world.imports = {{{"wavefront_cloud_integration_ec2", "main", "b"}, other, "", {}}};
  CHECK(has(world.plan()->said(), "ec2.main[\"b\"] is imported without its external id"));
  world.options = {};
  world.imports = {};
  step = world.plan();
  CHECK(step->actions("id") == "create");
  CHECK(has(step->said(), b + " 'wavefront_cloud_integration_aws_external_id.id[\"b\"]' EXTERNAL_ID`"));
  CHECK(!has(step->said(), "main[\"a\"]"));
}

TEST_CASE("destroying an external id is not drift, and comes after the resources that used it") {
  World world;
  world.manifest("resource \"wavefront_cloud_integration_aws_external_id\" \"shared\" {}\n" +
                 block("ec2", "main",
                       fmt::format("name = \"main\"\nrole_arn = \"{}\"\nforce_save = true\n"
                                   "external_id = wavefront_cloud_integration_aws_external_id.shared.id",
                                   kRole)));
  world.converge();
  world.options.mode = Mode::Destroy;
  auto step = world.plan();
  CHECK(step->plan().drift.empty());
  auto done = world.converge();
  CHECK(done->steps.reported == std::vector<std::string>{"delete main", "delete shared"});
  CHECK(world.state().resources.empty());
}

}  // namespace waveform::planner
