// Secrets that a manifest repeats in visible places, and their values in responses of the service.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "base/base64.h"
#include "base/http/url.h"
#include "tests/support/tenant.h"
#include "tests/support/text.h"

namespace waveform::test {
namespace {

constexpr const char* kKey = "NRAK/key-of-the-user+1";
constexpr const char* kType = "wavefront_cloud_integration_newrelic";

std::string integration(const std::string& name, const std::string& more = "api_key = var.key") {
  return fmt::format("resource \"{}\" \"n\" {{\n  name = {}\n  {}\n}}\n", kType, name, more);
}

const std::string kVariables =
    "variable \"key\" {\n  sensitive = true\n}\nvariable \"token\" {\n  sensitive = true\n}\n";

struct Author : Tenant {
  Author() {
    environment["TF_VAR_key"] = kKey;
    environment["TF_VAR_token"] = kToken;
    directory().write("token.txt", std::string(kToken) + "\n");
  }
  Run run(const std::string& command) { return waveform({command}); }
  // An error in each command, and the token is not shown.
  void refused(const std::string& text, const std::string& place) {
    manifest(kVariables + text);
    for (const char* command : {"validate", "plan", "apply"}) {
      Run run = waveform({command});
      CAPTURE(command);
      CAPTURE(text);
      INFO(run.all());
      CHECK(run.exit_code == 1);
      CHECK(has(one_line(run.err), "A credential would be shown"));
      CHECK(has(one_line(run.err), "It is in " + place + "."));
      CHECK(!has(run.all(), kToken));
    }
    CHECK(writes() == 0);
  }
  std::string warnings(const std::string& text) {
    manifest(kVariables + text);
    Run validated = run("validate");
    CHECK(validated.exit_code == 0);
    Run planned = run("plan");
    INFO(planned.all());
    CHECK(planned.exit_code == 0);
    CHECK(one_line(validated.err) == one_line(planned.err));
    return one_line(planned.err);
  }
};

}  // namespace

TEST_CASE("the token anywhere in a plan is an error") {
  Author author;
  const std::string key_of_the_service = "api_key = \"other\"";
  author.refused("output \"t\" {\n  value = file(\"token.txt\")\n}\n", "output.t");
  author.refused("output \"t\" {\n  value = nonsensitive(var.token)\n}\n", "output.t");
  author.refused("output \"t\" {\n  sensitive = true\n  value = var.token\n}\n", "output.t");
  author.refused("output \"t\" {\n  value = { (trimspace(file(\"token.txt\"))) = 1 }\n}\n", "output.t");
  author.refused("output \"t\" {\n  value = base64encode(\"x${file(\"token.txt\")}\")\n}\n", "output.t");
  author.refused("output \"t\" {\n  value = urlencode(nonsensitive(\"a/${var.token}\"))\n}\n", "output.t");
  author.refused("output \"t\" {\n  value = jsonencode([[file(\"token.txt\")]])\n}\n", "output.t");
  author.refused(integration("nonsensitive(var.token)", key_of_the_service),
                 fmt::format("name of {}.n", kType));
  author.refused(integration("\"a\"", "api_key = var.token"), fmt::format("api_key of {}.n", kType));
  author.refused(
      fmt::format("resource \"{}\" \"n\" {{\n  for_each = toset([nonsensitive(var.token)])\n  name = \"a\"\n"
                  "  api_key = \"b\"\n}}\n",
                  kType),
      fmt::format("the address {}.n[\"(sensitive)\"]", kType));
  author.refused("variable \"plain\" {\n  default = \"" + std::string(Tenant::kToken) + "\"\n}\n",
                 "var.plain");
  author.refused("output \"t-" + std::string(Tenant::kToken) + "\" {\n  value = 1\n}\n",
                 "the name of an output");
  // In its proper place it is not an error.
  author.manifest(kVariables + "provider \"wavefront\" {\n  token = var.token\n}\n");
  CHECK(author.plan().exit_code == 0);
  author.environment.erase("WAVEFRONT_TOKEN");
  author.refused(
      "provider \"wavefront\" {\n  token = var.token\n}\noutput \"t\" {\n  value = "
      "nonsensitive(var.token)\n}\n",
      "output.t");
}

TEST_CASE("the token is not shown by an error of its own either, whatever repeats it") {
  Author author;
  for (const char* value :
       {"tonumber(var.open)", "{}[var.open]", "file(var.open)", "regex(var.open, \"x\")", "var.open + 1",
        "[for k in [1, 2] : 1][var.open]", "{ for k in [1, 2] : var.open => k }"}) {
    author.environment["TF_VAR_open"] = Author::kToken;
    author.manifest(std::string("variable \"open\" {}\noutput \"x\" {\n  value = ") + value + "\n}\n");
    for (const auto& words :
         {std::vector<std::string>{"plan"}, {"validate", "-json"}, {"apply", "-json", "-auto-approve"}}) {
      Run run = author.waveform(words);
      INFO(run.all());
      CHECK(run.exit_code == 1);
      CHECK(!has(run.all(), Author::kToken));
    }
  }
}

TEST_CASE("a token of the provider block or of a profile is shown by no error either, in no form") {
  const std::string odd = "tok+of/\"block\\7c3e==Zz|<b>-0123456789";
  const std::string profile = "profile-Tk9-0123456789abcdef";
  Author author;
  author.directory().write("home/.wavefront", "[default]\ntoken = " + profile + "\n");
  author.environment["HOME"] = (author.directory().path() / "home").string();
  author.environment["TF_VAR_token"] = odd;
  author.environment["TF_VAR_other"] = profile;
  author.environment.erase("WAVEFRONT_TOKEN");
  const std::string head =
      kVariables + "variable \"other\" {}\nprovider \"wavefront\" {\n  token = var.token\n}\n";
  for (const std::string& text : {
           std::string("output \"o\" {\n  value = 1\n  precondition {\n    condition = length(var.token) == "
                       "0\n    error_message = "
                       "\"bad: ${nonsensitive(var.token)} ${var.other}\"\n  }\n}\n"),
           std::string("output \"o\" {\n  value = 1\n  precondition {\n    condition = length(var.token) == "
                       "0\n    error_message = "
                       "base64encode(nonsensitive(var.token))\n  }\n}\n"),
           std::string("locals {\n  n = nonsensitive(var.token)\n}\noutput \"o\" {\n  value = "
                       "tonumber(local.n)\n}\n"),
           std::string("output \"o\" {\n  value = tonumber(var.other)\n}\n"),
           "import {\n  to = " + std::string(kType) + ".n\n  id = nonsensitive(var.token)\n}\n" +
               integration("\"n\""),
       }) {
    author.manifest(head + text);
    for (const std::vector<std::string>& command : {std::vector<std::string>{"validate"},
                                                    {"validate", "-json"},
                                                    {"plan"},
                                                    {"apply", "-auto-approve", "-json"}}) {
      Run run = author.waveform(command);
      CAPTURE(text);
      INFO(run.all());
      for (const std::string& secret :
           {odd, profile, base::to_base64(odd), std::string("7c3e==Zz"), profile.substr(0, 14)})
        CHECK(!has(run.all(), secret));
    }
  }
}

TEST_CASE("so are the credentials of VMware Cloud Services") {
  provider::simulator::Options options;
  options.csp_api_token = "csp-api-token-of-the-user";
  Tenant author(options);
  author.environment = {{"WAVEFRONT_ADDRESS", author.address()},
                        {"CSP_BASE_URL", author.address()},
                        {"CSP_API_TOKEN", options.csp_api_token},
                        {"TF_VAR_x", options.csp_api_token}};
  author.manifest(
      "variable \"x\" {}\noutput \"x\" {\n  value = upper(var.x)\n}\noutput \"y\" {\n  value = var.x\n}\n");
  for (const char* command : {"validate", "plan"}) {
    Run run = author.waveform({command});
    CHECK(run.exit_code == 1);
    CHECK(has(one_line(run.err), "It is in output.y."));
  }
}

TEST_CASE(
    "the value of a sensitive variable in plain text is a warning with its place, and is not shown there") {
  Author author;
  const std::string warning = "Warning: The value of the sensitive variable key is in plain text in ";
  std::string said = author.warnings("output \"o\" {\n  value = nonsensitive(var.key)\n}\n");
  CHECK(has(said, warning + "output.o at main.wf.hcl:8:11"));
  CHECK(has(said, "Refer to var.key without nonsensitive()."));
  said = author.warnings("output \"o\" {\n  value = \"literal " + std::string(kKey) + " copy\"\n}\n");
  CHECK(has(said, warning + "output.o"));
  CHECK(!has(said, kKey));
  CHECK(has(author.warnings("variable \"copy\" {\n  default = \"" + std::string(kKey) + "\"\n}\n"),
            warning + "var.copy"));
  CHECK(has(author.warnings("output \"o\" {\n  value = { (nonsensitive(var.key)) = true }\n}\n"),
            warning + "output.o"));
  const std::string filter = "app_filter_regex = \"^${nonsensitive(var.key)}$\"";
  CHECK(has(author.warnings(integration("\"n\"", filter + "\n  api_key = \"other\"")),
            fmt::format("{}app_filter_regex of {}.n", warning, kType)));
  // A secret of an integration is also found in a name.
  CHECK(has(author.warnings(integration("nonsensitive(var.key)")),
            fmt::format("{}name of {}.n", warning, kType)));

  // No warning for sensitive values, short values, names and ARNs.
  CHECK(author.warnings("output \"o\" {\n  sensitive = true\n  value = var.key\n}\n") == "");
  CHECK(author.warnings(integration("\"n\"")) == "");
  CHECK(author.warnings(integration("nonsensitive(var.key)", "api_key = \"other\"")) == "");
  author.environment["TF_VAR_key"] = "eleven-char";
  CHECK(author.warnings("output \"o\" {\n  value = nonsensitive(var.key)\n}\n") == "");
  author.environment["TF_VAR_key"] = "arn:aws:iam::123456789012:role/wavefront";
  CHECK(author.warnings("output \"o\" {\n  value = nonsensitive(var.key)\n}\n") == "");
  author.environment["TF_VAR_key"] = "123456789012";
  CHECK(author.warnings("output \"o\" {\n  value = nonsensitive(var.key)\n}\n") == "");
}

TEST_CASE("what the service returned is shown without the values of sensitive variables, in every format") {
  Author author;
  const std::string other = "api_key = \"other\"";
  author.manifest(integration("\"n\"", other + "\n  app_filter_regex = \"" + std::string(kKey) + "\""));
  REQUIRE(author.apply().exit_code == 0);
  author.manifest(kVariables + integration("\"n\"", other + "\n  app_filter_regex = \"^a$\""));
  for (const char* format :
       {"-format=text", "-format=json", "-format=markdown", "-format=gitlab", "-out=p.wfplan"}) {
    Run run = author.plan({format});
    CAPTURE(format);
    INFO(run.all());
    CHECK(run.exit_code == 2);
    CHECK(!has(run.all(), kKey));
  }
  CHECK(!has(author.directory().read("p.wfplan"), kKey));
  Run applied = author.waveform({"apply", "p.wfplan"});
  INFO(applied.all());
  CHECK(applied.exit_code == 0);
  CHECK(!has(applied.all(), kKey));
}

}  // namespace waveform::test
