// A typical manifest of each integration type of Terraform's provider: terraform-types/, each with its
// variables.tf and the versions.tf of examples/terraform.
#include <doctest/doctest.h>

#include "base/json.h"
#include "tests/support/golden.h"
#include "tests/support/secret_search.h"
#include "tests/support/tenant.h"
#include "tests/support/text.h"

namespace waveform::test {
namespace {

using base::Value;

// The secret parts of a key file: its project is in the manifest.
const std::string kKeyWithin = "Zm9yIHRlc3RzIGFsb25lLCBpdCBvcGVucyBub3RoaW5n";
const std::string kJsonKey = R"({
  "type": "service_account",
  "project_id": "shop-production",
  "private_key": "-----BEGIN NO KEY-----\n)" +
                             kKeyWithin + R"(\n-----END NO KEY-----\n",
  "client_email": "wavefront@shop-production.iam.gserviceaccount.com"
}
)";

// The secrets of all manifests, by variable.
const std::map<std::string, std::string> kSecrets = {
    {"gcp_json_key", kJsonKey},
    {"gcp_api_key", "api-key-of-gcp-7f3a9c52e1"},
    {"azure_client_secret", "client~secret.of-azure-8Q4x"},
    {"newrelic_api_key", "NRRA-6f0e5b41c2d97a83"},
    {"appd_password", "correct+horse 93! battery"},
};

// A directory with one of the manifests.
struct Directory : Tenant {
  explicit Directory(const std::string& type) {
    text = source_text("tests/e2e/terraform-types/" + type + ".tf");
    manifest(text, "main.tf");
    directory().write("versions.tf", source_text("examples/terraform/versions.tf"));
    directory().write("variables.tf", source_text("tests/e2e/terraform-types/variables.tf"));
    environment["TF_VAR_wavefront_address"] = address();
    environment["TF_VAR_wavefront_token"] = kToken;
    environment.erase("WAVEFRONT_ADDRESS");
    environment.erase("WAVEFRONT_TOKEN");
    for (const auto& [variable, secret] : kSecrets) {
      environment["TF_VAR_" + variable] = secret;
      if (text.find("var." + variable) != std::string::npos)
        search.add(variable, secret == kJsonKey ? kKeyWithin : secret);
    }
  }

  Run step(const std::vector<std::string>& arguments, int exit_code = 0) {
    Run run = waveform(arguments);
    INFO(arguments.front(), "\n", run.all());
    CHECK(run.exit_code == exit_code);
    CHECK(search.find(run.all()).empty());
    for (const auto& file : directory().files()) {
      if (!file.ends_with("/")) CHECK(search.find(directory().read(file)).empty());
    }
    return run;
  }

  // The manifest with one piece of it replaced.
  void edit(const std::string& from, const std::string& to) {
    auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    text.replace(at, from.size(), to);
    directory().write("main.tf", text);
  }

  void rename() {
    text.insert(text.find('"', text.find("\n  name ")) + 1, "Renamed ");
    directory().write("main.tf", text);
  }

  // The service's value at a path of its only integration, including secrets.
  Value held(const std::string& path) {
    Value dump = service().dump();
    const auto& bodies = dump.get("integrations").as_list();
    REQUIRE(bodies.size() == 1);
    return bodies[0].at_path(path);
  }

  std::string text;
  SecretSearch search;
};

}  // namespace

