// Input that is typed or pasted at a prompt.
#include <doctest/doctest.h>

#include "tests/support/tenant.h"
#include "tests/support/terminal.h"
#include "tests/support/text.h"

namespace waveform::test {
namespace {

constexpr const char* kTwo =
    "variable \"key\" {\n  sensitive = true\n}\nvariable \"user\" {}\n"
    "output \"length\" {\n  value = nonsensitive(length(var.key))\n}\noutput \"user\" {\n  value = "
    "var.user\n}\n";
constexpr const char* kHidden = "Value (not shown): ";

Run answered(Tenant& tenant, const std::vector<std::string>& arguments, const std::vector<Typed>& keys) {
  return run_on_terminal(
      WAVEFORM_BINARY, arguments,
      {.directory = tenant.directory().path(), .environment = tenant.environment, .input = {}}, keys);
}

}  // namespace

TEST_CASE("the first line of a key or of JSON is refused, however late the others arrive") {
  Tenant tenant;
  tenant.manifest(kTwo);
  for (const char* first : {"-----BEGIN PRIVATE KEY-----\n", "{\n"}) {
    Run run = answered(tenant, {"plan", "-no-color"}, {{kHidden, first}});
    INFO(run.out);
    CHECK(run.exit_code == 1);
    CHECK(has(run.out, "Error: The input for key has several lines\n"));
  }
}

TEST_CASE("a pasted secret of several lines is refused, and no line of it is used for the next prompt") {
  Tenant tenant;
  tenant.manifest(kTwo);
  const std::string long_lines(70, 'K');
  std::string key = "-----BEGIN PRIVATE KEY-----\n";
  for (int line = 0; line < 100; ++line) key += long_lines + "\n";
  for (const std::string& pasted : {std::string("first-line\nsecond-line\n"), key + "-----END\n",
                                    "\n\nonly-line\n" + key, std::string("no-end\nof-the-last")}) {
    Run run = answered(tenant, {"plan", "-no-color"}, {{kHidden, pasted}});
    INFO(run.out);
    CHECK(run.exit_code == 1);
    CHECK(has(run.out, "Error: The input for key has several lines\n"));
    CHECK(has(run.out, "Use -var-file or TF_VAR_key."));
    CHECK(!has(run.out, "var.user"));
    CHECK(!has(run.out, "No value for"));
    for (const char* part : {"first", "second", "KKK", "only-line", "BEGIN", "END", "of-the-last"})
      CHECK(!has(run.out, part));
  }
  // The same for a value that is shown.
  tenant.manifest("variable \"user\" {}\nvariable \"zone\" {}\noutput \"user\" {\n  value = var.user\n}\n");
  Run run = answered(tenant, {"plan", "-no-color"}, {{"Value: ", "one\ntwo\n"}});
  CHECK(run.exit_code == 1);
  CHECK(has(run.out, "The input for user has several lines"));
  CHECK(!has(run.out, "var.zone"));
}

TEST_CASE("an input may have any length, without its line end") {
  Tenant tenant;
  tenant.manifest(kTwo);
  Run run = answered(tenant, {"plan", "-no-color"},
                     {{kHidden, std::string(20000, 'S') + "\r\n"}, {"Value: ", "me\n"}});
  INFO(run.out);
  CHECK(has(run.out, "length = 20000"));
  CHECK(has(run.out, "user   = \"me\""));
  CHECK(!has(run.out, "SSS"));
}

TEST_CASE("input typed before a prompt is discarded") {
  Tenant tenant;
  tenant.manifest(
      "resource \"wavefront_cloud_integration_newrelic\" \"n\" {\n  name = \"one\"\n  api_key = "
      "\"NRKEY\"\n}\n");
  Run run = answered(tenant, {"apply", "-no-color"},
                     {{"", "yes\n"}, {"Only \"yes\" will be accepted to approve: ", "no\n"}});
  INFO(run.out);
  CHECK(run.exit_code == 1);
  CHECK(has(run.out, "Not applied"));
  CHECK(tenant.live().empty());
  for (const char* pasted : {"yes\nyes\n", "yes\nmore"}) {
    run = answered(tenant, {"apply", "-no-color"}, {{"Only \"yes\" will be accepted to approve: ", pasted}});
    CHECK(run.exit_code == 1);
  }
  CHECK(tenant.live().empty());
  run = answered(tenant, {"apply", "-no-color"}, {{"Only \"yes\" will be accepted to approve: ", "yes\n"}});
  CHECK(run.exit_code == 0);
  CHECK(tenant.live().size() == 1);

  tenant.manifest(kTwo);
  run = answered(tenant, {"plan", "-no-color"}, {{"", "early\n"}, {kHidden, "four\n"}, {"Value: ", "me\n"}});
  CHECK(has(run.out, "length = 4\n"));
}

TEST_CASE("an input can be edited") {
  Tenant tenant;
  tenant.manifest("variable \"user\" {}\noutput \"user\" {\n  value = var.user\n}\n");
  for (const std::string& keys :
       {std::string("nope\x15me\n"), std::string("mxy\x7f\be\n"), std::string("a word\x17\x17me\n"),
        std::string("m\xc3\xa4\x7f"
                    "e\n")}) {
    Run run = answered(tenant, {"plan", "-no-color"}, {{"Value: ", keys}});
    INFO(run.out);
    CHECK(has(run.out, "user = \"me\""));
  }
  Run run = answered(tenant, {"plan", "-no-color"}, {{"Value: ", "m\x1b[De\n"}});
  CHECK(run.exit_code == 1);
  CHECK(has(run.out, "The input for user has a control character"));
}

}  // namespace waveform::test
