// Plans as the planner makes them, as JSON.
#include <doctest/doctest.h>

#include "planner/render/plan_json.h"
#include "planner/render/state_json.h"
#include "planner/report/report.h"
#include "tests/planner/world.h"

namespace waveform::planner {
namespace {

using base::Value;

constexpr const char* kPrefix = "wavefront_cloud_integration_";

Origin origin_of(const Step& step) {
  Origin origin;
  origin.version = "0.0.0-test";
  origin.made_epoch_millis = 1'714'564'800'000;
  origin.lineage = step.loaded.lineage;
  origin.serial = step.loaded.serial;
  for (const auto& [address, resource] : step.loaded.resources) origin.managed.insert(address);
  return origin;
}

// The plan of the world, with what is imported by id.
struct Planned {
  explicit Planned(World& world, const std::map<base::Address, std::string>& imports = {}) {
    for (const auto& [to, id] : imports) world.imports.push_back({to, id, "", {}});
    step = world.plan();
    INFO(step->said());
    REQUIRE(step->ok());
    text = render::plan_json(
        make_report(step->input(), *step->configuration->scope, step->plan(), origin_of(*step)));
    auto parsed = base::parse_json(text);
    REQUIRE(parsed);
    document = *parsed;
  }

  const Value& find(const char* list, const std::string& address) const {
    static const Value kNone;
    for (const auto& change : document.get(list).as_list()) {
      if (change.get("address") == Value(kPrefix + address)) return change;
    }
    return kNone;
  }
  const Value& change(const std::string& address) const {
    return find("resource_changes", address).get("change");
  }
  std::string actions(const std::string& address) const {
    return base::write_json(change(address).get("actions"));
  }
  std::string reference(const std::string& path) const { return base::write_json(document.at_path(path)); }

