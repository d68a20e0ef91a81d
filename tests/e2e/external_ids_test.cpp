// Imports a tenant that was created with Terraform's provider, by following the messages: no live integration
// gets another external id.
#include <regex>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "base/json.h"
#include "tests/support/golden.h"
#include "tests/support/tenant.h"
#include "tests/support/text.h"

using waveform::base::Value;
using waveform::test::has;
using waveform::test::Run;
using waveform::test::Tenant;

namespace {

constexpr const char* kTypes = "wavefront_cloud_integration_";

// The integrations of the manifest as they are in the service, and their external ids.
struct Live : Tenant {
  Live() {
    for (const char* file : {"main.tf", "variables.tf", "integrations.tf"})
      directory().write(file, waveform::test::source_text(std::string("tests/e2e/external-ids/") + file));
    environment["TF_VAR_wavefront_address"] = address();
    environment["TF_VAR_wavefront_token"] = kToken;
    for (const char* key : {"ext_id[\"prod\"]", "ext_id[\"test\"]", "ec2"})
      external_ids[std::string(kTypes) + "aws_external_id." + key] = make_external_id();
    add_cloudwatch("prod", "111111111111", R"(["AWS/EC2", "AWS/RDS"])");
    add_cloudwatch("test", "222222222222", R"(["AWS/S3"])");
    add(fmt::format(R"({{"name": "EC2 main", "service": "EC2", "ec2": {{"hostNameTags": ["Name", "hostname"],
        "baseCredentials": {{"roleArn": "arn:aws:iam::111111111111:role/wavefront", "externalId": "{}"}}}}}})",
                    external_ids.at(std::string(kTypes) + "aws_external_id.ec2")));
    add(R"({"name": "Azure", "service": "AZURE", "azure": {"categoryFilter": ["Microsoft.Compute/virtualMachines"],
        "baseCredentials": {"clientId": "client-id2", "clientSecret": "client-secret2", "tenant": "my-tenant2"}}})");
    add(R"({"name": "GCP", "service": "GCP", "gcp": {"projectId": "example-gcp-project",
        "gcpJsonKey": "{}", "categoriesToFetch": ["APPENGINE", "COMPUTE"]}})");
    for (const char* name : {"NR 0", "NR 1"}) {
      add(fmt::format(R"({{"name": "{}", "service": "NEWRELIC", "newRelic": {{"apiKey": "nr-secret-key",
          "appFilterRegex": "^shop.*$",
          "newRelicMetricFilters": [{{"appName": "app1", "metricFilterRegex": "^cpu.*?"}}]}}}})",
                      name));
    }
    before = shown_external_ids();
    forget_requests();
  }
  void add_cloudwatch(const std::string& key, const std::string& account, const std::string& namespaces) {
    add(fmt::format(
        R"({{"name": "CloudWatch {0}", "service": "CLOUDWATCH", "additionalTags": {{"account": "{0}"}},
        "cloudWatch": {{"namespaces": {1}, "metricFilterRegex": "^aws.(sqs|ec2|ebs|elb).*$",
        "baseCredentials": {{"roleArn": "arn:aws:iam::{2}:role/wavefront", "externalId": "{3}"}}}}}})",
        key, namespaces, account,
        external_ids.at(fmt::format("{}aws_external_id.ext_id[\"{}\"]", kTypes, key))));
  }
  void add(const std::string& json) {
    auto body = waveform::base::parse_json(json);
    REQUIRE_MESSAGE(body, json);
    REQUIRE(service().add(*body));
  }
  // By the name of the integration.
  std::map<std::string, std::string> shown_external_ids() {
    std::map<std::string, std::string> all;
    for (const auto& body : live()) {
      for (const char* object : {"cloudWatch", "ec2"}) {
        const Value& id = body.at_path(std::string(object) + ".baseCredentials.externalId");
        if (id.is_string()) all[body.get("name").as_string()] = id.as_string();
      }
    }
    return all;
  }

  // Runs every import that a message suggests; placeholders for external ids are filled in, or left out with
  // their address.
  int follow(const std::string& messages, bool with_external_ids) {
    const std::regex command("`waveform (import [^`]*)`"), word("'([^']*)'|(\\S+)");
    int n = 0;
    for (std::sregex_iterator it(messages.begin(), messages.end(), command), end; it != end; ++it) {
      const std::string text = (*it)[1];
      std::vector<std::string> words;
      for (std::sregex_iterator w(text.begin(), text.end(), word); w != end; ++w) {
        words.push_back((*w)[1].matched ? (*w)[1] : (*w)[2]);
        if (words.back() != "EXTERNAL_ID") continue;
        words.pop_back();
        if (with_external_ids) {
          words.push_back(external_ids.at(words.back()));
        } else {
          words.pop_back();
        }
      }
      Run run = waveform(words);
      INFO(text, "\n", run.all());
      CHECK(run.exit_code == 0);
      CHECK(has(run.err, "is imported without its external id") ==
            (!with_external_ids && has(text, "EXTERNAL_ID")));
      ++n;
    }
    return n;
  }

  std::map<std::string, std::string> external_ids;  // by address
  std::map<std::string, std::string> before;        // by the name of the integration
};

}  // namespace

TEST_CASE("following the import hints keeps the external id of every live integration") {
  Live tenant;
  CHECK(tenant.before.size() == 3);
  Run run = tenant.plan();
  INFO(run.all());
  CHECK(run.exit_code == 1);
  CHECK(has(run.err, "'wavefront_cloud_integration_aws_external_id.ext_id[\"prod\"]' EXTERNAL_ID`"));
  CHECK(has(run.err, "EXTERNAL_ID is the value that the trust policy of its role has"));
  CHECK(tenant.follow(run.err, true) == 7);

  // Secrets stay unverified: nothing is sent.
  run = tenant.plan();
  INFO(run.all());
  CHECK(run.exit_code == 2);
  CHECK(has(run.out, "Plan: 0 to create, 0 to update"));
  CHECK(!has(run.out, "external_id"));
  CHECK(!has(run.err, "external id"));
  CHECK(tenant.apply().exit_code == 0);
  CHECK(tenant.shown_external_ids() == tenant.before);
  tenant.expect_empty_plan();
  CHECK(tenant.live().size() == 7);
}

TEST_CASE("an import without the external id warns, and so does the plan that would replace it") {
  Live tenant;
  CHECK(tenant.follow(tenant.plan().err, false) == 7);
  Run run = tenant.plan();
  INFO(run.all());
  CHECK(run.exit_code == 2);
  for (const char* address : {"cloudwatch.account[\"prod\"]", "cloudwatch.account[\"test\"]", "ec2.main"})
    CHECK(has(run.err, fmt::format("Warning: {}{} exists, and gets an external id that this plan creates",
                                   kTypes, address)));
  CHECK(has(run.out, "Its external id is replaced by"));
  // This can still be fixed.
  CHECK(tenant.follow(run.err, true) == 3);
  CHECK(tenant.apply().exit_code == 0);
  CHECK(tenant.shown_external_ids() == tenant.before);
  tenant.expect_empty_plan();
}
