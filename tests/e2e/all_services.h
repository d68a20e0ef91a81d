// examples/all-services in a separate tenant.
#pragma once

#include <map>
#include <regex>
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
    const std::string variables = source_text("examples/all-services/variables.wf.hcl");
    static const std::regex kVariable("variable \"(\\w+)\"");
    for (std::sregex_iterator it(variables.begin(), variables.end(), kVariable), end; it != end; ++it)
      give((*it)[1], "not-a-real-" + (*it)[1].str());
    give("gcp_json_key", key_with("none-at-all-of-the-private-kind"));
    give("external_id", make_external_id());
  }

  // A value for one of its variables, which are all secrets.
  void give(const std::string& variable, const std::string& secret) {
    secrets[variable] = secret;
    environment["TF_VAR_" + variable] = secret;
  }
  // The JSON key of a service account with this private key.
  static std::string key_with(const std::string& private_key) {
    return "{\"project_id\": \"shop-production\", \"private_key\": \"" + private_key +
           "\", \"client_email\": \"nobody@example.com\"}\n";
  }

  static std::string quoted(const std::string& text) {
    std::string out = "\"";
    for (char c : text)
      out += c == '"' || c == '\\' ? std::string("\\") + c : c == '\n' ? "\\n" : std::string(1, c);
    return out + "\"";
  }

  // The manifest without its variables; "" for one without resources.
  void put(const std::string& resources) {
    std::string written = resources;
    for (const auto& [variable, secret] : literal_secrets ? secrets : std::map<std::string, std::string>()) {
      std::regex reference("var\\." + variable + "\\b");
      written = std::regex_replace(written, reference, quoted(secret));
    }
    manifest(written);
    directory().write("variables.wf.hcl", source_text("examples/all-services/variables.wf.hcl"));
    if (!resources.empty()) text = resources;
  }

  void step(std::vector<std::string> arguments, int exit_code, const std::string& says) {
    Run run = waveform(std::move(arguments));
    INFO(run.all());
    REQUIRE(run.exit_code == exit_code);
    INFO("says: ", says);
    CHECK(has(run.out, says));
  }

  std::string text;
  std::map<std::string, std::string> secrets;
  bool literal_secrets = false;  // they are literals in the manifest
};

}  // namespace waveform::test
