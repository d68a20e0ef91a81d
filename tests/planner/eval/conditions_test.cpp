#include "planner/eval/conditions.h"

#include "planner/eval/outputs.h"
#include "tests/planner/world.h"

namespace waveform::planner {
namespace {

// What is said of a manifest whose variables have these values.
std::string said(const std::string& manifest, const std::map<std::string, std::string>& values = {},
                 const std::string& name = "main.wf.hcl") {
  Loaded loaded(manifest, name, values);
  if (!loaded.diags.has_errors())
    evaluate_outputs(loaded.config(), *loaded.configuration->scope, loaded.diags);
  return loaded.said();
}

std::string variable(const std::string& lines) {
  return "variable \"x\" {\n" + lines + "}\n";
}
std::string validation(const std::string& condition, const std::string& message = "\"No.\"") {
  return fmt::format("  validation {{\n    condition = {}\n    error_message = {}\n  }}\n", condition,
                     message);
}
std::string precondition(const std::string& condition, const std::string& message = "\"No.\"") {
  return fmt::format("  precondition {{\n    condition = {}\n    error_message = {}\n  }}\n", condition,
                     message);
}

}  // namespace

TEST_CASE("a value that a validation refuses is an error with its message and its values") {
  std::string manifest = variable(validation("var.x != \"bad\"", "\"It is ${var.x}.\""));
  CHECK(said(manifest, {{"x", "good"}}) == "");
  auto text = said(manifest, {{"x", "bad"}});
  CHECK(has(text,
            "Error: Invalid value for var.x\n  at main.wf.hcl:3:17\n"
            "  3 |     condition = var.x != \"bad\"\n"));
  CHECK(has(text, "var.x is \"bad\""));
  CHECK(has(text, "  It is bad.\n"));
}

TEST_CASE("a validation may refer to other variables and to locals") {
  std::string manifest = variable(validation("var.x == local.wanted")) +
                         "variable \"y\" {\n}\nlocals {\n  wanted = \"${var.y}!\"\n}\n";
  CHECK(said(manifest, {{"x", "a!"}, {"y", "a"}}) == "");
  CHECK(has(said(manifest, {{"x", "a!"}, {"y", "b"}}), "local.wanted is \"b!\""));
}

TEST_CASE("every validation is checked; what is unknown is not") {
  std::string manifest =
      variable(validation("var.x != \"a\"", "\"First.\"") + validation("var.x == \"b\"", "\"Second.\""));
  auto both = said(manifest, {{"x", "a"}});
  CHECK(has(both, "First."));
  CHECK(has(both, "Second."));
  CHECK(said(manifest) == "");
}

TEST_CASE("a validation that refers to a resource waits until it is planned") {
  World world;
  world.manifest(ec2("main") + variable("  default = \"other\"\n" +
                                        validation("var.x == wavefront_cloud_integration_ec2.main.name",
                                                   "\"Not its name.\"")));
  auto step = world.plan();
  CHECK(!step->ok());
  CHECK(has(step->said(), "Not its name."));
  CHECK(has(step->said(), "wavefront_cloud_integration_ec2.main.name is \"main\""));
  world.variables["x"] = "main";
  CHECK(world.plan()->said() == "");
}

TEST_CASE("a message with a secret is withheld, and so is the value") {
  std::string manifest =
      variable("  sensitive = true\n" + validation("var.x == \"\"", "\"It is ${var.x}.\""));
  auto text = said(manifest, {{"x", "hush"}});
  CHECK(has(text, "Error: Invalid value for var.x\n"));
  CHECK(has(text, "var.x is sensitive"));
  CHECK(has(text, "  Its message is not shown: it refers to a sensitive value.\n"));
  CHECK(!has(text, "hush"));
  CHECK(
      has(said(variable("  sensitive = true\n" + validation("var.x == \"\"")), {{"x", "hush"}}), "  No.\n"));
}

TEST_CASE("a condition is true or false, or a string with that value") {
  CHECK(said(variable(validation("\"${var.x}\"")), {{"x", "true"}}) == "");
  CHECK(has(said(variable(validation("\"${var.x}\"")), {{"x", "false"}}), "Invalid value for var.x"));
  CHECK(has(said(variable(validation("var.x")), {{"x", "hm"}}),
            "Error: The condition must be true or false\n"));
  CHECK(has(said(variable("  type = list(string)\n" + validation("var.x")), {{"x", "null"}}),
            "  It is null.\n"));
}

TEST_CASE("the message is a string, and is checked even when the condition holds") {
  CHECK(has(said(variable(validation("var.x == \"a\"", "[1]")), {{"x", "a"}}),
            "Error: The error message must be a string\n"));
  CHECK(has(said(variable(validation("var.x == \"a\"", "local.no")), {{"x", "a"}}),
            "Error: There is no local.no\n"));
  CHECK(has(said(variable(validation("var.x == \"b\"", "\" \"")), {{"x", "a"}}), "  It has no message.\n"));
  CHECK(has(said(variable(validation("var.x == \"b\"", "null")), {{"x", "a"}}), "  It has no message.\n"));
}

TEST_CASE("what is missing in a condition, or makes it useless, is an error") {
  CHECK(has(said(variable("  validation {\n    condition = var.x == 1\n  }\n")),
            "Error: A validation needs error_message\n"));
  CHECK(has(said(variable("  validation {\n    error_message = \"No.\"\n  }\n")),
            "Error: A validation needs condition\n"));
  CHECK(has(said(variable(validation("var.y")) + "variable \"y\" {\n}\n"),
            "Error: The condition does not refer to var.x\n"));
  CHECK(has(said("output \"x\" {\n  value = 1\n" + precondition("1 == 2") + "}\n"),
            "Error: The condition has no references\n"));
  CHECK(has(said(variable("  validaton {\n  }\n")), "Did you mean \"validation\"?"));
  CHECK(has(said(variable(
                "  validation {\n    condition = var.x\n    error_message = \"\"\n    message = 1\n  }\n")),
            "There is no argument \"message\" in a validation"));
}

TEST_CASE("a precondition refuses an output") {
  std::string manifest =
      "variable \"x\" {\n}\noutput \"o\" {\n  value = var.x\n" + precondition("var.x != \"a\"") + "}\n";
  CHECK(said(manifest, {{"x", "b"}}) == "");
  auto text = said(manifest, {{"x", "a"}});
  CHECK(has(text, "Error: Output \"o\" is invalid\n  at main.wf.hcl:6:17\n"));
  CHECK(has(text, "  No.\n"));
}

TEST_CASE("conditions in JSON are blocks, too") {
  CHECK(has(
      said(
          R"({"variable": {"x": {"validation": {"condition": "${var.x == 1}", "error_message": "It is ${var.x}."}}}})",
          {{"x", "2"}}, "main.tf.json"),
      "  It is 2.\n"));
}

}  // namespace waveform::planner
