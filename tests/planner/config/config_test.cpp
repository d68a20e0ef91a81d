#include "planner/config/config.h"

#include "tests/planner/world.h"

namespace waveform::planner {
namespace {

// What the blocks of one file make, and what is wrong with them.
struct Decoded : Read {
  explicit Decoded(const std::string& text, const std::string& name = "main.wf.hcl") {
    file(catalog, text, name);
    end(catalog);
  }
  std::string wrong() { return complaints(diags); }
  provider::Catalog catalog = provider::services::catalog();
};

std::string in_resource(const std::string& lines) {
  return "resource \"wavefront_cloud_integration_ec2\" \"a\" {\n  name = \"a\"\n  role_arn = \"r\"\n" +
         lines + "\n}\n";
}

}  // namespace

TEST_CASE("lifecycle and depends_on are read, in HCL and in JSON alike") {
  Decoded hcl(in_resource("depends_on = [wavefront_cloud_integration_ec2.b]\nlifecycle {\n skip_trash = "
                          "true\n prevent_destroy = true\n}") +
              ec2("b") + "variable \"id\" {}\n");
  const char* text = R"json({
    "variable": {"id": {"type": "list(string)"}},
    "resource": {"wavefront_cloud_integration_ec2": {
      "a": {"name": "a", "role_arn": "r", "depends_on": ["wavefront_cloud_integration_ec2.b"],
            "lifecycle": {"skip_trash": true, "prevent_destroy": true}},
      "b": {"name": "b", "role_arn": "r", "depends_on": ["${wavefront_cloud_integration_ec2.c}"]},
      "c": {"name": "c", "role_arn": "r"}}}})json";
  Decoded json(text, "main.wf.json");
  for (auto* decoded : {&hcl, &json}) {
    CHECK(decoded->wrong() == "");
    const auto& resource = decoded->config.resources.at(address("a"));
    CHECK(resource.skip_trash);
    CHECK(resource.prevent_destroy != nullptr);
    CHECK(resource.depends_on == std::vector{address("b")});
  }
  CHECK(json.config.variables.at("id").type->text() == "list(string)");
  CHECK(json.config.resources.at(address("b")).depends_on == std::vector{address("c")});
}

TEST_CASE("what Terraform has and waveform does not is said, never passed over") {
  for (const char* lines : {"lifecycle {\n replace_triggered_by = []\n}", "provisioner \"x\" {}",
                            "connection {}", "dynamic \"x\" {}"}) {
    INFO(lines);
    CHECK(has(Decoded(in_resource(lines)).wrong(), "is not supported"));
  }
  for (const char* block :
       {"module \"x\" {}", "data \"x\" \"y\" {}", "check \"x\" {}", "variable \"x\" {\n ephemeral = true\n}",
        "variable \"x\" {\n deprecated = \"y\"\n}", "variable \"x\" {\n const = true\n}",
        "output \"x\" {\n value = 1\n ephemeral = true\n}"}) {
    INFO(block);
    CHECK(has(Decoded(block).wrong(), "supported"));
  }
}

TEST_CASE("a secret that every update sends cannot be ignored") {
  auto ignoring = [](const char* type, const char* secret) {
    return fmt::format(
        "resource \"wavefront_cloud_integration_{}\" \"x\" {{\n lifecycle {{\n ignore_changes = [{}]\n "
        "}}\n}}",
        type, secret);
  };
  CHECK(has(Decoded(ignoring("newrelic", "api_key")).wrong(), "api_key cannot be ignored"));
  CHECK(!has(Decoded(ignoring("azure", "client_secret")).wrong(), "cannot be ignored"));
}

TEST_CASE("resources that are no cloud integrations are one error that counts and names them") {
  std::string text =
      "resource \"aws_iam_role\" \"a\" {}\nresource \"wavefront_alert\" \"b\" {}\nresource \"aws_iam_role\" "
      "\"c\" {}\n";
  Decoded decoded(text);
  CHECK(decoded.diags.list().size() == 1);
  CHECK(has(decoded.wrong(), "3 resources are not a cloud integration: aws_iam_role and wavefront_alert"));
  CHECK(has(decoded.wrong(), "-f"));
}

TEST_CASE("what stands twice names the place of the first") {
  CHECK(has(Decoded("locals {\n a = 1\n}\nlocals {\n a = 2\n}").wrong(), "The first is at main.wf.hcl:2."));
  CHECK(has(Decoded("variable \"a\" {}\nvariable \"a\" {}").wrong(), "The first is at main.wf.hcl:1."));
  CHECK(has(Decoded("output \"a\" {\n value = 1\n}\noutput \"a\" {\n value = 1\n}").wrong(),
            "The first is at main.wf.hcl:1."));
  CHECK(has(Decoded("provider \"wavefront\" {}\nprovider \"wavefront\" {}").wrong(), "A second provider"));
}

TEST_CASE("a backend gets a warning, another provider a note, and neither stops anything") {
  Decoded decoded("terraform {\n backend \"s3\" {}\n}\nprovider \"aws\" {}\n" + in_resource(""));
  CHECK(has(decoded.wrong(), "Warning: The backend block is not used"));
  CHECK(has(decoded.wrong(), "Note: Provider \"aws\" is not used"));
  CHECK_FALSE(decoded.diags.has_errors());
}

TEST_CASE("variables and outputs are read with their conditions, in HCL and in JSON alike") {
  Decoded hcl(
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
  Decoded json(text, "main.tf.json");
  for (auto* decoded : {&hcl, &json}) {
    CHECK(decoded->wrong() == "");
    const auto& x = decoded->config.variables.at("x");
    CHECK(!x.nullable);
    CHECK(x.sensitive);
    CHECK(x.validations.size() == 2);
    CHECK(decoded->config.outputs.at("o").preconditions.size() == 1);
    CHECK(decoded->config.outputs.at("o").depends_on == std::vector{address("a")});
  }
}

TEST_CASE("names with a meaning in module blocks are no names of variables; descriptions are plain") {
  CHECK(has(Decoded("variable \"count\" {}").wrong(), "A variable cannot be called \"count\""));
  CHECK(has(Decoded("variable \"x\" {\n description = local.y\n}").wrong(),
            "description must be a plain text"));
  CHECK(has(
      Decoded("output \"x\" {\n value = 1\n depends_on = [wavefront_cloud_integration_ec2.no]\n}").wrong(),
      "There is no wavefront_cloud_integration_ec2.no"));
}

}  // namespace waveform::planner
