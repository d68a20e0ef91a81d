#include "planner/config/config.h"

#include "tests/planner/world.h"

namespace waveform::planner {
namespace {

std::string in_resource(const std::string& lines) {
  return "resource \"wavefront_cloud_integration_ec2\" \"a\" {\n  name = \"a\"\n  role_arn = \"r\"\n" +
         lines + "\n}\n";
}

}  // namespace

TEST_CASE("lifecycle and depends_on are read, in HCL and in JSON alike") {
  Loaded hcl(in_resource("depends_on = [wavefront_cloud_integration_ec2.b]\nlifecycle {\n skip_trash = "
                         "true\n prevent_destroy = true\n}") +
             ec2("b") + "variable \"id\" {}\n");
  const char* text = R"json({
    "variable": {"id": {"type": "list(string)"}},
    "resource": {"wavefront_cloud_integration_ec2": {
      "a": {"name": "a", "role_arn": "r", "depends_on": ["wavefront_cloud_integration_ec2.b"],
            "lifecycle": {"skip_trash": true, "prevent_destroy": true}},
      "b": {"name": "b", "role_arn": "r", "depends_on": ["${wavefront_cloud_integration_ec2.c}"]},
      "c": {"name": "c", "role_arn": "r"}}}})json";
  Loaded json(text, "main.wf.json");
  for (auto* decoded : {&hcl, &json}) {
    CHECK(decoded->said() == "");
    const auto& resource = decoded->config().resources.at(address("a"));
    CHECK(resource.skip_trash);
    CHECK(resource.prevent_destroy != nullptr);
    CHECK(resource.depends_on == std::vector{address("b")});
  }
  CHECK(json.config().variables.at("id").type->text() == "list(string)");
  CHECK(json.config().resources.at(address("b")).depends_on == std::vector{address("c")});
}

TEST_CASE("what Terraform has and waveform does not is said, never passed over") {
  for (const char* lines : {"lifecycle {\n replace_triggered_by = []\n}", "provisioner \"x\" {}",
                            "connection {}", "dynamic \"x\" {}"}) {
    INFO(lines);
    CHECK(has(Loaded(in_resource(lines)).said(), "is not supported"));
  }
  for (const char* block :
       {"module \"x\" {}", "data \"x\" \"y\" {}", "check \"x\" {}", "variable \"x\" {\n ephemeral = true\n}",
        "variable \"x\" {\n deprecated = \"y\"\n}", "variable \"x\" {\n const = true\n}",
        "output \"x\" {\n value = 1\n ephemeral = true\n}"}) {
    INFO(block);
    CHECK(has(Loaded(block).said(), "supported"));
  }
}

TEST_CASE("a secret that every update sends cannot be ignored") {
  auto ignoring = [](const char* type, const char* secret) {
    return fmt::format(
        "resource \"wavefront_cloud_integration_{}\" \"x\" {{\n lifecycle {{\n ignore_changes = [{}]\n "
        "}}\n}}",
        type, secret);
  };
  CHECK(has(Loaded(ignoring("newrelic", "api_key")).said(), "api_key cannot be ignored"));
  CHECK(!has(Loaded(ignoring("azure", "client_secret")).said(), "cannot be ignored"));
}

TEST_CASE("resources that are no cloud integrations are one error that counts and names them") {
  std::string text =
      "resource \"aws_iam_role\" \"a\" {}\nresource \"wavefront_alert\" \"b\" {}\nresource \"aws_iam_role\" "
      "\"c\" {}\n";
  Loaded decoded(text);
  CHECK(decoded.diags.list().size() == 1);
  CHECK(has(decoded.said(), "3 resources are not a cloud integration: aws_iam_role and wavefront_alert"));
  CHECK(has(decoded.said(), "-f"));
}

TEST_CASE("what stands twice names the place of the first") {
  CHECK(has(Loaded("locals {\n a = 1\n}\nlocals {\n a = 2\n}").said(), "The first is at main.wf.hcl:2."));
  CHECK(has(Loaded("variable \"a\" {}\nvariable \"a\" {}").said(), "The first is at main.wf.hcl:1."));
  CHECK(has(Loaded("output \"a\" {\n value = 1\n}\noutput \"a\" {\n value = 1\n}").said(),
            "The first is at main.wf.hcl:1."));
  CHECK(has(Loaded("provider \"wavefront\" {}\nprovider \"wavefront\" {}").said(), "A second provider"));
}

TEST_CASE("a backend gets a warning, another provider a note, and neither stops anything") {
  Loaded decoded("terraform {\n backend \"s3\" {}\n}\nprovider \"aws\" {}\n" + in_resource(""));
  CHECK(has(decoded.said(), "Warning: The backend block is not used"));
  CHECK(has(decoded.said(), "Note: Provider \"aws\" is not used"));
  CHECK_FALSE(decoded.diags.has_errors());
}

TEST_CASE("variables and outputs are read with their conditions, in HCL and in JSON alike") {
  Loaded hcl(
      "variable \"x\" {\n nullable = false\n sensitive = \"true\"\n validation {\n  condition = var.x == 1\n"
      "  error_message = \"No.\"\n }\n validation {\n  condition = var.x == 2\n  error_message = \"No.\"\n "
      "}\n}\n"
      "output \"o\" {\n value = 1\n depends_on = [wavefront_cloud_integration_ec2.a]\n precondition {\n"
      "  condition = var.x == 1\n  error_message = \"No.\"\n }\n}\nvariable \"id\" {}\n" +
      in_resource(""));
  const char* text = R"json({
    "variable": {"id": {}, "x": {"nullable": false, "sensitive": true, "validation": [
      {"condition": "${var.x == 1}", "error_message": "No."}, {"condition": "${var.x == 2}", "error_message": "No."}]}},
    "output": {"o": {"value": 1, "depends_on": ["wavefront_cloud_integration_ec2.a"],
      "precondition": {"condition": "${var.x == 1}", "error_message": "No."}}},
    "resource": {"wavefront_cloud_integration_ec2": {"a": {"name": "a", "role_arn": "r"}}}})json";
  Loaded json(text, "main.tf.json");
  for (auto* decoded : {&hcl, &json}) {
    CHECK(decoded->said() == "");
    const auto& x = decoded->config().variables.at("x");
    CHECK(!x.nullable);
    CHECK(x.sensitive);
    CHECK(x.validations.size() == 2);
    CHECK(decoded->config().outputs.at("o").preconditions.size() == 1);
    CHECK(decoded->config().outputs.at("o").depends_on == std::vector{address("a")});
  }
}

TEST_CASE("names with a meaning in module blocks are no names of variables; descriptions are plain") {
  CHECK(has(Loaded("variable \"count\" {}").said(), "A variable cannot be named \"count\""));
  CHECK(has(Loaded("variable \"x\" {\n description = local.y\n}").said(),
            "description must be a plain string"));
  CHECK(
      has(Loaded("output \"x\" {\n value = 1\n depends_on = [wavefront_cloud_integration_ec2.no]\n}").said(),
          "There is no resource wavefront_cloud_integration_ec2.no"));
}

}  // namespace waveform::planner