TEST_CASE("a manifest of each type validates, applies, plans empty, is updated and destroyed") {
  struct Row {
    const char* type;
    const char* object;    // "" for an external id
    const char* secret;    // its path in `object`, "" for an external id
    const char* variable;  // the secret's
  };
  for (const auto& [type, object, secret, variable] : std::initializer_list<Row>{
           {"aws_external_id", "", "", ""},
           {"cloudwatch", "cloudWatch", "", ""},
           {"cloudtrail", "cloudTrail", "", ""},
           {"ec2", "ec2", "", ""},
           {"gcp", "gcp", "gcpJsonKey", "gcp_json_key"},
           {"gcp_billing", "gcpBilling", "gcpApiKey", "gcp_api_key"},
           {"azure", "azure", "baseCredentials.clientSecret", "azure_client_secret"},
           {"azure_activity_log", "azureActivityLog", "baseCredentials.clientSecret", "azure_client_secret"},
           {"newrelic", "newRelic", "apiKey", "newrelic_api_key"},
           {"app_dynamics", "appDynamics", "encryptedPassword", "appd_password"},
       }) {
    INFO(std::string(type));
    Directory directory(type);
    directory.step({"fmt", "-check"});
    directory.step({"validate"});
    directory.step({"plan", "-detailed-exitcode"}, 2);
    directory.step({"apply", "-auto-approve"});
    const bool is_external_id = *object == '\0';
    directory.expect_empty_plan({}, is_external_id ? 2 : 1);  // an unused external id is checked
    if (is_external_id) continue;

    std::string path = std::string(object) + "." + secret;
    if (*secret != '\0') CHECK(directory.held(path) == Value(kSecrets.at(variable)));
    directory.rename();
    directory.step({"apply", "-auto-approve"});
    directory.expect_empty_plan();
    if (*secret != '\0') {
      CHECK(directory.held(path) == Value(kSecrets.at(variable)));
      std::string renewed =
          std::string(variable) == "gcp_json_key" ? R"({"private_key": "another"})" : "another one";
      directory.environment["TF_VAR_" + std::string(variable)] = renewed;
      directory.step({"apply", "-auto-approve"});
      directory.expect_empty_plan();
      CHECK(directory.held(path) == Value(renewed));
    }
    std::string before = directory.text;
    directory.directory().write("main.tf", before.substr(0, before.find("resource ")));
    directory.step({"apply", "-auto-approve"});
    CHECK(directory.live().empty());
    CHECK(directory.deleted().size() == 1);
  }
}

TEST_CASE("a key file is compared as JSON: another layout is not a change") {
  Directory directory("gcp");
  directory.step({"apply", "-auto-approve"});
  directory.environment["TF_VAR_gcp_json_key"] = base::write_json(*base::parse_json(kJsonKey));
  directory.expect_empty_plan();
}

TEST_CASE("a secret is sent when its attribute changes, and kept when it is ignored") {
  Directory gcp("gcp");
  gcp.step({"apply", "-auto-approve"});
  gcp.edit("default = \"shop-production\"", "default = \"shop-staging\"");
  gcp.step({"apply", "-auto-approve"});
  CHECK(gcp.held("gcp.gcpJsonKey") == Value(kJsonKey));
  CHECK(gcp.held("gcp.projectId") == Value("shop-staging"));

  Directory azure("azure");
  azure.step({"apply", "-auto-approve"});
  azure.edit("  metric_filter_regex   = \"^azure.(compute|sql).*$\"\n",
             "  lifecycle {\n    ignore_changes = [client_secret]\n  }\n");
  azure.environment["TF_VAR_azure_client_secret"] = "something else";
  azure.step({"apply", "-auto-approve"});
  CHECK(azure.held("azure.metricFilterRegex") == Value(""));
  CHECK(azure.held("azure.baseCredentials.clientSecret") == Value(kSecrets.at("azure_client_secret")));
}

TEST_CASE("metric filters of New Relic: ignored, then managed as blocks or as a list") {
  Directory directory("newrelic");
  directory.step({"apply", "-auto-approve"});
  Value filters(Value::List{Value::Map{{"appName", "shop"}, {"metricFilterRegex", "^apdex$"}}});
  REQUIRE(
      directory.service().patch(directory.id_of("New Relic applications"),
                                Value(Value::Map{}).with_path("newRelic.newRelicMetricFilters", filters)));
  directory.expect_empty_plan();
  directory.edit("^shop-.*$", "^shop.*$");
  directory.step({"apply", "-auto-approve"});
  CHECK(directory.held("newRelic.newRelicMetricFilters") == filters);

  const std::string shop =
      "  metric_filter {\n    app_name = \"shop\"\n    metric_filter_regex = \"^apdex$\"\n  }\n";
  directory.edit("  additional_tags", shop + "  additional_tags");
  directory.expect_empty_plan();
  directory.edit("  additional_tags", "  metric_filter {\n    app_name = \"cart\"\n  }\n  additional_tags");
  CHECK(has(directory.step({"plan"}).out, "app_name"));
  directory.step({"apply", "-auto-approve"});
  directory.expect_empty_plan();
  CHECK(directory.held("newRelic.newRelicMetricFilters") ==
        Value(Value::List{Value::Map{{"appName", "shop"}, {"metricFilterRegex", "^apdex$"}},
                          Value::Map{{"appName", "cart"}}}));

  directory.edit(shop, "  metric_filter = []\n");
  Run run = directory.waveform({"validate"});
  CHECK(run.exit_code == 1);
  CHECK(has(run.all(), "metric_filter is both an attribute and a block"));
}

