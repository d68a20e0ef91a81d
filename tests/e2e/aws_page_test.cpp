// The vendor's page, step by step, as plan and apply: examples/aws-page/.
#include <doctest/doctest.h>

#include "base/text.h"
#include "tests/support/golden.h"
#include "tests/support/tenant.h"
#include "tests/support/text.h"

using waveform::base::Value;
using waveform::test::has;
using waveform::test::Run;
using waveform::test::Tenant;

namespace {

int count_lines(const std::string& text, const std::string& begin) {
  int n = 0;
  for (auto line : waveform::base::split(text, '\n')) {
    if (waveform::base::trim(line).starts_with(begin)) ++n;
  }
  return n;
}

// The whole output of a run, with the parts replaced that differ between two runs (ids, addresses, times).
std::string stable(Tenant& tenant, const Run& run) {
  std::string text = run.out;
  auto replace = [&](const std::string& from, const std::string& to) {
    for (std::size_t at = text.find(from); !from.empty() && at != std::string::npos;
         at = text.find(from, at + to.size()))
      text.replace(at, from.size(), to);
  };
  for (const auto& group : {tenant.live(), tenant.deleted()}) {
    for (const auto& body : group)
      replace(body.get("id").as_string(), "<id of " + body.get("name").as_string() + ">");
  }
  for (std::size_t at = text.find("20"); at != std::string::npos; at = text.find("20", at + 1)) {
    bool is_time =
        at + 20 <= text.size() && text[at + 4] == '-' && text[at + 10] == 'T' && text[at + 19] == 'Z';
    if (is_time) text.replace(at, 20, "<time>");
  }
  return text;
}

void check_plan(Tenant& tenant, const std::string& golden, std::vector<std::string> more = {}) {
  Run run = tenant.plan(std::move(more));
  INFO(run.all());
  CHECK(run.exit_code == 2);
  waveform::test::check_golden(std::filesystem::path("tests/e2e/golden") / golden, stable(tenant, run));
}

void converge(Tenant& tenant, std::vector<std::string> more = {}) {
  Run run = tenant.apply(more);
  INFO(run.all());
  CHECK(run.exit_code == 0);
  tenant.expect_empty_plan(more);
}

// A tenant with the page's three integrations.
struct Page : Tenant {
  explicit Page(waveform::provider::simulator::Options options = {}) : Tenant(std::move(options)) {
    external_id = make_external_id();
    example("aws-page/1-create/main.wf.hcl");
    converge(*this, {"-var", "external_id=" + external_id});
  }
  void step(const std::string& name) { example("aws-page/" + name + "/main.wf.hcl"); }
  std::string external_id;
};

}  // namespace

TEST_CASE("the page's three bodies, as JSON, create three integrations") {
  Tenant tenant;
  std::string external_id = tenant.make_external_id();
  CHECK(external_id.starts_with("wave"));
  auto policy = tenant.waveform({"trust-policy", "-account-id", "123456789012", "-external-id", external_id});
  CHECK(policy.exit_code == 0);
  CHECK(has(policy.out, "\"sts:ExternalId\": \"" + external_id + "\""));

  auto body = *waveform::base::read_file(std::filesystem::path(WAVEFORM_SOURCE_DIR) /
                                         "examples/aws-page/json/integrations.wf.json");
  for (std::size_t at = body.find("wave341a3452"); at != std::string::npos; at = body.find("wave341a3452"))
    body.replace(at, 12, external_id);
  tenant.manifest(body, "integrations.wf.json");
  check_plan(tenant, "json-create.txt");
  converge(tenant);
  CHECK(tenant.live().size() == 3);
  CHECK(tenant.find("AWSMetric+ integration").get("service") == Value("EC2"));
  CHECK(tenant.find("CloudTrail integration").at_path("cloudTrail.bucketName") ==
        Value("example-cloudtrails"));
  CHECK(tenant.find("CloudWatch integration").at_path("cloudWatch.baseCredentials.externalId") ==
        Value(external_id));

  // The same three in HCL, with only the namespace in addition to the JSON.
  tenant.example("aws-page/1-create/main.wf.hcl");
  auto plan = tenant.plan({"-var", "external_id=" + external_id});
  CHECK(has(plan.out, "Plan: 0 to create, 1 to update, 0 to undelete, 0 to delete."));
  CHECK(count_lines(plan.out, "+ namespaces") == 1);
}

TEST_CASE("the page's CloudTrail body, as printed, is an error that leads to the fix") {
  Tenant tenant;
  tenant.example("aws-page/as-printed/cloudtrail.wf.json", "cloudtrail.wf.json");
  auto run = tenant.waveform({"validate"});
  CHECK(run.exit_code == 1);
  waveform::test::check_golden("tests/e2e/golden/as-printed-1.txt", run.err);
  // With the commas fixed, the misplaced fields are next.
  auto text = tenant.directory().read("cloudtrail.wf.json");
  text.replace(text.find("cloudtrails\"\n"), 13, "cloudtrails\",\n");
  text.replace(text.rfind("},"), 2, "}");
  tenant.manifest(text, "cloudtrail.wf.json");
  run = tenant.waveform({"validate"});
  CHECK(run.exit_code == 1);
  waveform::test::check_golden("tests/e2e/golden/as-printed-2.txt", run.err);
}

