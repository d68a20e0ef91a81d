// Authentication with the real program: precedence of sources, missing sources, and VMware Cloud Services.
#include <csignal>

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include "base/text.h"
#include "tests/support/tenant.h"
#include "tests/support/text.h"
#include "tests/support/tls_gateway.h"

namespace waveform::test {
namespace {

constexpr const char* kApiToken = "csp-api-token-nobody-may-see";
constexpr const char* kAppSecret = "csp-app-secret-nobody-may-see";

provider::simulator::Options with_csp() {
  provider::simulator::Options options;
  options.csp_api_token = kApiToken;
  options.csp_app_id = "app";
  options.csp_app_secret = kAppSecret;
  options.csp_org_id = "org";
  return options;
}

// A user with a separate home directory and no settings.
struct User : Tenant {
  explicit User(provider::simulator::Options options = {}) : Tenant(std::move(options)) {
    environment = {{"HOME", home.path().string()}};
    manifest("");
  }
  void profiles(const std::string& text, mode_t mode = 0600) {
    home.write(".wavefront", text);
    chmod((home.path() / ".wavefront").c_str(), mode);
  }
  std::string profile(const std::string& name, const std::string& token = kToken) {
    return fmt::format("[{}]\nendpoint = {}\ntoken = {}\n", name, address(), token);
  }
  void csp(const std::string& variable, const std::string& value) {
    environment["WAVEFRONT_ADDRESS"] = address();
    environment["CSP_BASE_URL"] = address();
    environment[variable] = value;
  }
  // Lists the integrations. No message ever contains a secret.
  Run run_plan(std::vector<std::string> more = {}) {
    Run run = plan(std::move(more));
    for (const char* secret : {kToken, kApiToken, kAppSecret}) CHECK(!has(run.all(), secret));
    return run;
  }
  Run passes(std::vector<std::string> more = {}) {
    Run run = run_plan(std::move(more));
    CHECK_MESSAGE(run.exit_code == 0, run.all());
    return run;
  }
  // Must fail with these words.
  void fails(const std::string& words, std::vector<std::string> more = {}) {
    Run run = run_plan(std::move(more));
    CHECK(run.exit_code == 1);
    std::string flat = run.err;
    for (std::size_t at = 0; (at = flat.find("\n", at)) != std::string::npos;)
      flat.replace(at,
                   flat.find_first_not_of(" \n", at) == std::string::npos
                       ? std::string::npos
                       : flat.find_first_not_of(" \n", at) - at,
                   " ");
    CHECK_MESSAGE(has(flat, words), run.err);
  }

