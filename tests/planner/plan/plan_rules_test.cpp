// The rules for differences, against the simulated service.
#include "tests/planner/world.h"

namespace waveform::planner {
namespace {

using base::Value;

}  // namespace

TEST_CASE("after an apply the plan is empty, although counters change and the service adds defaults") {
  World world;
  world.manifest(ec2("main", "metric_filter_regex = \"^aws.*$\""));
  auto first = world.plan();
  CHECK(first->summary() == "1 to create, 0 to update, 0 to undelete, 0 to delete");
  CHECK(world.writes() == 0);
  world.converge();
  auto before = *world.backend.state;
  world.converge();
  CHECK(*world.backend.state == before);  // a second apply writes nothing
}

TEST_CASE("an attribute of the manifest is compared, also after an edit of the service") {
  World world;
  world.manifest(ec2("main", "metric_filter_regex = \"^aws.*$\""));
  world.converge();
  world.patch("main", R"({"ec2": {"metricFilterRegex": "^gcp.*$"}, "updaterId": "eve@example.com"})");
  auto step = world.plan();
  CHECK(step->actions("main") == "update");
  CHECK(step->attributes("main") == "metric_filter_regex");
  REQUIRE(step->plan().drift.size() == 1);
  CHECK(step->plan().drift[0].kind == Drift::Kind::Changed);
  CHECK(step->plan().drift[0].who == "console@example.com");
  world.converge();
  CHECK(world.body("main").at_path("ec2.metricFilterRegex") == Value("^aws.*$"));
}

TEST_CASE("an attribute that was never ours is left alone") {
  World world;
  world.manifest(ec2("main"));
  world.converge();
  world.patch("main", R"({"ec2": {"pointTagFilterRegex": "region"}, "additionalTags": {"by": "hand"}})");
  auto step = world.plan();
  CHECK(step->plan().is_empty());
  world.manifest(ec2("main", "metric_filter_regex = \"x\""));
  world.converge();
  CHECK(world.body("main").at_path("ec2.pointTagFilterRegex") == Value("region"));
  CHECK(world.body("main").at_path("additionalTags.by") == Value("hand"));
}

TEST_CASE("an attribute that leaves the manifest is reset to the service's default") {
  World world;
  world.manifest(ec2("main", "hostname_tags = [\"Name\"]\nservice_refresh_rate_in_minutes = 10"));
  world.converge();
  world.manifest(ec2("main"));
  auto step = world.plan();
  CHECK(step->attributes("main") == "service_refresh_rate_in_minutes hostname_tags");
  for (const auto& attribute : step->change("main").attributes)
    CHECK(attribute.kind == AttributeChange::Kind::Reset);
  world.converge();
  CHECK(world.body("main").get("serviceRefreshRateInMins") == Value(5));
  CHECK(world.body("main").at_path("ec2.hostNameTags") == Value(Value::List{"hostname", "host", "name"}));
}

TEST_CASE("enabled, force_save and secrets keep their value when they leave the manifest") {
  World world;
  world.manifest(ec2("main", "enabled = false\nforce_save = true"));
  world.converge();
  CHECK(world.body("main").get("disabled") == Value(true));
  auto digest = world.resource("main").secret_digests.at("external_id");
  world.manifest(block("ec2", "main", fmt::format("name = \"main\"\nrole_arn = \"{}\"", kRole)));
  world.converge();
  CHECK(world.body("main").get("disabled") == Value(true));
  CHECK(world.resource("main").secret_digests.at("external_id") == digest);
  world.manifest(ec2("main"));
  world.expect_empty_plan();
}

TEST_CASE("a default that was sent at create does not become ours") {
  World world;
  world.manifest(ec2("main"));
  world.converge();
  CHECK(world.body("main").get("serviceRefreshRateInMins") == Value(5));
  world.patch("main", R"({"serviceRefreshRateInMins": 30})");
  CHECK(world.plan()->plan().is_empty());
}

TEST_CASE("a map is owned whole") {
  World world;
  world.manifest(ec2("main", "additional_tags = { env = \"prod\" }"));
  world.converge();
  world.patch("main", R"({"additionalTags": {"by": "hand"}})");
  CHECK(world.plan()->attributes("main") == "additional_tags");
  world.converge();
  CHECK(world.body("main").get("additionalTags") == Value(Value::Map{{"env", "prod"}}));
}

TEST_CASE("absent and empty, the order of sets and the case of a service name are not a difference") {
  World world;
  world.manifest(ec2("main",
                     "hostname_tags = [\"b\", \"a\"]\nadditional_tags = {}\nmetric_filter_regex = \"\"\n"
                     "custom_namespaces = []\nservice = \"ec2\""));
  world.converge();
  world.manifest(ec2("main", "hostname_tags = [\"a\", \"b\", \"a\"]\nservice = \"Ec2\""));
  world.expect_empty_plan();
  world.patch("main", R"({"ec2": {"hostNameTags": ["b", "a"], "metricFilterRegex": ""}})");
  world.expect_empty_plan();
}

TEST_CASE("the order of a list is a difference") {
  World world;
  auto watch = [](const std::string& namespaces) {
    return block("cloudwatch", "watch",
                 fmt::format("name = \"watch\"\nrole_arn = \"{}\"\nexternal_id = var.id\nnamespaces = {}",
                             kRole, namespaces));
  };
  world.manifest(watch("[\"AWS/EC2\", \"AWS/EBS\"]"));
  world.converge();
  world.manifest(watch("[\"AWS/EBS\", \"AWS/EC2\"]"));
  CHECK(world.plan()->attributes("watch") == "namespaces");
}

TEST_CASE("a secret is compared by its digest, and a changed one is an update in place") {
  World world;
  world.manifest(ec2("main"));
  world.converge();
  auto id = world.id_of("main");
  world.variables["id"] = *world.client.create_external_id();
  auto step = world.plan();
  CHECK(step->actions("main") == "update");
  CHECK(step->attributes("main") == "external_id");
  CHECK(has(step->text(), "external_id = (secret changed)"));
  world.converge();
  CHECK(world.id_of("main") == id);
  CHECK(world.body("main").at_path("ec2.baseCredentials.externalId") == Value(world.variables["id"]));
  CHECK(!has(*world.backend.state, world.variables["id"]));
}

TEST_CASE("a PUT contains the external id only when it or the role changed") {
  World world;
  world.manifest(ec2("main"));
  world.converge();
  REQUIRE(world.simulator.edit(&provider::simulator::Service::expire_external_id, world.variables["id"]));
  world.manifest(ec2("main", "metric_filter_regex = \"x\""));
  world.converge();
  auto other = world.plan();
  world.variables["id"] = *world.client.create_external_id();
  world.manifest(block("ec2", "main",
                       "name = \"main\"\nrole_arn = \"arn:aws:iam::123456789012:role/other\"\n"
                       "external_id = var.id"));
  world.converge();
  CHECK(world.body("main").at_path("ec2.baseCredentials.externalId") == Value(world.variables["id"]));
}

TEST_CASE("enabled: absent is left alone, present is planned, and the service's reason is shown") {
  World world;
  world.manifest(ec2("main"));
  world.converge();
  world.patch("main", R"({"disabled": true})");
  CHECK(world.plan()->plan().is_empty());

  world.manifest(ec2("main", "enabled = true"));
  CHECK(world.plan()->actions("main") == "enable");
  world.converge();
  CHECK(world.body("main").get("disabled") == Value(false));

  world.manifest(ec2("main", "enabled = false"));
  CHECK(world.plan()->actions("main") == "disable");
  world.converge();

  world.manifest(ec2("main", "enabled = true"));
  world.converge();
  REQUIRE(world.simulator.fail_credentials(world.id_of("main"), "no \x1b[31mway in"));
  auto step = world.plan();
  CHECK(step->actions("main") == "enable");
  CHECK(step->change("main").reason == "disabled by the service: no \\u001b[31mway in");
  CHECK(step->change("main").notes.size() == 1);

  world.manifest(ec2("main"));
  step = world.plan();
  CHECK(step->plan().is_empty());
  CHECK(has(step->said(), "Warning: wavefront_cloud_integration_ec2.main was disabled by the service"));
}

TEST_CASE("created disabled: one create, then a disable") {
  World world;
  world.manifest(ec2("main", "enabled = false"));
  CHECK(world.plan()->actions("main") == "create, disable");
  auto step = world.converge();
  CHECK(step->steps.reported == std::vector<std::string>{"create main", "disable main"});
}

TEST_CASE("undelete, update and enable are one change, in that order") {
  World world;
  world.manifest(ec2("main"));
  world.converge();
  auto id = world.id_of("main");
  world.manifest("");
  auto gone = world.converge();
  CHECK(gone->steps.reported == std::vector<std::string>{"delete main"});
  CHECK(world.state().tombstones.size() == 1);
  world.manifest(ec2("main", "metric_filter_regex = \"x\"\nenabled = false"));
  CHECK(world.plan()->actions("main") == "undelete, update, disable");
  auto back = world.converge();
  CHECK(back->steps.reported == std::vector<std::string>{"undelete main", "update main", "disable main"});
  CHECK(world.id_of("main") == id);
  CHECK(world.state().tombstones.empty());
}

TEST_CASE("attributes that were ours before a delete are ours after the undelete") {
  World world;
  world.manifest(ec2("main", "metric_filter_regex = \"x\""));
  world.converge();
  world.manifest("");
  world.converge();
  world.manifest(ec2("main"));
  CHECK(world.plan()->attributes("main") == "metric_filter_regex");
  world.converge();
  CHECK(world.body("main").at_path("ec2.metricFilterRegex").is_null());
}

TEST_CASE("moved to the recycle bin outside of waveform: undeleted; purged: created again") {
  World world;
  world.manifest(ec2("main") + ec2("other"));
  world.converge();
  auto id = world.id_of("main");
  REQUIRE(world.simulator.trash(id));
  REQUIRE(world.simulator.purge(world.id_of("other")));
  auto step = world.plan();
  CHECK(step->actions("main") == "undelete");
  CHECK(step->actions("other") == "create");
  CHECK(step->plan().drift.size() == 2);
  CHECK(step->plan().drift[0].kind == Drift::Kind::Binned);
  CHECK(step->plan().drift[1].kind == Drift::Kind::Gone);
  world.converge();
  CHECK(world.id_of("main") == id);
}

TEST_CASE("undeleted outside of waveform: it is adopted again, without a call") {
  World world;
  world.manifest(ec2("main"));
  world.converge();
  auto id = world.id_of("main");
  world.manifest("");
  world.converge();
  REQUIRE(world.simulator.edit(&provider::simulator::Service::restore, id));
  world.manifest(ec2("main"));
  auto step = world.plan();
  CHECK(step->plan().is_empty());
  REQUIRE(step->plan().drift.size() == 1);
  CHECK(step->plan().drift[0].kind == Drift::Kind::Recovered);
  world.simulator.clear_log();
  world.apply();
  CHECK(world.writes() == 0);
  CHECK(world.resource("main").id == id);
}

TEST_CASE("a tombstone goes when the recycle bin no longer has it") {
  World world;
  world.manifest(ec2("main"));
  world.converge();
  auto id = world.id_of("main");
  world.manifest("");
  world.converge();
  REQUIRE(world.simulator.purge(id));
  world.converge();
  CHECK(world.state().tombstones.empty());
}

TEST_CASE("deletes go to the recycle bin unless the plan or the block says otherwise") {
  World world;
  world.manifest(ec2("binned") + ec2("purged", "lifecycle {\n  skip_trash = true\n}"));
  world.converge();
  world.manifest("");
  auto step = world.plan();
  CHECK(step->actions("binned") == "delete (to the recycle bin)");
  CHECK(step->actions("purged") == "delete FOR GOOD");  // although its block is gone
  world.converge();
  CHECK(world.body("binned").get("inTrash") == Value(true));
  CHECK(world.body("purged").is_null());
  World other;
  other.manifest(ec2("main"));
  other.converge();
  other.manifest("");
  other.options.skip_trash = true;
  other.converge();
  CHECK(other.integrations() == 0);
  CHECK(other.state().tombstones.empty());
}

TEST_CASE("an integration that is gone or in the recycle bin is forgotten without a call") {
  World world;
  world.manifest(ec2("gone") + ec2("binned"));
  world.converge();
  REQUIRE(world.simulator.purge(world.id_of("gone")));
  REQUIRE(world.simulator.trash(world.id_of("binned")));
  world.manifest("");
  auto step = world.plan();
  CHECK(step->actions("gone") == "forget");
  CHECK(step->actions("binned") == "forget");
  world.converge();
  CHECK(world.integrations() == 1);  // a second DELETE would purge it
}

TEST_CASE("prevent_destroy stops a destroy before any change") {
  World world;
  world.manifest(ec2("main", "lifecycle {\n  prevent_destroy = true\n}"));
  world.converge();
  world.options.mode = Mode::Destroy;
  auto step = world.apply();
  CHECK(has(step->said(), "Error: wavefront_cloud_integration_ec2.main must not be destroyed"));
  CHECK(world.body("main").get("inTrash") == Value(false));
}

TEST_CASE("computed attributes and counters are unknown in a plan, and the next plan is empty") {
  World world;
  const std::string a = "wavefront_cloud_integration_ec2.a";
  auto text = [&](const std::string& of_a, const std::string& of_b) {
    return ec2("a", of_a) + ec2("b", "additional_tags = { of_a = " + of_b + " }");
  };
  world.manifest(text("", "join(\",\", coalesce(" + a + ".hostname_tags, [\"none\"]))"));
  auto step = world.converge();
  CHECK(has(step->text(), "known after apply"));
  CHECK(world.body("b").at_path("additionalTags.of_a") == Value("host,hostname,name"));
  world.manifest(text("", a + ".service"));
  CHECK(has(world.converge()->text(), "\"EC2\""));
  // Counters only change with a write.
  world.manifest(text("", "tostring(" + a + ".updated_epoch_millis)"));
  world.converge();
  world.manifest(text("service_refresh_rate_in_minutes = 7", "tostring(" + a + ".updated_epoch_millis)"));
  CHECK(world.converge()->actions("b") == "update");
  // A reset attribute has the service's default.
  world.manifest(text("", a + ".service_refresh_rate_in_minutes"));
  world.converge();
}

TEST_CASE("references to an undeleted integration have its future values") {
  World world;
  const std::string both =
      ec2("a") + ec2("b", "additional_tags = { bin = wavefront_cloud_integration_ec2.a.in_trash }");
  world.manifest(both);
  world.converge();
  CHECK(world.body("b").at_path("additionalTags.bin") == Value("false"));
  world.manifest("");
  world.converge();
  world.manifest(both);
  CHECK(world.converge()->actions("b") == "undelete");
}

TEST_CASE("prevent_destroy can be a variable, and protects instances without a key in the manifest") {
  World world;
  auto text = [](const char* keys) {
    return "variable \"keep\" {}\n" + ec2("main", std::string("for_each = toset([") + keys +
                                                      "])\nlifecycle {\n  prevent_destroy = var.keep\n}");
  };
  world.variables["keep"] = "true";
  world.manifest(text("\"a\", \"b\""));
  world.converge();
  world.manifest(text("\"a\""));
  CHECK(
      has(world.plan()->said(), "Error: wavefront_cloud_integration_ec2.main[\"b\"] must not be destroyed"));
  world.variables["keep"] = "yes";
  CHECK(has(world.plan()->said(), "prevent_destroy has an invalid value"));
  world.variables["keep"] = "false";
  CHECK(world.plan()->ok());
}

TEST_CASE("destroying twice does nothing the second time, in the recycle bin or purged") {
  World world;
  world.manifest(ec2("main") + ec2("other"));
  world.converge();
  world.options.mode = Mode::Destroy;
  world.converge();
  auto second = world.apply();
  CHECK(second->plan().is_empty());
  CHECK(world.state().resources.empty());
  CHECK(world.state().tombstones.size() == 2);
  REQUIRE(world.simulator.purge(world.id_of("main")));
  world.apply();
  CHECK(world.state().resources.empty());
  CHECK(world.state().tombstones.size() == 1);
}

}  // namespace waveform::planner
