#include "planner/plan/moves.h"

#include "tests/planner/world.h"

namespace waveform::planner {
namespace {

using test::has;

const std::string kType = "wavefront_cloud_integration_ec2";

// One integration with a fixed name, so that a second one would be refused as a duplicate.
std::string one(const std::string& label, const std::string& lines = "", const std::string& name = "\"x\"") {
  return "resource \"" + kType + "\" \"" + label + "\" {\n  name = " + name +
         "\n  role_arn = \"arn:aws:iam::123456789012:role/x\"\n  external_id = var.id\n" + lines + "\n}\n";
}

std::string moved(const std::string& from, const std::string& to) {
  return "moved {\n  from = " + kType + "." + from + "\n  to = " + kType + "." + to + "\n}\n";
}

std::string managed(const World& world) {
  std::string out;
  auto snapshot = world.state();
  for (const auto& [address, resource] : snapshot.resources)
    out += (out.empty() ? "" : " ") + address.text().substr(kType.size() + 1);
  return out;
}

// Applies the first manifest, then the second, which must write nothing to the service.
struct Moved {
  Moved(const std::string& before, const std::string& after) {
    world.manifest(before);
    world.converge();
    world.simulator.clear_log();
    world.manifest(after);
    step = world.apply();
    INFO(step->said(), step->text());
    CHECK(step->ok());
    CHECK(step->result.complete());
    CHECK(world.writes() == 0);
    world.expect_empty_plan();
  }
  World world;
  std::unique_ptr<Step> step;
};

}  // namespace

TEST_CASE("a moved block changes an address and writes nothing") {
  Moved run(one("a"), one("b") + moved("a", "b"));
  CHECK(managed(run.world) == "b");
  CHECK(run.step->actions("b") == "move");
  CHECK(has(run.step->text(), "moved from " + kType + ".a"));
  CHECK(run.step->steps.reported == std::vector<std::string>{"move b"});
}

TEST_CASE("moves between no key, count and for_each") {
  Moved to_key(one("a"), one("a", "  for_each = toset([\"k\"])") + moved("a", "a[\"k\"]"));
  CHECK(managed(to_key.world) == "a[\"k\"]");
  Moved from_key(one("a", "  for_each = toset([\"k\"])"), one("b") + moved("a[\"k\"]", "b"));
  CHECK(managed(from_key.world) == "b");
  Moved to_count(one("a"), one("b", "  count = 1") + moved("a", "b[0]"));
  CHECK(managed(to_count.world) == "b[0]");
}

TEST_CASE("adding or removing count needs no moved block") {
  Moved comes(one("a"), one("a", "  count = 1"));
  CHECK(managed(comes.world) == "a[0]");
  Moved goes(one("a", "  count = 1"), one("a"));
  CHECK(managed(goes.world) == "a");
}

TEST_CASE("a block moves with all its instances, also through several blocks in a row") {
  std::string two = "  for_each = toset([\"k\", \"l\"])";
  Moved whole(one("a", two, "each.key"), one("c", two, "each.key") + moved("a", "b") + moved("b", "c"));
  CHECK(managed(whole.world) == "c[\"k\"] c[\"l\"]");
}

TEST_CASE("an applied moved block can stay in the manifest") {
  Moved run(one("a"), one("b") + moved("a", "b"));
  CHECK(run.world.plan()->plan().is_empty());
}

TEST_CASE("a move and an update are one change") {
  World world;
  world.manifest(one("a"));
  world.converge();
  world.manifest(one("b", "  additional_tags = { t = \"1\" }") + moved("a", "b"));
  auto step = world.converge();
  CHECK(step->actions("b") == "move, update");
  CHECK(step->summary() == "0 to create, 1 to update, 0 to undelete, 0 to delete, 1 to move");
}

TEST_CASE("an integration deleted at the old address is undeleted at the new one") {
  World world;
  world.manifest(one("a"));
  world.converge();
  world.manifest("");
  world.converge();
  world.manifest(one("b") + moved("a", "b"));
  CHECK(world.converge()->actions("b") == "undelete");
}

TEST_CASE("moves that contradict the manifest or each other are errors") {
  World world;
  auto said = [&](const std::string& text) {
    world.manifest(text);
    return world.plan()->said();
  };
  CHECK(has(said(one("a") + moved("a", "b")), "is still in the manifest"));
  CHECK(has(said(one("b") + moved("a", "a")), "Both addresses are the same"));
  CHECK(has(said("moved {\n  from = wavefront_cloud_integration_ec2.a\n}\n"), "needs \"to\""));
  CHECK(has(said("moved {\n  from = module.x\n  to = wavefront_cloud_integration_ec2.b[each.key]\n}\n"),
            "Keys are literal"));
  CHECK(has(said("moved {\n  from = wavefront_cloud_integration_ec2.a\n  to = "
                 "wavefront_cloud_integration_cloudtrail.a\n}\n"),
            "A resource cannot change its type"));
  world.manifest(one("a"));
  world.converge();
  CHECK(has(said(moved("a", "b") + moved("b", "a")), "form a cycle"));
  world.manifest(one("a") + one("b", "", "\"y\""));
  world.converge();
  CHECK(has(said(one("b", "", "\"y\"") + moved("a", "b")), "cannot be moved to"));
}

TEST_CASE("a delete and a create of one account suggest a moved block that can be pasted") {
  World world;
  const auto other = one("other", "role_arn = \"arn:aws:iam::123456789012:role/other\"", "\"y\"");
  world.manifest(one("a", "additional_tags = { team = \"t\" }"));
  world.converge();
  const std::string block = "moved {\n  from = " + kType + ".a\n  to   = " + kType + ".b\n}\n";
  for (const auto& renamed :
       {one("b", "additional_tags = { team = \"t\" }"), one("b", "", "\"another name\"")}) {
    world.manifest(renamed);
    auto step = world.plan();
    INFO(step->text());
    CHECK(has(step->said(), kType + ".b looks like " + kType + ".a under a new address"));
    CHECK(has(step->said(), block));
    world.manifest(renamed + block);
    CHECK(has(world.plan()->summary(), "0 to create"));
    CHECK(has(world.plan()->summary(), "0 to delete, 1 to move"));
  }
  world.manifest(one("b", "", "\"p\"") + one("c", "", "\"q\""));
  CHECK(!has(world.plan()->said(), "under a new address"));
  world.manifest(one("b") + one("c", "", "\"q\""));
  CHECK(has(world.plan()->said(), block));  // the name decides
}

TEST_CASE("a new key of one for_each suggests a moved block") {
  World world;
  const auto keyed = [](const std::string& keys) {
    return one("a", "for_each = toset([" + keys + "])", "each.key");
  };
  world.manifest(keyed("\"eu\", \"us\""));
  world.converge();
  const std::string block =
      "moved {\n  from = " + kType + ".a[\"us\"]\n  to   = " + kType + ".a[\"ap\"]\n}\n";
  world.manifest(keyed("\"eu\", \"ap\""));
  CHECK(has(world.plan()->said(), block));
  world.manifest(keyed("\"eu\", \"ap\"") + block);
  CHECK(has(world.plan()->summary(), "0 to delete, 1 to move"));
}

TEST_CASE("a renamed block with for_each suggests one moved block for all instances") {
  World world;
  const auto keyed = [](const std::string& label) {
    return one(label, "for_each = toset([\"eu\", \"us\"])", "each.key");
  };
  world.manifest(keyed("a"));
  world.converge();
  const std::string block = "moved {\n  from = " + kType + ".a\n  to   = " + kType + ".b\n}\n";
  world.manifest(keyed("b"));
  CHECK(has(world.plan()->said(), block));
  CHECK(world.plan()->plan().count(Action::Create) == 2);
  world.manifest(keyed("b") + block);
  CHECK(has(world.plan()->summary(), "0 to delete, 2 to move"));
}

TEST_CASE("a rename that is not certain, or that a moved block cannot do, is not suggested") {
  World world;
  const auto suggests = [&] { return has(world.plan()->said(), "under a new address"); };
  world.manifest(one("a", "", "\"p\"") + one("b", "", "\"q\""));
  world.converge();
  world.manifest(one("c", "", "sensitive(\"r\")") + one("d", "", "sensitive(\"s\")"));
  CHECK(!suggests());  // hidden names are not equal names
  world.manifest(one("c", "", "\"p\"") + one("d", "", "\"p\""));
  CHECK(!suggests());
  world.manifest(one("c", "", "\"p\"") + one("d", "", "\"r\""));
  CHECK(suggests());
  world.manifest(one("b", "", "\"q\"") + one("c", "", "\"r\"") + "removed {\n  from = " + kType +
                 ".a\n  lifecycle {\n    destroy = true\n  }\n}\n");
  CHECK(!suggests());
}

TEST_CASE("a warning that contains an external id is not kept as it is") {
  base::Diags diags;
  diags.warning({}, "\"of wave341a3452\" collects the same", "Why.", "What to do.");
  const auto warnings = warnings_of(diags, {"wave341a3452"});
  REQUIRE(warnings.size() == 1);
  CHECK(!has(warnings.front().summary, "wave341a3452"));
  CHECK(warnings.front().detail == "Why.");
}

TEST_CASE("a removed block: waveform forgets the integration, the service keeps it") {
  World world;
  world.manifest(one("a"));
  world.converge();
  world.manifest(
      "removed {\n  from = wavefront_cloud_integration_ec2.a\n  lifecycle {\n    destroy = false\n  }\n}\n");
  auto step = world.converge();
  CHECK(step->actions("a") == "forget");
  CHECK(!world.body("x").is_null());
  CHECK(managed(world).empty());

  world.manifest(one("a", "", "\"y\""));
  world.converge();
  world.manifest(
      "removed {\n  from = wavefront_cloud_integration_ec2.a\n  lifecycle {\n    destroy = true\n  }\n}\n");
  CHECK(world.converge()->actions("a") == "delete (to the recycle bin)");
  world.manifest(one("a", "", "\"y\"") + "removed {\n  from = wavefront_cloud_integration_ec2.a\n}\n");
  auto refused = world.plan();
  CHECK(has(refused->said(), "is still in the manifest"));
  CHECK(has(refused->said(), "has no destroy argument"));
}

TEST_CASE("import blocks can have for_each") {
  World world;
  world.manifest(one("a", "  for_each = toset([\"k\", \"l\"])", "each.key"));
  world.converge();
  std::string ids;
  for (const auto& [address, resource] : world.state().resources)
    ids += "    " + std::get<std::string>(address.key) + " = \"" + resource.id + "\"\n";
  world.backend.state.reset();
  world.manifest(one("b", "  for_each = toset([\"k\", \"l\"])", "each.key") + "import {\n  for_each = {\n" +
                 ids + "  }\n  to = wavefront_cloud_integration_ec2.b[each.key]\n  id = each.value\n}\n");
  auto step = world.converge();
  CHECK(step->plan().count(Action::Import) == 2);
  CHECK(managed(world) == "b[\"k\"] b[\"l\"]");

  std::string members;
  auto snapshot = world.state();
  for (const auto& [address, resource] : snapshot.resources)
    members += (members.empty() ? "" : ", ") + std::string("\"") + std::get<std::string>(address.key) +
               "\": \"" + resource.id + "\"";
  world.backend.state.reset();
  world.manifest(one("b", "  for_each = toset([\"k\", \"l\"])", "each.key"));
  world.files["imports.wf.json"] = R"({"import": {"for_each": {)" + members + R"(},
    "to": "wavefront_cloud_integration_ec2.b[each.key]", "id": "${each.value}"}})";
  step = world.converge();
  CHECK(step->plan().count(Action::Import) == 2);
}

}  // namespace waveform::planner
