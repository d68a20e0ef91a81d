// The request log of -log-level and -log-file.
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include "base/json.h"
#include "base/text.h"
#include "tests/support/tenant.h"
#include "tests/support/text.h"

namespace waveform::test {
namespace {

constexpr const char* kLoggedManifest = R"(
resource "wavefront_cloud_integration_newrelic" "main" {
  name    = "Main"
  api_key = "key-nobody-may-see"
}
)";

struct Logged : Tenant {
  Logged() { manifest(kLoggedManifest); }
  std::vector<base::Value> lines(const std::string& file = "calls.log") {
    std::vector<base::Value> found;
    std::string text = directory().read(file);
    for (auto line : base::split(text, '\n')) {
      if (line.empty()) continue;
      auto parsed = base::parse_json(line);
      REQUIRE_MESSAGE(parsed, line);
      found.push_back(*parsed);
    }
    return found;
  }
};

}  // namespace

TEST_CASE("a log file gets a line for the run and one for each call, after its content") {
  Logged tenant;
  REQUIRE(tenant.apply({"-log-file=calls.log"}).exit_code == 0);
  auto lines = tenant.lines();
  REQUIRE(lines.size() >= 3);
  CHECK(lines[0].get("event") == base::Value("run"));
  CHECK(lines[0].get("command") == base::Value("apply"));
  CHECK(lines[0].get("version").is_string());
  for (std::size_t i = 1; i < lines.size(); ++i) {
    CHECK(lines[i].get("event") == base::Value("exchange"));
    CHECK(lines[i].get("level") == base::Value("debug"));
    CHECK(lines[i].get("host") == base::Value(tenant.address()));
    CHECK(lines[i].get("status") == base::Value(200));
    CHECK(lines[i].get("call") == base::Value(fmt::format("api-{}", i)));
    CHECK(lines[i].get("request").is_null());
  }
  struct stat info {};
  REQUIRE(stat((tenant.directory().path() / "calls.log").c_str(), &info) == 0);
  CHECK((info.st_mode & 0777) == 0600);
  REQUIRE(tenant.plan({"-log-file=calls.log"}).exit_code == 0);
  CHECK(tenant.lines().size() > lines.size());
}

TEST_CASE("a trace shows requests and responses, without secrets") {
  Logged tenant;
  REQUIRE(tenant.apply({"-log-level=trace", "-log-file=calls.log"}).exit_code == 0);
  bool created = false;
  for (const auto& line : tenant.lines()) {
    if (line.get("method") != base::Value("POST") || line.at_path("request.body.service").is_null()) continue;
    created = true;
    CHECK(line.at_path("request.body.newRelic.apiKey") == base::Value("(sensitive)"));
    CHECK(line.at_path("request.body.name") == base::Value("Main"));
    CHECK(line.at_path("response.body.response.id").is_string());
  }
  CHECK(created);
  CHECK(!has(tenant.directory().read("calls.log"), "nobody-may-see"));
  CHECK(!has(tenant.directory().read("calls.log"), Tenant::kToken));
}

TEST_CASE("a secret that has changed since is known by its digest in the state") {
  Logged tenant;
  const std::string text =
      "variable \"team\" {\n  sensitive = true\n}\n"
      "resource \"wavefront_cloud_integration_newrelic\" \"main\" {\n  name = \"Main of ${var.team}\"\n"
      "  api_key = \"key\"\n  additional_tags = { team = var.team }\n}\n";
  tenant.manifest(text);
  REQUIRE(tenant.apply({"-var=team=old-team-nobody-may-see"}).exit_code == 0);
  for (auto& more : {std::vector<std::string>{"plan"}, {"apply", "-auto-approve"}}) {
    auto arguments = more;
    arguments.insert(arguments.end(), {"-var=team=new-team-nobody-may-see", "-log-level=trace"});
    Run run = tenant.waveform(arguments);
    INFO(run.all());
    CHECK(run.exit_code == 0);
    CHECK(has(run.err, "\"items\""));
    CHECK(!has(run.all(), "nobody-may-see"));
  }
}

TEST_CASE("so is one in a create that is still in doubt") {
  Logged tenant;
  tenant.manifest(
      "variable \"team\" {\n  sensitive = true\n}\n"
      "resource \"wavefront_cloud_integration_newrelic\" \"main\" {\n  name = \"Main of ${var.team}\"\n"
      "  api_key = \"key\"\n}\n");
  REQUIRE(tenant.service().add_fault("create:1:drop-after"));
  REQUIRE(tenant.service().add_fault("write:after=2:status=503"));
  REQUIRE(tenant.service().add_fault("read:after=3:status=400"));
  Run first = tenant.apply({"-var=team=old-team-nobody-may-see", "-settle-timeout=1s"});
  INFO(first.all());
  REQUIRE(first.exit_code == 1);
  REQUIRE(!has(tenant.directory().read("waveform.state.json"), "\"in_doubt\": []"));
  tenant.service().clear_faults();
  Run run = tenant.waveform({"plan", "-var=team=new-team-nobody-may-see", "-log-level=trace"});
  INFO(run.all());
  CHECK(has(run.err, "\"items\""));
  CHECK(!has(run.all(), "nobody-may-see"));
}

TEST_CASE("the log has the attempts of one call with their pauses") {
  Logged tenant;
  REQUIRE(tenant.service().add_fault("list:1:status=429"));
  Run run = tenant.waveform({"plan", "-log-level=debug"});
  CHECK(run.exit_code == 0);
  auto lines = base::split(run.err, '\n');
  REQUIRE(lines.size() > 2);
  auto first = base::parse_json(lines[1]), second = base::parse_json(lines[2]);
  REQUIRE(first);
  REQUIRE(second);
  CHECK(first->get("status") == base::Value(429));
  CHECK(first->get("wait_ms").is_integer());
  CHECK(second->get("call") == first->get("call"));
  CHECK(second->get("attempt") == base::Value(2));
}

TEST_CASE("a log that cannot be opened stops the run; one that fails later does not, and is reported once") {
  Logged tenant;
  Run run = tenant.apply({"-log-file=no-directory/calls.log"});
  CHECK(run.exit_code == 1);
  CHECK(has(run.err, "-log-file: cannot write no-directory/calls.log"));
  CHECK(tenant.live().empty());
  run = tenant.apply({"-log-file=/dev/full"});
  CHECK(run.exit_code == 0);
  CHECK(tenant.live().size() == 1);
  CHECK(has(run.err, "Warning: the log ends here: cannot write /dev/full"));
  CHECK(run.err.find("Warning") == run.err.rfind("Warning"));
}

TEST_CASE("without a log nothing is written") {
  Logged tenant;
  for (const auto& more :
       {std::vector<std::string>{}, {"-log-level=off"}, {"-log-level=off", "-log-file=calls.log"}})
    CHECK(!has(tenant.plan(more).all(), "exchange"));
  CHECK(tenant.directory().read("calls.log") == "");
  CHECK(has(tenant.plan({"-log-level=loud"}).err, "off, debug or trace"));
}

}  // namespace waveform::test
