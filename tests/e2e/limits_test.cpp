// Machines with tight resource limits.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/support/tenant.h"
#include "tests/support/text.h"

namespace waveform::test {

// Sanitizers need more address space than the limit.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
TEST_CASE("if only few threads can be started, those do the work") {
  Tenant tenant;
  std::string text;
  for (int i = 0; i < 60; ++i) {
    text += fmt::format(
        "resource \"wavefront_cloud_integration_newrelic\" \"n{0}\" {{\n  name = \"n{0}\"\n  api_key = "
        "\"k\"\n}}\n",
        i);
  }
  tenant.manifest(text);
  // A stack needs 256 MiB of address space: three threads or four.
  Run run =
      run_program("/bin/sh",
                  {"-c", "ulimit -s 262144 && ulimit -v 1200000 && exec \"$0\" \"$@\"", WAVEFORM_BINARY,
                   "apply", "-auto-approve", "-parallelism=100"},
                  {.directory = tenant.directory().path(), .environment = tenant.environment, .input = {}});
  INFO(run.err);
  CHECK(run.exit_code == 0);
  CHECK(tenant.live().size() == 60);
  tenant.expect_empty_plan();
}

TEST_CASE("a run that has not enough memory ends with an error") {
  Tenant tenant;
  tenant.manifest(
      "output \"o\" {\n  value = length([for i in range(1000) : [for j in range(900) : format(\"%d-%d\", i, "
      "j)]])\n}\n");
  CHECK(tenant.waveform({"validate"}).exit_code == 0);
  for (int limit : {60'000, 90'000, 120'000}) {
    INFO(limit);
    Run run = run_program(
        "/bin/sh",
        {"-c", fmt::format("ulimit -v {} && exec \"$0\" \"$@\"", limit), WAVEFORM_BINARY, "validate"},
        {.directory = tenant.directory().path(), .environment = tenant.environment, .input = {}});
    INFO(run.err);
    CHECK(run.exit_code == 1);
    CHECK(has(one_line(run.err), "There is not enough memory"));
  }
}
#endif

TEST_CASE("the results of a manifest are limited, and the message contains the limit") {
  struct Row {
    const char* text;
    const char* said;
  };
  const std::string large =
      "locals {\n  large = join(\"\\n\", [for i in range(1000) : format(\"%2000d\", i)])\n}\n";
  for (const auto& [text, said] :
       {Row{"output \"o\" {\n  value = local.large\n}\n", "Its strings exceed 1 MiB."},
        Row{"resource \"wavefront_cloud_integration_newrelic\" \"n\" {\n  name = \"n\"\n  api_key = \"k\"\n  "
            "app_filter_regex = local.large\n}\n",
            "Its strings exceed 1 MiB."},
        Row{"output \"o\" {\n  value = 1\n  precondition {\n    condition = local.large == \"\"\n    "
            "error_message = "
            "local.large\n  }\n}\n",
            " …"}}) {
    Tenant tenant;
    tenant.manifest(large + text);
    Run run = tenant.waveform({"plan"});
    CHECK(run.exit_code == 1);
    CHECK_MESSAGE(has(one_line(run.err), said), run.err.substr(0, 1000));
    CHECK(run.err.size() < 20'000);
  }
  Tenant tenant;
  tenant.manifest("");
  std::string list;
  for (int i = 0; i < 400'000; ++i) list += "1,";
  for (const char* name : {"a", "b", "c"}) {
    tenant.directory().write(std::string(name) + ".wf.hcl",
                             fmt::format("locals {{\n  {} = [{}]\n}}\n", name, list));
  }
  Run run = tenant.waveform({"validate"});
  CHECK(run.exit_code == 1);
  CHECK_MESSAGE(has(one_line(run.err), "Its files have more than 2000000 tokens."), run.err.substr(0, 1000));
  CHECK(tenant.waveform({"plan", "-out=waveform.state.json.journal"}).exit_code == 1);
}

}  // namespace waveform::test
