// Machines that let a program have little.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/support/tenant.h"
#include "tests/support/text.h"

namespace waveform::test {

// Sanitizers take more addresses than the limit has.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
TEST_CASE("where few threads can be had, those do the work") {
  Tenant tenant;
  std::string text;
  for (int i = 0; i < 60; ++i) {
    text += fmt::format(
        "resource \"wavefront_cloud_integration_newrelic\" \"n{0}\" {{\n  name = \"n{0}\"\n  api_key = "
        "\"k\"\n}}\n",
        i);
  }
  tenant.manifest(text);
  // A stack takes 256 MiB of addresses: three threads or four.
  Run run = run_program("/bin/sh",
                        {"-c", "ulimit -s 262144 && ulimit -v 1200000 && exec \"$0\" \"$@\"", WAVEFORM_BINARY,
                         "apply", "-auto-approve", "-parallelism=100"},
                        {.folder = tenant.folder().path(), .environment = tenant.environment, .input = {}});
  INFO(run.err);
  CHECK(run.exit_code == 0);
  CHECK(tenant.live().size() == 60);
  tenant.expect_empty_plan();
}
#endif

}  // namespace waveform::test
