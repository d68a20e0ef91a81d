#include "planner/eval/names.h"

#include "tests/planner/world.h"

namespace waveform::planner {
namespace {

// A manifest whose resources are valid, with the lines of one more block.
std::string with(const std::string& lines) {
  return "variable \"env\" {\n  default = \"dev\"\n}\nlocals {\n  role = \"r\"\n  none = toset([])\n}\n" +
         block("ec2", "main", "  name = \"Main\"\n  role_arn = \"" + std::string(kRole) + "\"") + lines +
         "\n";
}

// `expression` as an attribute of a block with for_each, whose set is empty.
std::string of_instance(const std::string& expression) {
  return block("ec2", "each",
               "  for_each = local.none\n  name = " + expression + "\n  role_arn = \"" + kRole + "\"");
}

std::string lifecycle(const std::string& lines) {
  return block(
      "ec2", "kept",
      "  name = \"Kept\"\n  role_arn = \"" + std::string(kRole) + "\"\n  lifecycle {\n" + lines + "\n  }");
}

// The summaries of the errors.
std::string errors_of(const std::string& manifest) {
  Loaded loaded(manifest);
  loaded.diags.sort();
  std::vector<std::string> errors;
  for (const auto& diag : loaded.diags.list()) {
    if (diag.severity == base::Severity::Error) errors.push_back(diag.summary);
  }
  return fmt::format("{}", fmt::join(errors, "; "));
}

}  // namespace

TEST_CASE("a name that does not exist is an error in every expression, whether it is evaluated or not") {
  const std::string x = "There is no var.x";
  const std::pair<const char*, std::string> expressions[] = {
      {"var.env == \"prod\" ? var.x : \"\"", x},
      {"var.env == \"dev\" || var.x", x},
      {"var.env == \"prod\" && var.x", x},
      {"[for v in [] : var.x]", x},
      {"[for v in [] : v if var.x]", x},
      {"{ for v in [] : v => var.x }", x},
      {"\"%{ if false }${var.x}%{ endif }\"", x},
      {"\"%{ for v in [] }${var.x}%{ endfor }\"", x},
      {"[][*][var.x]", x},
      {"try(1, var.x)", x},
      {"can(var.x)", x},
      {"false ? { (var.x) = 1 } : null", x},
      {"false ? local.rol : 1", "There is no local.rol"},
      {"false ? wavefront_cloud_integration_ec2.mian.id : 1",
       "There is no resource wavefront_cloud_integration_ec2.mian"},
      {"false ? wavefront_cloud_integration_gcp.main.id : 1",
       "There is no resource wavefront_cloud_integration_gcp.main"},
      {"false ? wavefront_cloud_integration_ec2 : 1", "wavefront_cloud_integration_ec2 is a resource type"},
      {"false ? module.a.id : 1", "module is not supported yet"},
      {"false ? data.aws_role.a.id : 1", "data is not supported yet"},
      {"false ? each.key : 1", "each has no meaning here"},
      {"false ? count.index : 1", "count has no meaning here"},
      {"false ? self.id : 1", "self has no meaning here"},
      {"false ? path.here : 1", "There is no such attribute of path"},
      {"false ? terraform.version : 1", "There is no such attribute of terraform"},
      {"[for v in [1] : v] == [v]", "\"v\" is not declared"},
      {"[for v in [] : w]", "\"w\" is not declared"},
      {"[for v in v : v]", "\"v\" is not declared"},
      {"false ? uper(\"a\") : \"\"", "There is no function named \"uper\""},
      {"try(1, timestamp())", "timestamp() is not supported"},
  };
  for (const auto& [expression, error] : expressions) {
    CAPTURE(expression);
    const std::string text = expression;
    CHECK(errors_of(with("locals {\n  unused = " + text + "\n}")) == error);
    CHECK(errors_of(with("output \"o\" {\n  value = " + text + "\n}")) == error);
  }
}

TEST_CASE("all blocks are searched") {
  const std::string condition = "condition = var.env != \"\" || var.x\n error_message = \"m\"";
  const std::string message = "condition = var.env != \"\"\n error_message = \"${var.x}\"";
  for (const std::string& lines : std::vector<std::string>{
           of_instance("var.x"),
           lifecycle("prevent_destroy = false && var.x"),
           lifecycle("precondition {\n" + condition + "\n}"),
           lifecycle("postcondition {\n" + message + "\n}"),
           "variable \"v\" {\n default = 1\n validation {\n condition = var.v == 1 || var.x\n error_message "
           "= "
           "\"m\"\n}\n}",
           "output \"o\" {\n value = 1\n precondition {\n" + message + "\n}\n}",
           std::string("provider \"wavefront\" {\n address = false ? var.x : \"a.example.com\"\n}"),
           std::string("import {\n for_each = local.none\n to = wavefront_cloud_integration_ec2.main\n id = "
                       "var.x\n}"),
           block("newrelic", "n",
                 "  name = \"n\"\n  api_key = \"k\"\n  metric_filter {\n    app_name = false ? var.x : "
                 "\"a\"\n    "
                 "metric_filter_regex = \"b\"\n  }"),
       }) {
    CAPTURE(lines);
    CHECK(errors_of(with(lines)) == "There is no var.x");
  }
}

TEST_CASE("each, count and self exist where their block has them") {
  CHECK(errors_of(with(of_instance("\"${each.key} ${each.value}\""))) == "");
  CHECK(errors_of(with(of_instance("each.name"))) == "There is no such attribute of each");
  CHECK(errors_of(with(of_instance("count.index"))) == "count has no meaning here");
  CHECK(errors_of(with(of_instance("self.id"))) == "self has no meaning here");
  const std::string about_self = "condition = self.id != \"\"\n error_message = \"m\"\n}";
  CHECK(errors_of(with(lifecycle("postcondition {\n" + about_self))) == "");
  CHECK(errors_of(with(lifecycle("precondition {\n" + about_self))) == "self has no meaning here");
}

TEST_CASE("attributes of values are not names, and an error comes once with the nearest name") {
  CHECK(errors_of(with(
            "output \"o\" {\n  value = try(local.none.a.b, path.module, false ? local.none.c : 1)\n}")) ==
        "");
  const std::string said =
      Loaded(with("locals {\n  bad  = local.rol\n  more = [for i in range(3) : local.bad]\n}")).said();
  CHECK(said.find("Error: ") == said.rfind("Error: "));
  CHECK(has(said, "Did you mean \"role\"?"));
}

}  // namespace waveform::planner