TEST_CASE("the generated manifest has a variable for each secret, and imports without a change") {
  Directory directory("newrelic");
  directory.manifest("", "main.tf");
  for (const char* body :
       {R"({"name": "NR", "service": "NEWRELIC", "newRelic": {"apiKey": "of the console"}})",
        R"({"name": "AD", "service": "APPDYNAMICS", "appDynamics": {"userName": "u", "controllerName": "c",
            "encryptedPassword": "of the console", "enableErrorMetrics": true, "enableRollup": false}})",
        R"({"name": "Metrics", "service": "AZURE", "azure": {"categoryFilter": ["b", "a"],
            "baseCredentials": {"clientId": "app", "clientSecret": "of the console", "tenant": "t"}}})",
        R"({"name": "Log", "service": "AZUREACTIVITYLOG", "azureActivityLog": {
            "baseCredentials": {"clientId": "app", "clientSecret": "of the console", "tenant": "t"}}})",
        R"({"name": "Costs", "service": "GCPBILLING", "gcpBilling": {"projectId": "p",
            "gcpApiKey": "of the console", "gcpJsonKey": "of the console"}})"})
    REQUIRE(directory.service().add(*base::parse_json(body)));
  directory.environment["WAVEFRONT_ADDRESS"] = directory.address();
  directory.environment["WAVEFRONT_TOKEN"] = Tenant::kToken;
  directory.step({"import", "-generate", "adopted.tf", "-all"});
  CHECK(has(directory.directory().read("adopted.tf"), "enable_rollup        = false"));
  for (const char* variable :
       {"api_key_nr", "encrypted_password_ad", "client_secret_app", "api_key_p", "json_key_p"})
    directory.environment["TF_VAR_" + std::string(variable)] = "of the console";
  directory.forget_requests();
  directory.step({"apply", "-auto-approve"});
  CHECK(directory.writes() == 0);
  directory.expect_empty_plan();
}

TEST_CASE("on the cluster that the provider's tests expect, an ARN of any form is only warned about") {
  provider::simulator::Options options;
  for (const auto& style : provider::simulator::styles()) {
    if (style.name == "provider") style.set(options);
  }
  Tenant tenant(options);
  tenant.manifest(R"(resource "wavefront_cloud_integration_aws_external_id" "id" {}
resource "wavefront_cloud_integration_ec2" "main" {
  name        = "Main"
  role_arn    = "arn:aws::1234567:role/example-arn"
  external_id = wavefront_cloud_integration_aws_external_id.id.id
}
resource "wavefront_cloud_integration_app_dynamics" "main" {
  name               = "Apps"
  user_name          = "u"
  controller_name    = "c"
  encrypted_password = "p"
}
)",
                  "main.tf");
  const Run run = tenant.apply();
  CHECK(run.exit_code == 0);
  CHECK(has(run.all(), "Warning: role_arn is not the ARN of an IAM role [role-arn]"));
  CHECK(tenant.find("Main").at_path("ec2.baseCredentials.externalId").as_string().size() == 16);
  tenant.expect_empty_plan({}, 2);
}

TEST_CASE("after an import, an update sends the secret that the service would lose, and then knows it") {
  Directory directory("newrelic");
  Value body = *base::parse_json(
      R"({"name": "New Relic applications", "service": "NEWRELIC", "newRelic": {"apiKey": "of the console"}})");
  REQUIRE(directory.service().add(body));
  directory.step(
      {"import", "wavefront_cloud_integration_newrelic.apps", directory.id_of("New Relic applications")});
  Run run = directory.plan();
  INFO(run.all());
  CHECK(has(run.out, "api_key"));
  CHECK(!has(run.out, "not verified"));
  directory.step({"apply", "-auto-approve"});
  CHECK(directory.held("newRelic.apiKey") == Value(kSecrets.at("newrelic_api_key")));
  directory.expect_empty_plan();
}

}  // namespace waveform::test
