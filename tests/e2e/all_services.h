// examples/all-services in a tenant of its own.
#pragma once

#include <map>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "tests/support/golden.h"
#include "tests/support/tenant.h"
#include "tests/support/text.h"

namespace waveform::test {

struct Example : Tenant {
  explicit Example(provider::simulator::Options options = {}) : Tenant(std::move(options)) {
    put(source_text("examples/all-services/main.wf.hcl"));
    for (const char* name :
         {"gcp_api_key", "azure_client_secret", "newrelic_api_key", "appd_password", "vrops_api_token",
          "snowflake_private_key", "snowflake_password", "dynatrace_api_token"})
      give(name, std::string("not-a-real-") + name);
    give("gcp_json_key", key_with("none-at-all-of-the-private-kind"));
    give("external_id", make_external_id());
  }

  // A value for one of its variables, all of which are secrets.
  void give(const std::string& variable, const std::string& secret) {
    secrets[variable] = secret;
    environment["TF_VAR_" + variable] = secret;
  }
  // The JSON of a service account's key with this as its private part.
  static std::string key_with(const std::string& private_key) {
    return "{\"project_id\": \"shop-production\", \"private_key\": \"" + private_key +
           "\", \"client_email\": \"nobody@example.com\"}\n";
  }

  // The manifest, beside its variables; "" for one without resources.
  void put(const std::string& resources) {
    manifest(resources);
    folder().write("variables.wf.hcl", source_text("examples/all-services/variables.wf.hcl"));
    if (!resources.empty()) text = resources;
  }

  void step(std::vector<std::string> arguments, int exit_code, const std::string& says) {
    Run run = waveform(std::move(arguments));
    INFO(run.all());
    REQUIRE(run.exit_code == exit_code);
    CHECK(has(run.out, says));
  }

  std::string text;
  std::map<std::string, std::string> secrets;
};

}  // namespace waveform::test
