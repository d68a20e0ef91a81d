#include "planner/eval/scope.h"

#include "planner/hcl/evaluate.h"
#include "planner/hcl/parser.h"
#include "tests/planner/world.h"

namespace waveform::planner {
namespace {

using base::Value;

// A config, values for its variables, and one expression looked at through them.
struct Names : Loaded {
  explicit Names(const std::string& text)
      : Loaded(text, "main.wf.hcl", {{"region", "eu"}, {"secret", "s"}}) {}
  Value evaluate(const std::string& text) {
    const auto& source = configuration->manifest->sources.add("expression", text);
    auto expr = hcl::parse_expression(source, diags);
    return expr ? hcl::evaluate(*expr, *configuration->scope, diags).value : Value::unknown();
  }
  std::string wrong_with(const std::string& text) {
    diags = {};
    evaluate(text);
    return complaints(diags);
  }
};

constexpr const char* kText =
    "variable \"region\" {}\nvariable \"secret\" {\n sensitive = true\n}\nlocals {\n  upper = local.lower\n  "
    "lower = "
    "\"${var.region}-1\"\n  id = wavefront_cloud_integration_ec2.a.id\n"
    "  round = local.about\n  about = local.round\n}\nresource \"wavefront_cloud_integration_ec2\" \"a\" {\n "
    " name = \"a\"\n  role_arn = \"r\"\n}\n";

}  // namespace

TEST_CASE("variables and locals stand for their values, through each other") {
  Names names(kText);
  CHECK(names.evaluate("local.upper") == Value("eu-1"));
  CHECK(names.evaluate("\"${var.secret}!\"").is_sensitive());
}

TEST_CASE("a resource is unknown until it is set, and locals that refer to it follow") {
  Names names(kText);
  CHECK(names.evaluate("local.id").is_unknown());
  names.configuration->scope->set_resource(address("a"), Value(Value::Map{{"id", "first"}}));
  CHECK(names.evaluate("local.id") == Value("first"));
  names.configuration->scope->set_resource(address("a"), Value(Value::Map{{"id", "second"}}));
  CHECK(names.evaluate("local.id") == Value("second"));
}

TEST_CASE("a name that is not there is an error with the nearest one that is") {
  Names names(kText);
  CHECK(has(names.wrong_with("var.regoin"), "Did you mean \"region\"?"));
  CHECK(has(names.wrong_with("local.lowr"), "Did you mean \"lower\"?"));
  CHECK(has(names.wrong_with("wavefront_cloud_integration_ec2.b.id"),
            "There is no resource wavefront_cloud_integration_ec2.b"));
  CHECK(has(names.wrong_with("regions"),
            "A reference starts with var., local. or a resource type of the manifest."));
  CHECK(has(names.wrong_with("each.key"), "each has no meaning here"));
  CHECK(has(complaints(Names(kText).diags), "local.about needs local.round needs local.about."));
}

TEST_CASE("references are found through locals of locals, each local once") {
  Names names(kText);
  CHECK(names.configuration->references->resources_of(*names.config().locals.at("id")) ==
        std::set{address("a")});
  CHECK(names.configuration->references->resources_of(*names.config().locals.at("round")).empty());
}

}  // namespace waveform::planner
