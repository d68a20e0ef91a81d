#include "planner/import/imports.h"

#include "tests/planner/world.h"

namespace waveform::planner {
namespace {

// A world whose service holds "main" and "other", and whose state knows nothing of it.
struct Clicked : World {
  Clicked() {
    manifest(ec2("main") + ec2("other"));
    converge();
    backend.state.reset();
    simulator.clear_log();
  }
  std::string import_of(const std::string& label, const std::string& what) {
    return "import {\n to = wavefront_cloud_integration_ec2." + label + "\n " + what + "\n}\n";
  }
  std::string by_id(const std::string& label, const std::string& of = "") {
    return import_of(label, "id = \"" + id_of(of.empty() ? label : of) + "\"");
  }
};

TEST_CASE("an import block is planned, changes nothing in the service, and is done after that") {
  Clicked world;
  world.manifest(ec2("main") + ec2("other") + world.by_id("main") + world.by_id("other"));
  auto step = world.apply();
  INFO(step->said());
  CHECK(step->actions("main") == "import");
  CHECK(step->summary() == "2 to import, 0 to create, 0 to update, 0 to undelete, 0 to delete");
  CHECK(step->result.complete());
  CHECK(world.writes() == 0);
  CHECK(world.calls("get") == 0);
  CHECK(world.resource("main").id == world.id_of("main"));
  CHECK(world.resource("main").ours.contains("role_arn"));
  world.expect_empty_plan();
}

TEST_CASE("service and name stand in the place of an id") {
  Clicked world;
  world.manifest(ec2("main") + ec2("other") + world.import_of("main", "service = \"ec2\"\n name = \"main\"") +
                 world.import_of("other", "name = var.other") +
                 "variable \"other\" {\n default = \"other\"\n}\n");
  world.converge();
  CHECK(world.resource("other").id == world.id_of("other"));
}

TEST_CASE("differences are updated with the import; an integration in the recycle bin is undeleted first") {
  Clicked world;
  REQUIRE(world.client.remove(world.id_of("main"), false, unchecked));
  world.manifest(ec2("main", "hostname_tags = [\"x\"]\nenabled = false") + ec2("other") +
                 world.by_id("main") + world.by_id("other"));
  auto step = world.plan();
  CHECK(step->actions("main") == "undelete, import, update, disable");
  world.converge();
  CHECK(world.body("main").get("disabled") == base::Value(true));
}

TEST_CASE("an import is refused with the reason") {
  Clicked world;
  std::string two = ec2("main") + ec2("other");
  auto said = [&](const std::string& blocks) {
    world.manifest(two + blocks);
    auto step = world.plan();
    CHECK(!step->ok());
    return step->said();
  };
  CHECK(
      has(said(world.import_of("main", "id = \"nowhere\"")),
          "Cannot import wavefront_cloud_integration_ec2.main: there is no integration with the id nowhere"));
  CHECK(has(said(world.import_of("third", "id = \"x\"")),
            "The manifest has no wavefront_cloud_integration_ec2.third"));
  CHECK(has(said(world.import_of("main", "name = \"nobody\"")),
            "the service has no EC2 integration named \"nobody\""));
  CHECK(has(said(world.import_of("main", "service = \"GCP\"\n name = \"main\"")), "service must be EC2"));
  CHECK(has(said(world.by_id("main") + world.by_id("other", "main")), "in the same run"));
  CHECK(has(said(world.import_of("main", "id = \"x\"\n name = \"y\"")),
            "An import takes either an id, or a service and a name"));
  CHECK(has(said(world.import_of("main", "id = var.id")), "derives from a sensitive value"));
  CHECK(has(said(world.import_of("main", "id = wavefront_cloud_integration_ec2.other.id")),
            "must be a known string"));

  two = block("cloudtrail", "trail",
              "name = \"t\"\nrole_arn = \"x\"\nexternal_id = var.id\nregion = \"r\"\nbucket_name = \"b\"");
  CHECK(has(said("import {\n to = wavefront_cloud_integration_cloudtrail.trail\n id = \"" +
                 world.id_of("main") + "\"\n}\n"),
            "is an integration of EC2, but wavefront_cloud_integration_cloudtrail needs CLOUDTRAIL"));
}

TEST_CASE("an address that is taken and an id that is managed are refused") {
  Clicked world;
  world.manifest(ec2("main") + world.by_id("main"));
  world.converge();
  world.manifest(ec2("main") + world.by_id("main", "other"));
  CHECK(has(world.plan()->said(), "it already manages " + world.id_of("main") + ""));
  world.manifest(ec2("main") + ec2("other") + world.by_id("other", "main"));
  CHECK(has(world.plan()->said(), "is already managed as wavefront_cloud_integration_ec2.main"));
}

TEST_CASE("a secret stays not verified after an import, by block or by command, until an update sends it") {
  for (bool by_command : {false, true}) {
    World world;
    auto relic = [](int rate) {
      return block("newrelic", "n",
                   fmt::format("name = \"n\"\napi_key = \"key-of-the-manifest\"\n"
                               "service_refresh_rate_in_minutes = {}\n",
                               rate));
    };
    const auto to = address("n", "newrelic");
    world.manifest(relic(5));
    world.converge();
    world.backend.state.reset();
    const std::string id = world.id_of("n");
    if (by_command) {
      world.options.mode = Mode::ImportOnly;
      world.imports = {{to, id, "", {}}};
      CHECK(world.apply()->result.complete());
      world.options.mode = Mode::Normal;
      world.imports.clear();
    } else {
      world.manifest(relic(5) + "import {\n to = " + to.text() + "\n id = \"" + id + "\"\n}\n");
    }
    for (int i = 0; i < 2; ++i) {
      auto step = world.apply();
      CHECK(step->plan().unverified_secrets == std::vector<base::Address>{to});
      CHECK(step->result.complete());
      CHECK(world.calls("update") == 0);
    }
    CHECK(world.state().resources.at(to).unverified_secrets == std::set<std::string>{"api_key"});
    world.manifest(relic(7));
    auto step = world.plan();
    CHECK(step->plan().unverified_secrets.empty());
    const std::string words =
        "api_key is sent, and OVERWRITES the service's value with one that was never verified.";
    CHECK(step->change("n").warnings == std::vector<std::string>{words});
    for (auto detail : {render::Detail::Full, render::Detail::Compact})
      CHECK(has(render::plan_text(step->plan(), {200, false}, detail), words));
    world.converge();
    CHECK(world.state().resources.at(to).unverified_secrets.empty());
    CHECK(world.plan()->plan().unverified_secrets.empty());
  }
}

TEST_CASE("the import command imports only, and says what the manifest has otherwise") {
  Clicked world;
  world.manifest(ec2("main", "hostname_tags = [\"x\"]") + ec2("other"));
  world.options.mode = Mode::ImportOnly;
  world.imports = {{address("main"), world.id_of("main"), "", {}}};
  auto step = world.apply();
  INFO(step->said());
  CHECK(step->result.complete());
  CHECK(step->actions("main") == "import");
  CHECK(step->plan().changes.size() == 1);
  CHECK(has(step->text(), "The manifest differs in hostname_tags: the next apply changes that."));
  CHECK(world.writes() == 0);
  CHECK(!world.resource("main").secret_digests.contains("external_id"));
  CHECK(!world.state().resources.contains(address("other")));

  // Asked for once more, on the command line, it is refused; a block would be done.
  CHECK(has(world.plan()->said(), "There is nothing to do."));
}

TEST_CASE("an external id is imported when it is valid") {
  World world;
  auto id = *world.client.create_external_id();
  world.manifest(block("aws_external_id", "main", "") +
                 "import {\n to = wavefront_cloud_integration_aws_external_id.main\n id = \"" + id +
                 "\"\n}\n");
  auto step = world.plan();
  INFO(step->said());
  CHECK(step->actions("main") == "import");
  CHECK(!has(step->text(), id));
  world.converge();
  world.manifest(
      block("aws_external_id", "other", "") +
      "import {\n to = wavefront_cloud_integration_aws_external_id.other\n id = \"wavegone\"\n}\n");
  CHECK(has(world.plan()->said(), "this external id is not valid, or has expired"));
}

TEST_CASE("an import by name is done once its address is managed, whatever it is called by then") {
  Clicked world;
  std::string by_name = world.import_of("main", "name = \"main\"");
  world.manifest(ec2("main") + by_name);
  world.converge();
  world.manifest(block("ec2", "main",
                       fmt::format("name = \"Renamed\"\nrole_arn = \"{}\"\nexternal_id = var.id", kRole)) +
                 by_name);
  world.converge();
}

TEST_CASE("of an import that is refused nothing else is said") {
  Clicked world;
  world.manifest(block("ec2", "main", fmt::format("name = \"main\"\nrole_arn = \"{}\"", kRole)) +
                 world.import_of("main", "id = \"nowhere\""));
  auto step = world.plan();
  CHECK(step->diags.list().size() == 1);
}

TEST_CASE("an import decides a create that is in doubt") {
  World world;
  world.manifest(ec2("main"));
  world.fault("create:1:drop-after");
  world.fault("list:2:status=403");  // nor can it be looked for
  world.apply();
  REQUIRE(world.state().intents.size() == 1);
  world.manifest(ec2("main") + "import {\n to = wavefront_cloud_integration_ec2.main\n id = \"" +
                 world.id_of("main") + "\"\n}\n");
  world.converge();
  CHECK(world.state().intents.empty());
}

}  // namespace
}  // namespace waveform::planner
