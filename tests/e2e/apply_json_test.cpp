// `apply -json` and `destroy -json`: every line is an event in every situation.
#include <regex>

#include <doctest/doctest.h>

#include "base/file.h"
#include "base/json.h"
#include "base/text.h"
#include "tests/support/golden.h"
#include "tests/support/tenant.h"
#include "tests/support/text.h"

namespace waveform::test {
namespace {

using base::Value;

// One after the other.
const std::string kJsonManifest = R"(
variable "key" {
  default   = "very-secret"
  sensitive = true
}
resource "wavefront_cloud_integration_aws_external_id" "x" {}
resource "wavefront_cloud_integration_ec2" "a" {
  name        = "a"
  role_arn    = "arn:aws:iam::123456789012:role/wavefront"
  external_id = wavefront_cloud_integration_aws_external_id.x.id
}
resource "wavefront_cloud_integration_newrelic" "p" {
  name       = "p"
  api_key    = var.key
  depends_on = [wavefront_cloud_integration_ec2.a]
}
output "id" {
  value = wavefront_cloud_integration_newrelic.p.id
}
output "key" {
  value     = var.key
  sensitive = true
}
)";
constexpr const char* kOneMore = R"(
resource "wavefront_cloud_integration_newrelic" "q" {
  for_each   = toset(["k"])
  name       = each.key
  api_key    = var.key
  depends_on = [wavefront_cloud_integration_newrelic.p]
}
)";

std::vector<Value> events_of(const Run& run) {
  std::vector<Value> events;
  for (auto line : base::split(run.out, '\n')) {
    if (line.empty()) continue;
    auto event = base::parse_json(line);
    INFO(line);
    REQUIRE(event);
    CHECK(event->get("@module") == Value("waveform.ui"));
    CHECK(event->get("type").is_string());
    events.push_back(*event);
  }
  REQUIRE(!events.empty());
  CHECK(events.front().get("type") == Value("version"));
  CHECK(run.out.ends_with("\n"));
  return events;
}

// The first event of that type; null if there is none.
Value first(const std::vector<Value>& events, const char* type) {
  for (const auto& event : events) {
    if (event.get("type") == Value(type)) return event;
  }
  return {};
}

// With the parts replaced that differ from run to run.
std::string steady(const std::string& text) {
  static const std::regex time(R"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z)");
  static const std::regex id("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
  static const std::regex version(R"(waveform \d+\.\d+\.\d+|"waveform":"\d+\.\d+\.\d+")");
  std::string out = std::regex_replace(text, time, "TIME");
  out = std::regex_replace(out, id, "ID");
  return std::regex_replace(out, version, "VERSION");
}

}  // namespace

TEST_CASE("a whole life cycle is reported as in its golden file: first apply, drift and changes, destroy") {
  Tenant tenant;
  tenant.manifest(kJsonManifest + kOneMore);
  std::string all;
  auto tell = [&](const Run& run) {
    INFO(run.all());
    CHECK(run.exit_code == 0);
    CHECK(run.err == "");
    events_of(run);
    all += steady(run.out) + "\n";
  };
  tell(tenant.apply({"-json"}));
  REQUIRE(tenant.service().trash(tenant.id_of("p")));
  tell(tenant.apply({"-json"}));
  tenant.manifest(kJsonManifest);
  tell(tenant.apply({"-json"}));
  tell(tenant.apply({"-json"}));
  tell(tenant.waveform({"destroy", "-json", "-auto-approve"}));
  CHECK_FALSE(has(all, "very-secret"));
  check_golden("tests/e2e/golden/apply-json.txt", all);
}

TEST_CASE("a failure and skipped changes are diagnostics with the address") {
  Tenant tenant;
  tenant.manifest(kJsonManifest);
  REQUIRE(tenant.service().add_fault("create-external-id:1:status=400"));
  Run run = tenant.apply({"-json"});
  INFO(run.all());
  CHECK(run.exit_code == 1);
  CHECK(run.err == "");
  auto events = events_of(run);
  CHECK(first(events, "apply_errored").at_path("hook.resource.resource_name") == Value("x"));
  std::vector<Value> diagnostics;
  for (const auto& event : events) {
    if (event.at_path("diagnostic.address").is_string()) diagnostics.push_back(event.get("diagnostic"));
  }
  REQUIRE(diagnostics.size() == 3);
  CHECK(diagnostics[0].get("severity") == Value("error"));
  CHECK(diagnostics[0].get("address") == Value("wavefront_cloud_integration_aws_external_id.x"));
  CHECK(diagnostics[1].get("severity") == Value("warning"));
  CHECK(diagnostics[1].get("address") == Value("wavefront_cloud_integration_ec2.a"));
  CHECK(has(diagnostics[1].get("summary").as_string(),
            "it needs wavefront_cloud_integration_aws_external_id.x"));
}

TEST_CASE(
    "earlier errors are diagnostics as well: manifest, authentication, lock, network, missing approval") {
  Tenant tenant;
  auto fails_with = [&](const std::string& part,
                        std::vector<std::string> words = {"apply", "-json", "-auto-approve"}) {
    Run run = tenant.waveform(words);
    INFO(run.all());
    CHECK(run.exit_code == 1);
    CHECK(run.err == "");
    auto diagnostic = first(events_of(run), "diagnostic").get("diagnostic");
    CHECK(diagnostic.get("severity") == Value("error"));
    CHECK(has(base::write_json(diagnostic), part));
    return diagnostic;
  };
  fails_with("-json never prompts", {"apply", "-json"});
  fails_with("-json never prompts", {"destroy", "-json"});
  fails_with("nope.wfplan", {"apply", "-json", "nope.wfplan"});
  tenant.manifest("resource \"wavefront_cloud_integration_ec2\" \"a\" {\n  nme = \"a\"\n}\n");
  auto fault = fails_with("Missing: name and role_arn");
  CHECK(fault.at_path("range.start.line").is_number());
  CHECK(fault.at_path("snippet.context") == Value("resource \"wavefront_cloud_integration_ec2\" \"a\""));
  tenant.manifest(kJsonManifest);
  {
    auto lock = base::FileLock::acquire(tenant.directory().path() / "waveform.state.json.lock", "alice\n");
    REQUIRE(lock);
    fails_with("is locked by alice");
  }
  auto token = tenant.environment["WAVEFRONT_TOKEN"];
  tenant.environment["WAVEFRONT_TOKEN"] = "wrong";
  fails_with("token");
  tenant.environment.erase("WAVEFRONT_TOKEN");
  fails_with("No API token is given");
  tenant.environment["WAVEFRONT_TOKEN"] = token;
  REQUIRE(tenant.service().add_fault("list:first=1:status=403"));
  fails_with("lacks the permission");
}

TEST_CASE("a saved plan needs no approval; a waiting change is reported") {
  Tenant tenant;
  tenant.manifest(kJsonManifest);
  REQUIRE(tenant.plan({"-out=p.wfplan"}).exit_code == 2);
  Run run = tenant.waveform({"apply", "-json", "p.wfplan"});
  INFO(run.all());
  CHECK(run.exit_code == 0);
  auto events = events_of(run);
  CHECK(first(events, "planned_change").at_path("change.action") == Value("create"));
  CHECK(events.back().get("type") == Value("outputs"));
  CHECK(events.back().at_path("outputs.key") == Value(Value::Map{{"sensitive", true}, {"type", "string"}}));
}

}  // namespace waveform::test
