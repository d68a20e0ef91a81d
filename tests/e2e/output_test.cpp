// `waveform output`, and keys and styles that other commands print.
#include <doctest/doctest.h>

#include "tests/support/tenant.h"
#include "tests/support/text.h"

namespace waveform::test {

TEST_CASE("a list or a map that is printed cannot control a terminal; a single string is printed as it is") {
  Tenant tenant;
  tenant.manifest(
      "output \"list\" {\n  value = [\"\\u009b31m\\u202e\"]\n}\noutput \"text\" {\n  value = "
      "\"\\u009b\"\n}\n");
  REQUIRE(tenant.apply().exit_code == 0);
  CHECK(tenant.waveform({"output", "list"}).out == "[\n  \"\\u009b31m\\u202e\"\n]\n");
  CHECK(tenant.waveform({"output", "-json", "list"}).out ==
        "[\"\xc2\x9b"
        "31m\xe2\x80\xae\"]\n");
  CHECK(tenant.waveform({"output", "text"}).out == "\xc2\x9b\n");
}

TEST_CASE("a key with the beginning of a template is written as in a manifest, and read in both forms") {
  Tenant tenant;
  const auto manifest = [](const std::string& key) {
    return "resource \"wavefront_cloud_integration_newrelic\" \"n\" {\n  for_each = toset([\"" + key +
           "\"])\n  name     = \"n\"\n  api_key  = \"k\"\n}\n";
  };
  const std::string block = "wavefront_cloud_integration_newrelic.n";
  tenant.manifest(manifest("$${a}"));
  REQUIRE(tenant.apply().exit_code == 0);
  CHECK(tenant.waveform({"state", "list"}).out == block + "[\"$${a}\"]\n");
  for (const char* key : {"[\"$${a}\"]", "[\"${a}\"]"}) {
    CHECK(has(tenant.waveform({"state", "show", block + key}).out, "# " + block + "[\"$${a}\"]\n"));
    CHECK(tenant.waveform({"plan", "-target=" + block + key}).exit_code == 0);
  }
  tenant.manifest(manifest("%%{b") + "moved {\n  from = " + block + "[\"$${a}\"]\n  to   = " + block +
                  "[\"%%{b\"]\n}\n");
  CHECK(has(tenant.apply().out, "Done: 1 moved."));
  tenant.expect_empty_plan();
}

TEST_CASE("the simulator names its styles when one does not exist") {
  const Run run = run_program(WAVEFORM_BINARY, {"simulate", "-style=old"},
                              {.directory = ".", .environment = {}, .input = {}});
  CHECK(run.exit_code == 1);
  CHECK(has(one_line(run.err), "-style cannot be \"old\" Use documented, left-out, blank,"));
}

}  // namespace waveform::test
