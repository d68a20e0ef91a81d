#include "planner/report/report_configuration.h"

#include "tests/planner/world.h"

namespace waveform::planner {
namespace {

using base::Value;

struct Configured : Loaded {
  explicit Configured(const std::string& text)
      : Loaded(text, "main.tf"), value(planner::configuration(config(), *configuration->scope)) {
    INFO(said());
    REQUIRE(!diags.has_errors());
  }

  std::string json(const std::string& path) const { return base::write_json(value.at_path(path)); }
  // Of the first resource.
  Value expression(const std::string& attribute) const {
    return value.at_path("root_module.resources").as_list().at(0).get("expressions").get(attribute);
  }

  Value value;
};

bool is_hidden_null(const Value& value) {
  return value.is_null() && value.marks() == Value::Sensitive;
}

std::string with_name(const std::string& name, const std::string& more = "") {
  return block("ec2", "web",
               "name = " + name + "\nrole_arn = \"" + kRole + "\"\nexternal_id = \"id-in-clear\"\n" + more);
}

TEST_CASE("an empty manifest") {
  CHECK(base::write_json(Configured("").value) == R"({"root_module":{}})");
}

TEST_CASE("a resource: where it stands, and what it is made of") {
  Configured made(
      with_name("\"web\"", "hostname_tags = [\"a\", \"b\"]\nlifecycle {\n  skip_trash = true\n}"));
  auto resource = made.value.at_path("root_module.resources").as_list().at(0);
  CHECK(resource.get("address") == Value("wavefront_cloud_integration_ec2.web"));
  CHECK(resource.get("provider_config_key") == Value("wavefront"));
  CHECK(base::write_json(made.expression("name")) == R"({"constant_value":"web"})");
  CHECK(base::write_json(made.expression("hostname_tags")) == R"({"constant_value":["a","b"]})");
  CHECK(made.json("provider_config") ==
        R"({"wavefront":{"full_name":"vmware/wavefront","name":"wavefront"}})");
}

TEST_CASE("references stand with what they go through, longest first, once") {
  Configured made("variable \"a\" {\n  default = { b = [\"x\"] }\n}\nlocals {\n  c = \"c\"\n}\n" +
                  with_name("\"${var.a.b[0]}-${local.c}-${var.a[\"b\"][0]}-${local.c}\"") +
                  block("cloudwatch", "other",
                        "name = wavefront_cloud_integration_ec2.web.id\nrole_arn = \"" + std::string(kRole) +
                            "\"\nexternal_id = \"e\"\ndepends_on = [wavefront_cloud_integration_ec2.web]"));
  auto resources = made.value.at_path("root_module.resources").as_list();
  CHECK(base::write_json(resources.at(1).at_path("expressions.name")) ==
        R"({"references":["var.a.b[0]","var.a.b","var.a","local.c","var.a[\"b\"][0]","var.a[\"b\"]"]})");
  CHECK(base::write_json(resources.at(0).at_path("expressions.name")) ==
        R"({"references":["wavefront_cloud_integration_ec2.web.id","wavefront_cloud_integration_ec2.web"]})");
  CHECK(base::write_json(resources.at(0).get("depends_on")) == R"(["wavefront_cloud_integration_ec2.web"])");
}

TEST_CASE("names that `for` binds are no references") {
  Configured made(with_name("\"web\"", "hostname_tags = [for tag in [\"a\"] : \"${tag}!\"]"));
  CHECK(base::write_json(made.expression("hostname_tags")) == R"({"constant_value":["a!"]})");
}

TEST_CASE("constants that are secret are hidden") {
  Configured made("provider \"wavefront\" {\n  address = \"https://x.example\"\n  token = \"t\"\n}\n" +
                  with_name("\"web\"") + "output \"o\" {\n  value = \"o\"\n  sensitive = true\n}\n");
  CHECK(is_hidden_null(made.expression("external_id").get("constant_value")));
  CHECK(is_hidden_null(made.value.at_path("provider_config.wavefront.expressions.token.constant_value")));
  CHECK(made.value.at_path("provider_config.wavefront.expressions.address.constant_value") ==
        Value("https://x.example"));
  CHECK(is_hidden_null(made.value.at_path("root_module.outputs.o.expression.constant_value")));
  CHECK(made.value.at_path("root_module.outputs.o.sensitive") == Value(true));
}

TEST_CASE("variables: type, default, what they are for") {
  Configured made(
      "variable \"a\" {\n  type = map(list(string))\n  default = {}\n  description = \"What \\\"a\\\" "
      "is.\"\n}\n"
      "variable \"b\" {\n  type = object({ x = number, y = tuple([bool, any]) })\n}\n"
      "variable \"c\" {\n  default = \"s\"\n  sensitive = true\n}\n"
      "output \"o\" {\n  value = var.a\n  description = \"What o is.\"\n}\n");
  CHECK(made.json("root_module.variables.a") ==
        R"({"default":{},"description":"What \"a\" is.","type":["map",["list","string"]]})");
  CHECK(made.json("root_module.variables.b") ==
        R"({"type":["object",{"x":"number","y":["tuple",["bool","dynamic"]]}]})");
  CHECK(is_hidden_null(made.value.at_path("root_module.variables.c.default")));
  CHECK(made.value.at_path("root_module.variables.c.sensitive") == Value(true));
  CHECK(made.value.at_path("root_module.outputs.o.description") == Value("What o is."));
}

TEST_CASE("a variable that a secret is given with is hidden, declared sensitive or not") {
  Configured made(
      "variable \"plain\" {\n  default = \"p\"\n}\nvariable \"shown\" {\n  default = \"s\"\n}\n"
      "locals {\n  one = local.two\n  two = \"${var.plain}\"\n}\n" +
      block("ec2", "web",
            "name = var.shown\nrole_arn = \"" + std::string(kRole) + "\"\nexternal_id = local.one"));
  CHECK(hidden_variables(made.config(), *made.configuration->references) == std::set<std::string>{"plain"});
  CHECK(is_hidden_null(made.value.at_path("root_module.variables.plain.default")));
  CHECK(made.value.at_path("root_module.variables.shown.default") == Value("s"));
}

}  // namespace
TEST_CASE("a variable whose elements are secrets through for_each is hidden, too") {
  Configured made("variable \"accounts\" {\n  default = { a = \"p\" }\n}\n" +
                  block("ec2", "web",
                        "for_each = var.accounts\nname = each.key\nrole_arn = \"" + std::string(kRole) +
                            "\"\nexternal_id = each.value"));
  CHECK(hidden_variables(made.config(), *made.configuration->references) ==
        std::set<std::string>{"accounts"});
}

TEST_CASE("what is wrong with a secret is reported without what its references stand for") {
  World world;
  world.manifest(
      "variable \"open\" {\n  default = \"hush-hush\"\n}\n" +
      block("ec2", "web",
            "name = \"web\"\nrole_arn = \"" + std::string(kRole) + "\"\nexternal_id = var.open + 1"));
  auto said = world.plan()->said();
  CHECK(has(said, "needs a number"));
  CHECK(!has(said, "hush-hush"));
}

}  // namespace waveform::planner
