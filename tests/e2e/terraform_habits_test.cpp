// What people type who come from Terraform, and what they read at the end of a plan and of an apply.
#include <doctest/doctest.h>

#include "base/json.h"
#include "tests/support/tenant.h"
#include "tests/support/terminal.h"
#include "tests/support/text.h"

namespace waveform::test {
namespace {

constexpr const char* kNewRelic = "wavefront_cloud_integration_newrelic";

std::string address_of(const std::string& name) {
  return std::string(kNewRelic) + "." + name;
}

// A block with an api_key of its own.
std::string block(const std::string& name, const std::string& more = "") {
  return "resource \"" + std::string(kNewRelic) + "\" \"" + name + "\" {\n  name    = \"" + name +
         "\"\n  api_key = \"key-of-" + name + "\"\n" + more + "}\n";
}

std::string each(const std::string& keys) {
  return "resource \"" + std::string(kNewRelic) + "\" \"n\" {\n  for_each = toset([" + keys +
         "])\n  name     = each.key\n  api_key  = \"key-of-all\"\n}\n";
}

}  // namespace

TEST_CASE("flags of Terraform work, or are refused with what to do instead") {
  Tenant tenant;
  tenant.manifest(block("a"));
  CHECK(tenant.plan({"-lock=false", "-lock-timeout=5s", "-compact-warnings"}).exit_code == 2);
  Run run = tenant.apply({"-lock=false"});
  CHECK(run.exit_code == 1);
  CHECK(has(run.err, "this command writes the state and always locks it"));
  CHECK(has(tenant.plan({"-generate-config-out=x.tf"}).err, "`waveform import -generate=FILE ID ...`"));
  CHECK(has(tenant.waveform({"output", "-lock-timeout=soon"}).err, "-lock-timeout"));
  CHECK(has(tenant.plan({"-exclude=a.b"}).err, "-target=ADDRESS"));
  CHECK(has(tenant.apply({"-backup=x"}).err, "FILE.backup"));
  CHECK(tenant.plan({"-out=p.wfplan"}).exit_code == 2);
  CHECK(has(tenant.waveform({"apply", "-refresh=false", "p.wfplan"}).err, "-refresh has no effect"));
  CHECK(tenant.waveform({"apply", "-refresh=true", "p.wfplan"}).exit_code == 0);
  CHECK(base::parse_json(tenant.waveform({"version", "-json"}).out)->get("platform").is_string());
  CHECK(has(tenant.waveform({"plan", "-help"}).out, "stream of events"));
}

TEST_CASE("a workspace and arguments of Terraform's environment are not read, which is said") {
  Tenant tenant;
  tenant.manifest("");
  tenant.environment["TF_WORKSPACE"] = "default";
  CHECK(tenant.plan().err == "");
  tenant.environment["TF_WORKSPACE"] = "prod";
  tenant.environment["TF_CLI_ARGS_plan"] = "-parallelism=1";
  const Run run = tenant.plan();
  CHECK(run.exit_code == 0);
  CHECK(has(run.err, "Warning: TF_WORKSPACE is not read"));
  CHECK(has(run.err, "Warning: TF_CLI_ARGS_plan is not read"));
}

TEST_CASE("outputs are printed in Terraform's shape, and on one line for a program") {
  Tenant tenant;
  tenant.manifest("output \"text\" {\n  value = \"a b\"\n}\noutput \"list\" {\n  value = [1]\n}\n");
  REQUIRE(tenant.apply().exit_code == 0);
  CHECK(tenant.waveform({"output", "-json"}).out ==
        R"({"list":{"sensitive":false,"type":["tuple",["number"]],"value":[1]},)"
        R"("text":{"sensitive":false,"type":"string","value":"a b"}})"
        "\n");
  CHECK(tenant.waveform({"output", "-json", "list"}).out == "[1]\n");
  CHECK(tenant.waveform({"output", "-raw", "text"}).out == "a b");
  CHECK(has(tenant.waveform({"output", "-raw", "list"}).err, "Use -json."));
  CHECK(has(tenant.waveform({"output", "-raw"}).err, "-raw needs the name of an output"));
  for (const auto& words : {std::vector<std::string>{"plan", "-json"},
                            {"show", "-json"},
                            {"validate", "-json"},
                            {"status", "-json"}}) {
    const auto out = tenant.waveform(words).out;
    CHECK(std::count(out.begin(), out.end(), '\n') == 1);
  }
}

TEST_CASE("state list and state rm take several addresses, and blocks; rm removes all of them or none") {
  Tenant tenant;
  tenant.manifest(block("a") + block("b") + each("\"x\", \"y\""));
  REQUIRE(tenant.apply().exit_code == 0);
  CHECK(tenant.waveform({"state", "list", address_of("n"), address_of("b")}).out ==
        address_of("b") + "\n" + address_of("n[\"x\"]") + "\n" + address_of("n[\"y\"]") + "\n");
  CHECK(tenant.waveform({"state", "list", address_of("none")}).exit_code == 1);
  CHECK(tenant.waveform({"state", "rm", address_of("a"), address_of("none")}).exit_code == 1);
  CHECK(has(tenant.waveform({"state", "list"}).out, address_of("a")));
  CHECK(tenant.waveform({"state", "rm", address_of("a"), address_of("n")}).exit_code == 0);
  CHECK(tenant.waveform({"state", "list"}).out == address_of("b") + "\n");
}

TEST_CASE("quotes that the shell took away are named") {
  Tenant tenant;
  tenant.manifest(each("\"10\", \"dev\""));
  CHECK(
      has(tenant.plan({"-target=" + address_of("n[10]")}).err, "-target='" + address_of("n[\"10\"]") + "'"));
  CHECK(has(tenant.plan({"-target=" + address_of("n[dev]")}).err,
            "-target='" + address_of("n[\"dev\"]") + "'"));
  REQUIRE(tenant.apply().exit_code == 0);
  CHECK(has(tenant.waveform({"state", "rm", address_of("n[10]")}).err, "'" + address_of("n[\"10\"]") + "'"));
}

TEST_CASE("a block with instances is not called unknown") {
  Tenant tenant;
  tenant.manifest(each("\"x\", \"y\""));
  REQUIRE(tenant.apply().exit_code == 0);
  const std::string hint = "It has instances. Name one, such as '" + address_of("n[\"x\"]") + "'.";
  CHECK(has(tenant.waveform({"state", "mv", address_of("n"), address_of("m")}).err, hint));
  CHECK(has(tenant.waveform({"state", "show", address_of("n")}).err, hint));
  CHECK(has(tenant.waveform({"import", address_of("n"), "0526e19d-c6f4"}).err, hint));
  CHECK(has(tenant.plan({"-replace=" + address_of("n")}).err, "such as -replace='"));
  CHECK(has(tenant.waveform({"state", "mv", address_of("none"), "other.none"}).err, "he state has no"));
}

TEST_CASE("after an undelete the state says that the integration is not in the recycle bin") {
  Tenant tenant;
  tenant.manifest(block("a"));
  REQUIRE(tenant.apply().exit_code == 0);
  tenant.manifest("");
  REQUIRE(tenant.apply().exit_code == 0);
  tenant.manifest(block("a"));
  REQUIRE(tenant.apply().exit_code == 0);
  const auto state = base::parse_json(tenant.waveform({"show", "-json"}).out);
  CHECK(state->at_path("values.root_module.resources").as_list()[0].at_path("values.in_trash") ==
        base::Value(false));
}

TEST_CASE("a generated manifest comes with a file for the secrets that it needs") {
  Tenant tenant;
  tenant.manifest(block("a"));
  REQUIRE(tenant.apply().exit_code == 0);
  REQUIRE(tenant.waveform({"state", "rm", address_of("a")}).exit_code == 0);
  tenant.manifest("");
  const Run run = tenant.waveform({"import", "-generate=adopted.tf", "-all"});
  INFO(run.all());
  CHECK(has(run.err, "in adopted.auto.tfvars, and keep that file out of version control"));
  auto values = tenant.directory().read("adopted.auto.tfvars");
  const auto line = values.find("\n# ", values.rfind("version control"));
  REQUIRE(line != std::string::npos);
  CHECK(has(values, " = \"\"\n"));
  CHECK(has(tenant.apply().err, "No value for "));
  values.erase(line + 1, 2);
  tenant.directory().write("adopted.auto.tfvars", values.replace(values.rfind("\"\""), 2, "\"key-of-a\""));
  CHECK(has(tenant.apply().out, "1 to import, 0 to create, 0 to update"));
}

TEST_CASE("a key that left a for_each is the reason of its delete") {
  Tenant tenant;
  tenant.manifest(each("\"x\", \"y\""));
  REQUIRE(tenant.apply().exit_code == 0);
  tenant.manifest(each("\"x\""));
  CHECK(has(tenant.plan().out, "its key is not in the block's for_each any more (main.wf.hcl:1)"));
  CHECK(has(tenant.plan({"-json"}).out, "delete_because_each_key"));
  tenant.manifest(block("n"));
  CHECK(has(tenant.plan().out, "the block has no for_each or count any more"));
}

TEST_CASE("a saved plan brings its variables, except sensitive ones") {
  Tenant tenant;
  tenant.manifest(
      "variable \"name\" {}\nvariable \"tags\" {\n  type    = map(list(string))\n  default = {}\n}\n"
      "variable \"key\" {\n  sensitive = true\n}\nresource \"" +
      std::string(kNewRelic) +
      "\" \"a\" {\n  name            = var.name\n  api_key         = var.key\n"
      "  additional_tags = { for k, v in var.tags : k => join(\",\", v) }\n}\n");
  REQUIRE(tenant
              .plan({"-var=name=${x}", "-var=tags={a=[\"x\",\"y\"]}", "-var=key=a-very-secret-key",
                     "-out=p.wfplan"})
              .exit_code == 2);
  CHECK(has(tenant.waveform({"apply", "p.wfplan"}).err, "No value for key"));
  CHECK(has(tenant.waveform({"apply", "-var=key=a-very-secret-key", "-var=name=other", "p.wfplan"}).err,
            "Variable \"name\" is \"other\" now"));
  CHECK(tenant.waveform({"apply", "-var=key=a-very-secret-key", "p.wfplan"}).exit_code == 0);
  CHECK(tenant.find("${x}").at_path("additionalTags.a") == base::Value("x,y"));
}

TEST_CASE("apply FILE asks for a secret again, also where its variable has a default") {
  Tenant tenant;
  tenant.manifest("variable \"key\" {\n  sensitive = true\n  default   = \"fallback-of-key\"\n}\n" +
                  std::string("resource \"") + kNewRelic +
                  "\" \"a\" {\n  name    = \"a\"\n  api_key = var.key\n}\n");
  CHECK(tenant.plan({"-var=key=the-real-key", "-out=p.wfplan"}).exit_code == 2);
  const Run run = tenant.waveform({"apply", "p.wfplan"});
  CHECK(run.exit_code == 1);
  CHECK(has(run.err, "ariable \"key\" has its default now"));
  CHECK(tenant.waveform({"apply", "-var=key=the-real-key", "p.wfplan"}).exit_code == 0);
}

TEST_CASE("the password of a proxy is not in a saved plan") {
  Tenant tenant;
  tenant.manifest(
      "variable \"proxy\" {}\nprovider \"wavefront\" {\n  http_proxy = var.proxy\n}\noutput \"x\" {\n  value "
      "= 1\n}\n");
  tenant.environment["TF_VAR_proxy"] = "http://user:PASSWORD-99@127.0.0.1:9";
  CHECK(tenant.plan({"-out=p.wfplan"}).exit_code == 2);
  CHECK(!tenant.directory().read("p.wfplan").empty());
  CHECK(!has(tenant.directory().read("p.wfplan"), "PASSWORD-99"));
}

TEST_CASE("status names the variable without a value that the address needs") {
  Tenant tenant;
  tenant.manifest(
      "variable \"host\" {}\nlocals {\n  a = var.host\n}\nprovider \"wavefront\" {\n  address = "
      "local.a\n}\n");
  const Run run = tenant.waveform({"status"});
  CHECK(run.exit_code == 1);
  CHECK(has(run.err, "Address in provider \"wavefront\" needs a value for host"));
}

TEST_CASE("an apply that failed ends with each failed address and its error") {
  Tenant tenant;
  REQUIRE(tenant.service().add_fault("create:1:status=400"));
  tenant.manifest(block("a"));
  Run run = tenant.apply();
  CHECK(run.exit_code == 1);
  const auto last = run.err.substr(run.err.rfind('\n', run.err.size() - 2) + 1);
  INFO(run.err);
  CHECK(last.starts_with("Failed: " + address_of("a") + ": "));
}

TEST_CASE("the verdict, the prompt and what apply FILE prints say what is deleted for good") {
  Tenant tenant;
  tenant.manifest(block("a") + block("b"));
  REQUIRE(tenant.apply().exit_code == 0);
  tenant.manifest(block("a"));
  Run run = tenant.plan({"-skip-trash", "-out=p.wfplan"});
  CHECK(has(run.out, "0 to delete, 1 to delete FOR GOOD."));
  CHECK(!has(run.out, "-out=plan.wfplan"));
  run = tenant.plan({"-skip-trash"});
  CHECK(has(run.out, "`waveform apply` with the same variables and targets plans again and applies."));
  run = run_on_terminal(
      WAVEFORM_BINARY, {"apply", "-skip-trash", "-no-color"},
      {.directory = tenant.directory().path(), .environment = tenant.environment, .input = {}},
      {{"Apply these changes, 1 delete FOR GOOD? Only \"yes\" will be accepted to approve: ", "no\n"}});
  CHECK(run.exit_code == 1);
  run = tenant.waveform({"apply", "p.wfplan"});
  CHECK(run.exit_code == 0);
  const auto begins = run.out.find("Of 1 change, 1 deletes a resource:");
  CHECK(begins != std::string::npos);
  CHECK(run.out.find("delete FOR GOOD  " + address_of("b")) > begins);
  CHECK(has(run.out, "Done: 1 deleted FOR GOOD."));
  CHECK(has(run.err, "deleted FOR GOOD " + address_of("b")));
}

TEST_CASE("without a terminal nothing is cut or wrapped") {
  Tenant tenant;
  const std::string name(300, 'n');
  tenant.manifest("resource \"" + std::string(kNewRelic) + "\" \"a\" {\n  name    = \"" + name +
                  "\"\n  api_key = \"key-of-a\"\n}\n");
  for (const auto& flags : {std::vector<std::string>{}, {"-compact"}}) {
    const auto out = tenant.plan(flags).out;
    CHECK(has(out, name));
    CHECK(!has(out, "..."));
  }
}

TEST_CASE("a disable has a group and a reason, in text and in Markdown") {
  Tenant tenant;
  tenant.manifest(block("a"));
  REQUIRE(tenant.apply().exit_code == 0);
  tenant.manifest(block("a", "  enabled = false\n"));
  const auto text = tenant.plan().out;
  CHECK(has(text, "Will be DISABLED (no data is collected):"));
  CHECK(has(text, "the manifest disables it"));
  const auto page = tenant.plan({"-format=markdown"}).out;
  CHECK(has(page, "1 will be disabled: no data is collected"));
  CHECK(has(page, "| `" + address_of("a") + "` | disable | "));
}

}  // namespace waveform::test
