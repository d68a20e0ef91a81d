// A state file that is missing or not a plain file: missing beside its backup, a link, a directory that is
// not mounted.
#include <doctest/doctest.h>

#include "tests/support/tenant.h"
#include "tests/support/text.h"

namespace waveform::test {
namespace {

namespace fs = std::filesystem;

std::string new_relic(const std::string& name) {
  return "resource \"wavefront_cloud_integration_newrelic\" \"n\" {\n  name = \"" + name +
         "\"\n  api_key = \"NRKEY\"\n}\n";
}

// Every command that reads the state.
const std::vector<std::vector<std::string>> kReaders = {
    {"plan"},
    {"plan", "-refresh-only"},
    {"apply", "-auto-approve"},
    {"destroy", "-auto-approve"},
    {"import", "wavefront_cloud_integration_newrelic.n", "some-id"},
    {"state", "list"},
    {"state", "show", "wavefront_cloud_integration_newrelic.n"},
    {"state", "mv", "wavefront_cloud_integration_newrelic.n", "wavefront_cloud_integration_newrelic.m"},
    {"state", "rm", "wavefront_cloud_integration_newrelic.n"},
    {"show"},
    {"output"},
    {"status"},
    {"console"},
};

void expect_all_refuse(Tenant& tenant, const std::string& words) {
  for (const auto& command : kReaders) {
    Run run = tenant.waveform(command);
    INFO(command.front(), ": ", run.all());
    CHECK(run.exit_code == 1);
    CHECK(has(one_line(run.err), words));
  }
  CHECK(tenant.writes() == 0);
}

}  // namespace

TEST_CASE("a missing state beside its backup is an error of every command that reads the state") {
  Tenant tenant;
  tenant.manifest(new_relic("one"));
  REQUIRE(tenant.apply().exit_code == 0);
  tenant.manifest(new_relic("two"));
  REQUIRE(tenant.apply().exit_code == 0);
  fs::remove(tenant.directory().path() / "waveform.state.json");
  tenant.forget_requests();
  expect_all_refuse(tenant,
                    "The state waveform.state.json is missing, but its backup exists Copy "
                    "waveform.state.json.backup to waveform.state.json, or move it away");
  CHECK(tenant.live().size() == 1);
  // The suggested remedy works.
  fs::copy_file(tenant.directory().path() / "waveform.state.json.backup",
                tenant.directory().path() / "waveform.state.json");
  CHECK(tenant.waveform({"state", "list"}).out == "wavefront_cloud_integration_newrelic.n\n");
}

TEST_CASE(
    "a link to a state in an existing directory creates the state there; one that is not mounted is an "
    "error") {
  Tenant tenant;
  const fs::path directory = tenant.directory().path();
  fs::create_directory(directory / "shared");
  fs::create_symlink("shared/s.json", directory / "waveform.state.json");
  tenant.manifest(new_relic("one"));
  REQUIRE(tenant.apply().exit_code == 0);
  CHECK(fs::is_symlink(directory / "waveform.state.json"));
  CHECK(fs::is_regular_file(directory / "shared/s.json"));
  fs::rename(directory / "shared", directory / "away");
  tenant.manifest(new_relic("two"));
  tenant.forget_requests();
  expect_all_refuse(tenant,
                    "The state waveform.state.json: it is a link to shared/s.json, and the directory shared "
                    "does not exist");
  CHECK(fs::is_symlink(directory / "waveform.state.json"));
  CHECK(tenant.find("two").is_null());
  fs::rename(directory / "away", directory / "shared");
  CHECK(tenant.apply().exit_code == 0);
  CHECK(tenant.live().size() == 1);
}

TEST_CASE("a name in a state cannot move the cursor") {
  Tenant tenant;
  tenant.manifest(new_relic("one"));
  REQUIRE(tenant.apply().exit_code == 0);
  std::string state = tenant.directory().read("waveform.state.json");
  for (const std::string part : {"\"secret_digests\": {", "\"attributes\": {"})
    state.insert(state.find(part) + part.size(),
                 std::string("\n\"\\u001b[2Kname\": \"") + std::string(64, '0') + "\",");
  tenant.directory().write("waveform.state.json", state);
  for (const std::vector<std::string>& command : {std::vector<std::string>{"show"},
                                                  {"show", "-json"},
                                                  {"state", "list"},
                                                  {"state", "show", "wavefront_cloud_integration_newrelic.n"},
                                                  {"plan"},
                                                  {"plan", "-json"},
                                                  {"status"},
                                                  {"output"}}) {
    Run run = tenant.waveform(command);
    CAPTURE(command.front());
    CHECK(!has(run.all(), "\x1b"));
  }
  CHECK(has(tenant.waveform({"show"}).out, "\\u001b[2Kname"));
}

TEST_CASE("a lock or a journal that is a link is refused before anything is done") {
  for (const std::string suffix : {".lock", ".journal"}) {
    Tenant tenant;
    tenant.manifest(new_relic("one"));
    tenant.directory().write("precious", "text");
    fs::create_symlink("precious", tenant.directory().path() / ("waveform.state.json" + suffix));
    Run run = tenant.apply();
    INFO(run.all());
    CHECK(run.exit_code == 1);
    CHECK(tenant.directory().read("precious") == "text");
    CHECK(tenant.writes() == 0);
  }
}

}  // namespace waveform::test