  std::unique_ptr<Step> step;
  std::string text;
  Value document;
};

std::string state_text(const World& world) {
  auto snapshot = world.state();
  return render::state_json(state_views(world.catalog, snapshot), snapshot.outputs);
}

Value state_document(const World& world) {
  auto parsed = base::parse_json(state_text(world));
  REQUIRE(parsed);
  return *parsed;
}

// The names of what differs between before and after.
std::set<std::string> differing(const Value& change) {
  std::set<std::string> names;
  for (const auto& [name, value] : change.get("before").as_map()) {
    if (!(change.get("after").get(name) == value)) names.insert(name);
  }
  for (const auto& [name, value] : change.get("after").as_map()) {
    if (!change.get("before").as_map().contains(name)) names.insert(name);
  }
  return names;
}

TEST_CASE("a first plan: what the service decides is left out of after") {
  World world;
  world.manifest(ec2("web") + "output \"id\" {\n  value = wavefront_cloud_integration_ec2.web.id\n}\n");
  Planned plan(world);
  const Value& change = plan.change("ec2.web");
  CHECK(plan.actions("ec2.web") == R"(["create"])");
  CHECK(change.get("before").is_null());
  CHECK(change.get("before_sensitive") == Value(false));
  CHECK(change.at_path("after.name") == Value("web"));
  CHECK(!change.get("after").as_map().contains("id"));
  CHECK(change.at_path("after_unknown.id") == Value(true));
  CHECK(change.at_path("after.external_id") == Value("(sensitive value)"));
  CHECK(change.at_path("after_sensitive.external_id") == Value(true));
  CHECK(plan.document.get("prior_state").is_null());
  CHECK(plan.document.at_path("output_changes.id.after_unknown") == Value(true));
  CHECK(plan.reference("planned_values.outputs.id") == R"({"sensitive":false})");
  CHECK(plan.document.at_path("variables.id.value") == Value("(sensitive value)"));
  CHECK(plan.document.get("applyable") == Value(true));
  CHECK(plan.document.get("timestamp") == Value("2024-05-01T12:00:00Z"));
}

TEST_CASE("an external id that is made is not known yet, and hidden") {
  World world;
  world.manifest(block("aws_external_id", "role", "") +
                 block("ec2", "web",
                       "name = \"web\"\nrole_arn = \"" + std::string(kRole) +
                           "\"\nforce_save = true\nexternal_id = "
                           "wavefront_cloud_integration_aws_external_id.role.id"));
  Planned plan(world);
  const Value& change = plan.change("aws_external_id.role");
  CHECK(base::write_json(change.get("after")) == "{}");
  CHECK(change.at_path("after_unknown.id") == Value(true));
  CHECK(change.at_path("after_sensitive.id") == Value(true));
  CHECK(plan.change("ec2.web").at_path("after_unknown.external_id") == Value(true));
  world.converge();
  Planned again(world);
  CHECK(again.change("aws_external_id.role").at_path("after.id") == Value("(external id)"));
  CHECK(again.actions("aws_external_id.role") == R"(["no-op"])");
}

TEST_CASE("a plan of nothing: every resource is there, the same before and after") {
  World world;
  world.manifest(ec2("web", "additional_tags = {}\nhostname_tags = [\"b\", \"a\"]\nforce_save = true"));
  world.converge();
  Planned plan(world);
  CHECK(plan.actions("ec2.web") == R"(["no-op"])");
  CHECK(differing(plan.change("ec2.web")).empty());
  CHECK(plan.find("resource_changes", "ec2.web").get("waveform").is_null());
  CHECK(plan.document.get("applyable") == Value(false));
  CHECK(plan.document.get("complete") == Value(true));
}

TEST_CASE("an update differs in what it changes, and in nothing else") {
  World world;
  world.manifest(ec2("web", "service_refresh_rate_in_minutes = 10\nhostname_tags = [\"b\", \"a\"]"));
  world.converge();
  world.manifest(ec2("web", "additional_tags = { env = \"prod\" }\nhostname_tags = [\"a\", \"b\"]"));
  Planned plan(world);
  const Value& change = plan.change("ec2.web");
  CHECK(plan.actions("ec2.web") == R"(["update"])");
  CHECK(differing(change) == std::set<std::string>{"additional_tags", "service_refresh_rate_in_minutes"});
  CHECK(base::write_json(change.at_path("after_sensitive.additional_tags")) == "{}");
  const Value& facts = plan.find("resource_changes", "ec2.web").get("waveform");
  CHECK(facts.get("id") == Value(world.id_of("web")));
  CHECK(facts.get("changed_attributes").as_list().size() == 2);
  CHECK(plan.document.at_path("prior_state.values.root_module.resources").as_list().size() == 1);
}

TEST_CASE("a secret that changes: the action tells, the values do not") {
  World world;
  world.manifest(ec2("web"));
  world.converge();
  world.variables["id"] = *world.client.create_external_id();
  Planned plan(world);
  CHECK(plan.actions("ec2.web") == R"(["update"])");
  CHECK(differing(plan.change("ec2.web")).empty());
  const Value& facts = plan.find("resource_changes", "ec2.web").get("waveform");
  CHECK(base::write_json(facts.get("changed_attributes")) == R"(["external_id"])");
}

TEST_CASE("deletes, and why") {
  World world;
  world.manifest(ec2("web") + ec2("old"));
  world.converge();
  world.manifest(ec2("web"));
  Planned plan(world);
  CHECK(plan.actions("ec2.old") == R"(["delete"])");
  CHECK(plan.change("ec2.old").get("after").is_null());
  CHECK(plan.change("ec2.old").get("after_sensitive") == Value(false));
  CHECK(plan.find("resource_changes", "ec2.old").get("action_reason") ==
        Value("delete_because_no_resource_config"));
  world.options.mode = Mode::Destroy;
  Planned destroy(world);
  CHECK(destroy.actions("ec2.web") == R"(["delete"])");
  CHECK(destroy.find("resource_changes", "ec2.web").get("action_reason").is_null());
  CHECK(destroy.reference("planned_values") == R"({"root_module":{}})");
}

TEST_CASE("what is gone already is forgotten as the state remembers it") {
  World world;
  world.manifest(ec2("web") + ec2("old"));
  world.converge();
  REQUIRE(world.client.remove(world.id_of("old"), true, unchecked));
  world.manifest(ec2("web"));
  Planned plan(world);
  CHECK(plan.actions("ec2.old") == R"(["forget"])");
  CHECK(plan.change("ec2.old").at_path("before.name") == Value("old"));
}

TEST_CASE("an import is a no-op with an id, and belongs to the prior state") {
  World world;
  world.manifest(ec2("web"));
  world.converge();
  std::string id = world.id_of("web");
  world.backend.state.reset();
  world.options.allow_duplicate = true;  // so that it can be planned without the import first
  Planned plan(world, {{address("web"), id}});
  CHECK(plan.actions("ec2.web") == R"(["no-op"])");
  CHECK(plan.change("ec2.web").at_path("importing.id") == Value(id));
  CHECK(plan.document.at_path("prior_state.values.root_module.resources").as_list().size() == 1);
}

TEST_CASE("drift: what the state remembers, what is, and who it was") {
  World world;
  world.manifest(ec2("web", "service_refresh_rate_in_minutes = 10") + ec2("binned"));
  world.converge();
  world.patch("web", R"({"serviceRefreshRateInMins": 60})");
  REQUIRE(world.client.remove(world.id_of("binned"), false, unchecked));
  Planned plan(world);
  const Value& drift = plan.find("resource_drift", "ec2.web");
  CHECK(drift.at_path("change.before.service_refresh_rate_in_minutes") == Value(10));
  CHECK(drift.at_path("change.after.service_refresh_rate_in_minutes") == Value(60));
  CHECK(drift.at_path("change.after_sensitive.external_id") == Value(true));
  CHECK(drift.at_path("waveform.kind") == Value("changed"));
  const Value& binned = plan.find("resource_drift", "ec2.binned");
  CHECK(base::write_json(binned.at_path("change.actions")) == R"(["delete"])");
  CHECK(binned.at_path("waveform.kind") == Value("binned"));
  CHECK(plan.actions("ec2.binned") == R"(["update"])");
}

TEST_CASE("a targeted plan is not complete") {
  World world;
  world.manifest(ec2("web") + ec2("other"));
  world.options.targets = {address("web")};
  Planned plan(world);
  CHECK(plan.document.get("complete") == Value(false));
  CHECK(plan.reference("waveform.left_alone") == R"(["wavefront_cloud_integration_ec2.other"])");
  CHECK(plan.change("ec2.other").is_null());
}

TEST_CASE("a replacement has both sides") {
  World world;
  world.manifest(ec2("web"));
  world.converge();
  world.options.replace = {address("web")};
  Planned plan(world);
  CHECK(plan.actions("ec2.web") == R"(["delete","create"])");
  CHECK(plan.find("resource_changes", "ec2.web").get("action_reason") == Value("replace_by_request"));
  CHECK(plan.change("ec2.web").at_path("before.id") == Value(world.id_of("web")));
  CHECK(plan.change("ec2.web").at_path("after_unknown.id") == Value(true));
}

TEST_CASE("a state as JSON") {
  World world;
  CHECK(render::state_json({}, {}) ==
        "{\n  \"format_version\": \"1.0\",\n  \"terraform_version\": \"1.12.0\"\n}\n");
  world.manifest(
      block("aws_external_id", "role", "") +
      ec2("web", "hostname_tags = [\"a\"]\ndepends_on = [wavefront_cloud_integration_aws_external_id.role]") +
      "output \"tags\" {\n  value = wavefront_cloud_integration_ec2.web.hostname_tags\n}\n"
      "output \"role\" {\n  value = wavefront_cloud_integration_aws_external_id.role.id\n}\n");
  world.converge();
  auto state = state_document(world);
  auto resources = state.at_path("values.root_module.resources").as_list();
  REQUIRE(resources.size() == 2);
  CHECK(resources[0].at_path("values.id") == Value("(external id)"));
  CHECK(resources[0].at_path("sensitive_values.id") == Value(true));
  CHECK(resources[1].at_path("values.name") == Value("web"));
  CHECK(resources[1].at_path("values.external_id") == Value("(sensitive value)"));
  CHECK(base::write_json(resources[1].get("depends_on")) ==
        R"(["wavefront_cloud_integration_aws_external_id.role"])");
  CHECK(base::write_json(state.at_path("values.outputs.tags")) ==
        R"({"sensitive":false,"type":["tuple",["string"]],"value":["a"]})");
  CHECK(base::write_json(state.at_path("values.outputs.role")) ==
        R"J({"sensitive":true,"type":"string","value":"(external id)"})J");
}

TEST_CASE("no form of JSON has a secret in it") {
  World world;
  std::string secret = world.variables["id"];
  std::string derived = "derived-from-a-secret";
  std::string plain = *world.client.create_external_id();
  auto manifest = [&](const std::string& rate) {
    world.manifest(
        "variable \"plain\" {\n  default = \"" + plain + "\"\n}\nvariable \"tag\" {\n  default = \"" +
        derived +
        "\"\n  sensitive = true\n}\nlocals {\n  way = var.plain\n}\nprovider \"wavefront\" {\n  token = \"" +
        "token-in-clear" + "\"\n}\n" + block("aws_external_id", "role", "") +
        ec2("web", "additional_tags = { owner = var.tag }\nservice_refresh_rate_in_minutes = " + rate) +
        block("ec2", "other",
              "name = \"other\"\nrole_arn = \"" + std::string(kRole) + "\"\nexternal_id = local.way") +
        "output \"id\" {\n  value = var.id\n  sensitive = true\n}\n"
        "output \"tag\" {\n  value = { tag = var.tag, n = 1 }\n  sensitive = true\n}\n"
        "output \"role\" {\n  value = wavefront_cloud_integration_aws_external_id.role.id\n}\n");
  };
  std::vector<std::string> texts;
  auto take = [&] { texts.push_back(Planned(world).text); };
  manifest("5");
  take();
  world.converge();
  std::string role = world.resource("web").id;
  for (const auto& [address, resource] : world.state().resources) {
    if (address.name == "role") role = resource.id;
  }
  take();
  texts.push_back(state_text(world));
  manifest("10");
  world.patch("other", R"({"serviceRefreshRateInMins": 60})");
  world.variables["id"] = *world.client.create_external_id();
  take();
  world.options.replace = {address("web"), address("role", "aws_external_id")};
  take();
  world.options = {};
  world.options.mode = Mode::Destroy;
  take();
  for (const auto& text : texts) {
    for (const auto& word :
         {secret, derived, plain, role, world.variables["id"], std::string("token-in-clear")})
      CHECK(!has(text, word));
  }
}

}  // namespace
}  // namespace waveform::planner
