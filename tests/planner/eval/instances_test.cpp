#include "planner/eval/instances.h"

#include "tests/planner/world.h"

namespace waveform::planner {
namespace {

using test::has;

constexpr const char* kExternalIds =
    "resource \"wavefront_cloud_integration_aws_external_id\" \"ids\" {\n  for_each = toset([\"a\", "
    "\"b\"])\n}\n";

// An EC2 block with further lines.
std::string ec2_block(const std::string& label, const std::string& lines, const std::string& name = "x") {
  return "resource \"wavefront_cloud_integration_ec2\" \"" + label + "\" {\n  name = \"" + name +
         "\"\n  role_arn = \"arn:aws:iam::123456789012:role/x\"\n  external_id = var.id\n" + lines + "\n}\n";
}

std::string keyed(const std::string& lines) {
  return "resource \"wavefront_cloud_integration_ec2\" \"main\" {\n  role_arn = "
         "\"arn:aws:iam::123456789012:role/x\"\n  external_id = var.id\n" +
         lines + "\n}\n";
}

std::string addresses(const Step& step) {
  std::string out;
  for (const auto& [address, instance] : step.resources().instances)
    out += (out.empty() ? "" : " ") + address.text().substr(address.type.size() + 1);
  return out;
}

}  // namespace

TEST_CASE("for_each makes one resource of every element of a map or a set of strings") {
  World world;
  world.manifest(
      keyed("  for_each = { eu = \"Europe\", us = \"America\" }\n  name = \"${each.key}: ${each.value}\""));
  auto step = world.converge();
  CHECK(addresses(*step) == "main[\"eu\"] main[\"us\"]");
  CHECK(!world.body("eu: Europe").is_null());
  CHECK(!world.body("us: America").is_null());

  world.manifest(keyed("  for_each = toset([\"us\"])\n  name = \"us: America\""));
  step = world.converge();
  CHECK(step->summary() == "0 to create, 0 to update, 0 to undelete, 1 to delete");
  world.manifest(keyed("  for_each = {}\n  name = each.key"));
  CHECK(world.converge()->summary() == "0 to create, 0 to update, 0 to undelete, 1 to delete");
}

TEST_CASE("count makes so many, numbered from 0") {
  World world;
  world.manifest(keyed("  count = 3\n  name = \"n${count.index}\""));
  CHECK(addresses(*world.converge()) == "main[0] main[1] main[2]");
  world.manifest(keyed("  count = \"1\"\n  name = \"n${count.index}\""));
  CHECK(world.converge()->summary() == "0 to create, 0 to update, 0 to undelete, 2 to delete");
}

TEST_CASE("values other than a map, a set of strings or a number are refused with advice") {
  World world;
  auto said = [&](const std::string& lines) {
    world.manifest(keyed(lines + "\n  name = \"x\""));
    return world.plan()->said();
  };
  CHECK(has(said("  for_each = [\"a\"]"), "Write toset(…) around the list."));
  CHECK(has(said("  for_each = null"), "use an empty map"));
  CHECK(
      !has(said("  for_each = [\"a\"]\n}\noutput \"x\" {\n  value = wavefront_cloud_integration_ec2.main.id"),
           "No attribute"));
  CHECK(has(said("  for_each = toset([1])"), "Expected a set of strings, found"));
  CHECK(has(said("  for_each = toset([\"a\", null])"), "An element of the set is null."));
  CHECK(has(said("  for_each = { (var.id) = 1 }"), "derives from a sensitive value"));
  CHECK(has(said("  for_each = wavefront_cloud_integration_ec2.other.additional_tags\n  name = \"y\"\n}\n" +
                 ec2_block("other", "") +
                 "resource \"wavefront_cloud_integration_ec2\" \"third\" {\n role_arn = \"r\""),
            "for_each"));
  CHECK(has(said("  count = -1"), "A whole number from 0"));
  CHECK(has(said("  count = 1.5"), "A whole number from 0"));
  CHECK(has(said("  count = null"), "use 0"));
  CHECK(has(said("  count = \"many\""), "Expected a number, found a string."));
  CHECK(has(said("  count = 1\n  for_each = {}"), "A resource cannot have both for_each and count"));
  CHECK(has(said("  additional_tags = { x = each.key }"), "each has no meaning here"));
}

TEST_CASE("one resource of a block is referred to by its key, all of them as a map or a list") {
  World world;
  world.manifest(kExternalIds +
                 keyed("  for_each = wavefront_cloud_integration_aws_external_id.ids\n"
                       "  name = each.key\n"
                       "  additional_tags = { n = length(wavefront_cloud_integration_aws_external_id.ids) }\n"
                       "  force_save = true"));
  // external_id stands twice otherwise: the one of each.
  auto& text = world.files.begin()->second;
  auto at = text.find("external_id = var.id");
  text.replace(at, 20, "external_id = each.value.id");
  auto step = world.converge();
  INFO(step->text());
  CHECK(world.body("a").at_path("additionalTags.n") == base::Value("2"));
  auto& needs = step->resources().instances.at({"wavefront_cloud_integration_ec2", "main", "a"}).needs;
  CHECK(needs.size() == 2);  // through length() all of them
}

TEST_CASE("a reference by key needs that one alone") {
  World world;
  world.manifest(kExternalIds +
                 keyed("  for_each = toset([\"a\", \"b\"])\n  name = each.key\n  force_save = true"));
  auto& text = world.files.begin()->second;
  auto at = text.find("external_id = var.id");
  text.replace(at, 20, "external_id = wavefront_cloud_integration_aws_external_id.ids[each.key].id");
  auto step = world.converge();
  auto& needs = step->resources().instances.at({"wavefront_cloud_integration_ec2", "main", "b"}).needs;
  CHECK(needs ==
        std::set<base::Address>{{"wavefront_cloud_integration_aws_external_id", "ids", std::string("b")}});
}

TEST_CASE("what only a condition refers to is needed, too") {
  World world;
  world.manifest(kExternalIds +
                 ec2_block("main",
                           "  lifecycle {\n    precondition {\n      condition = "
                           "wavefront_cloud_integration_aws_external_id.ids[\"a\"].id != \"\"\n"
                           "      error_message = \"No id.\"\n    }\n  }"));
  auto step = world.converge();
  CHECK(step->resources().instances.at({"wavefront_cloud_integration_ec2", "main", {}}).needs.size() == 1);
}

TEST_CASE("ignore_changes ignores changes outside of waveform and in the manifest") {
  World world;
  world.manifest(ec2_block(
      "main",
      "  additional_tags = { a = \"1\" }\n  lifecycle {\n    ignore_changes = [additional_tags]\n  }"));
  world.converge();
  CHECK(world.body("x").at_path("additionalTags.a") == base::Value("1"));  // made with it
  world.manifest(ec2_block(
      "main",
      "  additional_tags = { a = \"2\" }\n  lifecycle {\n    ignore_changes = [additional_tags]\n  }"));
  world.expect_empty_plan();
  world.manifest(ec2_block(
      "main", "  additional_tags = { a = \"2\" }\n  lifecycle {\n    ignore_changes = all\n  }", "y"));
  world.expect_empty_plan();
  world.manifest(ec2_block("main", "  additional_tags = { a = \"2\" }", "x"));
  CHECK(world.converge()->attributes("main") == "additional_tags");
}

TEST_CASE("preconditions stop a plan, postconditions look at what is made") {
  World world;
  auto with = [&](const std::string& conditions) {
    world.manifest(ec2_block("main", "  lifecycle {\n" + conditions + "\n  }"));
    return world.apply();
  };
  auto condition = [](const std::string& kind, const std::string& what) {
    return "    " + kind + " {\n      condition = " + what + "\n      error_message = \"Not SO.\"\n    }\n";
  };
  auto step = with(condition("precondition", "var.id == null"));
  CHECK(has(step->said(), "Not SO."));
  CHECK(world.writes() == 0);
  CHECK(has(with(condition("postcondition", "self.name == \"y\""))->said(), "Not SO."));
  CHECK(world.writes() == 0);
  CHECK(has(with(condition("precondition", "self.name == \"x\""))->said(), "self has no meaning here"));
  // Known only afterwards: it is made, and fails.
  step = with(condition("postcondition", "self.id == \"none\""));
  CHECK(has(step->failure("main").message, "Not SO."));
  CHECK(!world.body("x").is_null());
  world.manifest(ec2_block("main", ""));
  world.expect_empty_plan();
}

}  // namespace waveform::planner