TEST_CASE(
    "the page's update is one update in place: ten elements, the expression, the rate and nothing else") {
  Page page;
  std::string id = page.id_of("CloudWatch integration");
  page.step("2-update");
  auto plan = page.plan();
  CHECK(has(plan.out, "Plan: 0 to create, 1 to update, 0 to undelete, 0 to delete."));
  CHECK(count_lines(plan.out, "+ \"AWS/") == 10);
  CHECK(count_lines(plan.out, "~ metric_filter_regex") == 1);
  CHECK(count_lines(plan.out, "~ service_refresh_rate_in_minutes") == 1);
  CHECK(!has(plan.out, "external_id"));
  check_plan(page, "update.txt");
  page.forget_requests();
  converge(page);
  auto body = page.find("CloudWatch integration");
  CHECK(body.get("id") == Value(id));
  CHECK(body.get("serviceRefreshRateInMins") == Value(10));
  CHECK(body.at_path("cloudWatch.namespaces").as_list().size() == 11);
  CHECK(body.at_path("cloudWatch.baseCredentials.externalId") == Value(page.external_id));
}

TEST_CASE("disable, enable, and what the service disables by itself") {
  Page page;
  page.step("2-update");
  converge(page);
  page.step("3-disable");
  check_plan(page, "disable.txt");
  converge(page);
  CHECK(page.find("CloudWatch integration").get("disabled") == Value(true));
  page.step("4-enable");
  check_plan(page, "enable.txt");
  converge(page);
  CHECK(page.find("CloudWatch integration").get("disabled") == Value(false));

  REQUIRE(page.service().fail_credentials(page.id_of("CloudWatch integration")));
  check_plan(page, "disabled-by-service.txt");
  page.step("2-update");
  auto plan = page.plan();
  INFO(plan.all());
  CHECK(plan.exit_code == 0);
  CHECK(has(plan.err, "was disabled by the service"));
  CHECK(has(plan.err, "Cannot access cloudwatch with given credentials"));
}

TEST_CASE(
    "removed from the manifest: into the recycle bin; put back with a change: undeleted, same id, updated") {
  Page page;
  page.step("5-remove");
  std::string id = page.id_of("AWSMetric+ integration");
  page.step("4-enable");
  converge(page);
  page.step("5-remove");
  check_plan(page, "remove.txt");
  converge(page);
  REQUIRE(page.deleted().size() == 1);
  page.step("6-recover");
  check_plan(page, "recover.txt");
  converge(page);
  CHECK(page.deleted().empty());
  auto body = page.find("AWSMetric+ integration");
  CHECK(body.get("id") == Value(id));
  CHECK(body.at_path("ec2.customNamespaces") != Value(Value::List{"LIMITS"}));
}

TEST_CASE("a purged integration is created again, a deleted one is undeleted") {
  Page page;
  std::vector<std::string> var = {"-var", "external_id=" + page.external_id, "-settle-timeout=1s"};
  std::string trail = page.id_of("CloudTrail integration");
  REQUIRE(page.service().purge(trail));
  std::string watch = page.id_of("CloudWatch integration");
  REQUIRE(page.service().trash(watch));
  check_plan(page, "purged-and-deleted.txt", var);
  converge(page, var);
  CHECK(page.live().size() == 3);
  CHECK(page.id_of("CloudTrail integration") != trail);
  CHECK(page.id_of("CloudWatch integration") == watch);
}

TEST_CASE("a purged tombstone cannot be undeleted: the integration is created") {
  Page page;
  std::vector<std::string> var = {"-var", "external_id=" + page.external_id, "-settle-timeout=1s"};
  std::string id = page.id_of("AWSMetric+ integration");
  page.step("5-remove");
  converge(page);
  REQUIRE(page.service().purge(id));
  page.step("1-create");
  auto plan = page.plan(var);
  CHECK(has(plan.out, "Plan: 1 to create"));
  converge(page, var);
  CHECK(page.live().size() == 3);
}