  TemporaryDirectory home;
};

const std::string kBlock = "provider \"wavefront\" {{\n  address = \"{}\"\n  token = \"{}\"\n}}\n";
constexpr const char* kNowhere = "http://127.0.0.1:1";

}  // namespace

TEST_CASE("each source provides both address and token, if no earlier one does") {
  User user(with_csp());
  user.profiles(user.profile("default"));
  user.passes();
  user.profiles("[default]\n" + fmt::format("endpoint = {}\n", user.address()));
  user.csp("CSP_API_TOKEN", kApiToken);
  user.passes();
  user.environment = {{"WAVEFRONT_ADDRESS", user.address()}, {"WAVEFRONT_TOKEN", Tenant::kToken}};
  user.passes();
  user.environment.clear();
  user.manifest(fmt::format(fmt::runtime(kBlock), user.address(), Tenant::kToken));
  user.passes();
  user.manifest("");
  user.environment["HOME"] = user.home.path().string();
  user.profiles(user.profile("work"));
  user.passes({"-profile=work"});
}

TEST_CASE("an earlier source overrides a later one") {
  User user(with_csp());
  const std::string good = fmt::format(fmt::runtime(kBlock), user.address(), Tenant::kToken);
  const std::string bad = fmt::format(fmt::runtime(kBlock), user.address(), "wrong");
  user.profiles(user.profile("work") + "[default]\nendpoint = http://127.0.0.1:1\ntoken = wrong\n");
  user.manifest(bad);
  user.environment["WAVEFRONT_ADDRESS"] = kNowhere;
  user.passes({"-profile", "work"});
  user.environment["WAVEFRONT_ADDRESS"] = user.address();
  user.environment["WAVEFRONT_TOKEN"] = "wrong";
  user.manifest(good);
  user.passes();
  user.manifest("");
  user.environment["WAVEFRONT_TOKEN"] = Tenant::kToken;
  user.environment["CSP_API_TOKEN"] = "wrong";
  user.passes();
  user.environment.erase("WAVEFRONT_TOKEN");
  user.csp("CSP_API_TOKEN", kApiToken);
  user.passes();
}

TEST_CASE("address and token come from two sources if one has only one of them") {
  User user;
  user.profiles(
      fmt::format("[half]\nendpoint = {}\n[default]\ntoken = {}\n", user.address(), Tenant::kToken));
  user.passes({"-profile=half"});
  user.environment["WAVEFRONT_ADDRESS"] = user.address();
  user.passes();
}

TEST_CASE("without any source, the message lists them") {
  User user;
  user.fails(
      "No service address is given Set WAVEFRONT_ADDRESS, for example to example.wavefront.com; or use "
      "address in provider \"wavefront\", -profile=NAME or [default] of ~/.wavefront.");
  user.environment["WAVEFRONT_ADDRESS"] = user.address();
  user.fails(
      "No API token is given Set WAVEFRONT_TOKEN to a token of an account with the Proxies permission; or "
      "use token in provider \"wavefront\", CSP_API_TOKEN, CSP_APP_ID and CSP_APP_SECRET, -profile=NAME or "
      "[default] of ~/.wavefront.");
}

TEST_CASE("errors in profiles are reported with the file and without its content") {
  User user;
  const std::string file = (user.home.path() / ".wavefront").string();
  user.fails("there is no file " + file, {"-profile=work"});
  user.profiles(user.profile("production") + user.profile("default") + user.profile("test"));
  user.fails(
      fmt::format("There is no profile \"prodution\" in {} Did you mean \"production\"? It has default, "
                  "production and test.",
                  file),
      {"-profile=prodution"});
  user.profiles(fmt::format("[default]\ntoken: {}\n", Tenant::kToken));
  user.fails(file + ":2: not a valid INI file");
  user.profiles("[work]\nformat = json\n");
  user.fails("has neither endpoint nor token", {"-profile=work"});
  for (const std::string endpoint : {"example.com/{}", "{}", "http://{}"}) {
    user.profiles(fmt::format("[default]\ntoken = x\nendpoint = {}\n",
                              fmt::format(fmt::runtime(endpoint), Tenant::kToken)));
    user.fails("Endpoint in [default] of " + file + " is not the address of a service");
  }
  user.profiles(
      fmt::format("[default]\nendpoint = {}\ntoken = \"{}\" # mine\n", user.address(), Tenant::kToken));
  user.fails(
      "the token is empty or has a space, a line break or a character beyond ASCII Put a valid API token of "
      "this cluster into "
      "[default] of " +
      file);
  user.profiles(user.profile("default", "wrong"));
  user.fails("the token is invalid or has expired");
  user.environment.erase("HOME");
  user.fails("HOME is not set", {"-profile=work"});
}

TEST_CASE("a file with the token that others can read gets one warning") {
  User user;
  const std::string file = (user.home.path() / ".wavefront").string();
  user.profiles(user.profile("default"), 0640);
  Run run = user.passes();
  CHECK(has(run.err, "Warning: " + file + " contains a token, and other users can read it (mode 0640)"));
  CHECK(has(run.err, "`chmod 600 " + file + "`"));
  CHECK(run.err.find("other users") == run.err.rfind("other users"));
  user.profiles(user.profile("default"));
  CHECK(user.passes().err == "");
  user.profiles("[default]\ntoken = none\n", 0644);
  user.environment["WAVEFRONT_ADDRESS"] = user.address();
  user.environment["WAVEFRONT_TOKEN"] = Tenant::kToken;
  CHECK(user.passes().err == "");  // it is not read
}

TEST_CASE("so does a file that the provider block reads the token from, directly or by a local") {
  for (const std::string text : {"provider \"wavefront\" {\n  token = trimspace(file(\"token.txt\"))\n}\n",
                                 "locals {\n  t = trimspace(file(\"token.txt\"))\n}\nprovider \"wavefront\" "
                                 "{\n  token = local.t\n}\n"}) {
    User user;
    user.environment["WAVEFRONT_ADDRESS"] = user.address();
    user.manifest(text);
    user.directory().write("token.txt", std::string(Tenant::kToken) + "\n");
    chmod((user.directory().path() / "token.txt").c_str(), 0644);
    CHECK(has(user.passes().err,
              "Warning: token.txt contains a token, and other users can read it (mode 0644)"));
    chmod((user.directory().path() / "token.txt").c_str(), 0600);
    CHECK(user.passes().err == "");
  }
}

TEST_CASE("CSP: an API token or an app is exchanged once for a whole run") {
  User user(with_csp());
  user.csp("CSP_API_TOKEN", kApiToken);
  user.passes();
  CHECK(user.service().counters().by_call.at("csp-authorize") == 1);
  user.environment.erase("CSP_API_TOKEN");
  user.csp("CSP_APP_ID", "app");
  user.csp("CSP_APP_SECRET", kAppSecret);
  user.passes();
  user.csp("CSP_ORG_ID", "org");
  user.passes();
}

TEST_CASE("CSP: an access token that expires during a run is renewed") {
  User user(with_csp());
  user.csp("CSP_API_TOKEN", kApiToken);
  REQUIRE(user.service().add_fault("list:1:status=401"));
  user.passes();
  CHECK(user.service().counters().by_call.at("csp-authorize") == 2);
}

TEST_CASE("CSP: errors name the variable to check") {
  User user(with_csp());
  user.csp("CSP_API_TOKEN", "wrong-token-nobody-may-see");
  Run run = user.run_plan();
  CHECK(run.exit_code == 1);
  CHECK(has(run.err, "refused"));
  CHECK(has(run.err, "The API token in CSP_API_TOKEN may be expired"));
  CHECK(!has(run.err, "wrong-token"));
  user.csp("CSP_API_TOKEN", std::string(kApiToken) + "\n");
  user.fails("CSP_API_TOKEN contains a space, a line break");
  user.csp("CSP_API_TOKEN", kApiToken);
  user.csp("CSP_APP_ID", "app");
  user.fails("CSP_API_TOKEN is set, and CSP_APP_ID or CSP_APP_SECRET too");
  user.environment.erase("CSP_API_TOKEN");
  user.fails("CSP_APP_ID is set, CSP_APP_SECRET is not");
  user.csp("CSP_APP_SECRET", "wrong");
  user.fails("Check that CSP_APP_SECRET is the secret of the app CSP_APP_ID");
  user.csp("CSP_APP_SECRET", kAppSecret);
  user.csp("CSP_ORG_ID", "another");
  user.fails("the app belongs to CSP_ORG_ID");
  user.csp("CSP_BASE_URL", "http://csp.example.com");
  user.fails("CSP_BASE_URL: ");
}

TEST_CASE("https to the API and CSP uses the proxy with the given certificates") {
  User user(with_csp());
  int port = std::stoi(user.address().substr(user.address().rfind(':') + 1));
  TlsGateway gateway("DNS:cluster.test,DNS:csp.test", port);
  user.environment["WAVEFRONT_ADDRESS"] = "cluster.test";
  user.environment["CSP_BASE_URL"] = "https://csp.test";
  user.environment["CSP_API_TOKEN"] = kApiToken;
  user.environment["https_proxy"] = gateway.proxy();
  user.environment["SSL_CERT_FILE"] = gateway.certificate();
  Run run = user.passes({"-log-level=trace"});
  CHECK(has(run.err, "\"host\":\"https://csp.test\""));
  CHECK(!has(run.all(), TlsGateway::kProxyPassword));
  auto asked = gateway.asked_of_proxy();
  REQUIRE(asked.size() == 2);
  CHECK(asked[0].starts_with("csp.test:443 Basic "));
  CHECK(asked[1].starts_with("cluster.test:443 Basic "));

  // The same with the provider block; and a proxy that refuses the credentials.
  user.environment.erase("https_proxy");
  user.manifest(fmt::format("provider \"wavefront\" {{\n  http_proxy = \"{}\"\n}}\n", gateway.proxy()));
  user.passes();
  CHECK(gateway.asked_of_proxy().size() == 4);
  user.manifest(fmt::format("provider \"wavefront\" {{\n  http_proxy = \"{}\"\n}}\n",
                            gateway.proxy("wrong-password-nobody-may-see")));
  user.environment["WAVEFRONT_TOKEN"] = Tenant::kToken;
  Run refused = user.waveform({"external-id", "create", "-log-level=trace"});
  CHECK(refused.exit_code == 1);
  CHECK(!has(refused.all(), "wrong-password"));
}

TEST_CASE("a run that is killed leaves no core file") {
  User user;
  Run run = run_program(WAVEFORM_BINARY, {"simulate"},
                        {.directory = user.directory().path(),
                         .environment = {},
                         .input = {},
                         .kill_after_millis = 300,
                         .signal = SIGABRT});
  CHECK(run.exit_code == 128 + SIGABRT);
  CHECK(!run.dumped_core);
}

}  // namespace waveform::test
