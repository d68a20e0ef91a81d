// Values of variables from all sources.
#include <doctest/doctest.h>

#include "tests/support/tenant.h"
#include "tests/support/terminal.h"
#include "tests/support/text.h"

namespace waveform::test {
namespace {

constexpr const char* kVariablesManifest = R"(variable "x" {
  description = "What is printed."
}
output "x" {
  value = var.x
}
)";

// The value of x in the plan.
std::string planned(Tenant& tenant, const std::vector<std::string>& arguments = {}) {
  Run run = tenant.plan(arguments);
  INFO(run.all());
  auto at = run.out.find("x = \"");
  if (at == std::string::npos) return "";
  return run.out.substr(at + 5, run.out.find('"', at + 5) - at - 5);
}

Run typed(Tenant& tenant, const std::vector<std::string>& arguments, const std::vector<Typed>& keys) {
  return run_on_terminal(
      WAVEFORM_BINARY, arguments,
      {.directory = tenant.directory().path(), .environment = tenant.environment, .input = {}}, keys);
}

}  // namespace

TEST_CASE("each source overrides the one before: environment, automatic files, command line") {
  Tenant tenant;
  tenant.manifest(kVariablesManifest);
  tenant.directory().write("named.tfvars", "x = \"named\"\n");
  tenant.environment["TF_VAR_x"] = "TF_VAR_";
  CHECK(planned(tenant) == "TF_VAR_");
  tenant.environment["WAVEFORM_VAR_x"] = "WAVEFORM_VAR_";
  CHECK(planned(tenant) == "WAVEFORM_VAR_");
  for (const char* file :
       {"terraform.tfvars", "terraform.tfvars.json", "waveform.wfvars", "waveform.wfvars.json",
        "a.auto.tfvars", "b.auto.tfvars.json", "a.auto.wfvars", "a.auto.wfvars.json"}) {
    bool json = std::string(file).ends_with(".json");
    tenant.directory().write(file,
                             (json ? "{\"x\": \"" : "x = \"") + std::string(file) + (json ? "\"}" : "\"\n"));
    CHECK(planned(tenant) == file);
  }
  CHECK(planned(tenant, {"-var-file=named.tfvars"}) == "named");
  CHECK(planned(tenant, {"-var-file=named.tfvars", "-var", "x=last"}) == "last");
  CHECK(planned(tenant, {"-var", "x=last", "-var-file=named.tfvars"}) == "named");
}

TEST_CASE("a saved plan requires the values that it was made with, from any source") {
  Tenant tenant;
  tenant.manifest(kVariablesManifest);
  tenant.directory().write("terraform.tfvars", "x = \"one\"\n");
  CHECK(tenant.plan({"-out=p.wfplan"}).exit_code == 2);
  tenant.directory().write("terraform.tfvars", "# the same value\nx = \"one\"\nunused = 1\n");
  tenant.directory().write("a.auto.tfvars", "x = \"two\"\n");
  Run run = tenant.waveform({"apply", "p.wfplan"});
  CHECK(run.exit_code == 1);
  CHECK(has(run.err, "ariable \"x\" is \"two\" now; when the plan was made, it was \"one\""));
  std::filesystem::remove(tenant.directory().path() / "a.auto.tfvars");
  run = tenant.waveform({"apply", "p.wfplan"});
  INFO(run.all());
  CHECK(run.exit_code == 0);
}

TEST_CASE("a terminal has prompts for missing values, with name and description") {
  Tenant tenant;
  tenant.manifest(kVariablesManifest);
  Run run = typed(tenant, {"plan", "-no-color"}, {{"Value: ", "typed\n"}});
  INFO(run.out);
  CHECK(run.exit_code == 0);
  CHECK(has(run.out, "var.x\n  What is printed.\n  Value: typed\n"));
  CHECK(has(run.out, "x = \"typed\""));
}

TEST_CASE("the value of a sensitive variable is not shown as it is typed") {
  Tenant tenant;
  tenant.manifest(
      "variable \"x\" {\n  sensitive = true\n}\nvariable \"y\" {}\n"
      "output \"y\" {\n  value = var.y\n}\noutput \"x\" {\n  value = var.x\n  sensitive = true\n}\n");
  Run run =
      typed(tenant, {"plan", "-no-color"}, {{"Value (not shown): ", "hush-hush\n"}, {"Value: ", "abc\n"}});
  INFO(run.out);
  CHECK(run.exit_code == 0);
  CHECK(!has(run.out, "hush"));
  CHECK(has(run.out, "Value: abc\n"));
  CHECK(has(run.out, "y = \"abc\""));
}

TEST_CASE("there is no prompt with -input=false, in CI, without a terminal, or for a manifest with errors") {
  Tenant tenant;
  tenant.manifest(kVariablesManifest);
  const std::string missing = "Error: No value for x";
  CHECK(has(typed(tenant, {"plan", "-no-color", "-input=false"}, {}).out, missing));
  CHECK(has(tenant.plan().err, missing));
  tenant.environment["CI"] = "true";
  CHECK(has(typed(tenant, {"plan", "-no-color"}, {}).out, missing));
  tenant.environment.erase("CI");
  CHECK(typed(tenant, {"validate"}, {}).exit_code == 0);
  tenant.manifest(std::string(kVariablesManifest) + "nonsense {}\n");
  CHECK(has(typed(tenant, {"plan", "-no-color"}, {}).out, missing));
}

TEST_CASE("closed input ends the prompts: a missing value is an error, and ctrl-C stops the run") {
  Tenant tenant;
  tenant.manifest(kVariablesManifest);
  Run run = typed(tenant, {"plan", "-no-color"}, {{"Value: ", "\x04"}});
  CHECK(run.exit_code == 1);
  CHECK(has(run.out, "Error: No value for x"));
  run = typed(tenant, {"plan", "-no-color"}, {{"Value: ", "\x03"}});
  CHECK(run.exit_code == 130);
  CHECK(!has(run.out, "Error: "));
}

TEST_CASE("an unknown name is a warning in an automatic file and an error on the command line") {
  Tenant tenant;
  tenant.manifest("output \"x\" {\n  value = 1\n}\n");
  tenant.directory().write("terraform.tfvars", "region = \"us-west-2\"\n");
  Run run = tenant.plan();
  CHECK(run.exit_code == 2);
  CHECK(has(run.err, "Warning: No variable is named \"region\"\n  It is in terraform.tfvars, line 1.\n"));
  CHECK(tenant.plan({"-var", "region=x"}).exit_code == 1);
}

}  // namespace waveform::test