TEST_CASE("changes made outside are shown as drift and reverted; attributes that are not ours are ignored") {
  waveform::provider::simulator::Options newer;
  newer.unknown_fields = true;
  Page page(newer);
  page.step("2-update");
  converge(page);
  std::string id = page.id_of("CloudWatch integration");
  Value patch = Value(Value::Map{})
                    .with_path("cloudWatch.metricFilterRegex", "^aws.ec2.*$")
                    .with_path("cloudWatch.s3BucketNameFilterRegex", "logs-.*")
                    .with_path("ingestionProfile.tier", "kept");
  REQUIRE(page.service().patch(id, patch));
  check_plan(page, "drift.txt");
  converge(page);
  auto body = page.find("CloudWatch integration");
  CHECK(has(body.at_path("cloudWatch.metricFilterRegex").as_string(), "dynamodb"));
  CHECK(body.at_path("cloudWatch.s3BucketNameFilterRegex") == Value("logs-.*"));
  CHECK(body.at_path("ingestionProfile.tier") == Value("kept"));
}

TEST_CASE("an attribute that leaves the manifest is reset to the default") {
  Page page;
  page.step("2-update");
  converge(page);
  auto text = page.directory().read("main.wf.hcl");
  for (std::string line :
       {"  service_refresh_rate_in_minutes = 10\n", "  point_tag_filter_regex = \"(region|name)\"\n"})
    text.erase(text.find(line), line.size());
  page.manifest(text);
  check_plan(page, "reset.txt");
  converge(page);
  auto body = page.find("CloudWatch integration");
  CHECK(body.get("serviceRefreshRateInMins") == Value(5));
  CHECK(body.at_path("cloudWatch.pointTagFilterRegex") == Value(""));
}

TEST_CASE(
    "a second manifest against the same tenant is refused, with the import lines; so is another address") {
  Page page;
  std::vector<std::string> var = {"-var", "external_id=" + page.external_id};
  page.forget_requests();
  auto run = page.apply({"-state", "other.json", var[0], var[1]});
  CHECK(run.exit_code == 1);
  for (const char* name : {"CloudWatch integration", "AWSMetric+ integration", "CloudTrail integration"}) {
    CHECK(has(run.err, page.id_of(name)));
  }
  CHECK(has(run.err, "waveform import wavefront_cloud_integration_ec2.metrics_plus"));
  CHECK(page.writes() == 0);

  // The suggested import commands work.
  for (const char* line :
       {"cloudwatch.cloudwatch CloudWatch integration", "ec2.metrics_plus AWSMetric+ integration",
        "cloudtrail.cloudtrail CloudTrail integration"}) {
    std::string text = line;
    auto space = text.find(' ');
    auto imported = page.waveform({"import", "-state", "other.json", var[0], var[1],
                                   "wavefront_cloud_integration_" + text.substr(0, space),
                                   page.id_of(text.substr(space + 1))});
    INFO(imported.all());
    CHECK(imported.exit_code == 0);
  }
  auto plan = page.plan({"-state", "other.json", var[0], var[1]});
  CHECK(plan.exit_code == 0);
  CHECK(has(plan.out, "(secret not verified)"));

  Tenant elsewhere;
  page.environment["WAVEFRONT_ADDRESS"] = elsewhere.address();
  run = page.plan(var);
  CHECK(run.exit_code == 1);
  CHECK(has(run.err, "This state belongs to"));
  CHECK(elsewhere.service().counters().requests == 0);
  CHECK(page.plan({var[0], var[1], "-accept-address"}).exit_code == 2);
}

TEST_CASE("the plan is empty for every style of cluster") {
  using waveform::provider::simulator::Options;
  std::vector<Options> styles(5);
  styles[0].secrets = waveform::provider::simulator::Secrets::ExternalIds;
  styles[1].list_trash = true;
  styles[2].unknown_fields = true;
  styles[3].null_lists = true;
  styles[4].page_cap = 2;
  for (auto& style : styles) {
    Tenant tenant(style);
    std::string external_id = tenant.make_external_id();
    std::vector<std::string> var = {"-var", "external_id=" + external_id};
    tenant.example("aws-page/1-create/main.wf.hcl");
    CHECK(tenant.apply(var).exit_code == 0);
    tenant.expect_empty_plan(var, 2);
    tenant.example("aws-page/5-remove/main.wf.hcl");
    CHECK(tenant.apply().exit_code == 0);
    tenant.expect_empty_plan({}, 2);
  }
}

TEST_CASE("destroy deletes into the recycle bin, destroy -skip-trash deletes permanently") {
  Page page;
  std::vector<std::string> var = {"-var", "external_id=" + page.external_id};
  auto run = page.waveform({"destroy", "-auto-approve", var[0], var[1]});
  INFO(run.all());
  CHECK(run.exit_code == 0);
  CHECK(page.live().empty());
  CHECK(page.deleted().size() == 3);
  auto plan = page.plan(var);
  CHECK(has(plan.out, "3 to undelete"));
  converge(page, var);
  CHECK(page.live().size() == 3);
  run = page.waveform({"destroy", "-auto-approve", "-skip-trash", var[0], var[1]});
  CHECK(run.exit_code == 0);
  CHECK(page.live().empty());
  CHECK(page.deleted().empty());
}
