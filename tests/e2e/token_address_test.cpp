// The token is sent to the service that the user configured, whatever the manifest says. With the real
// program.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/support/tenant.h"
#include "tests/support/terminal.h"
#include "tests/support/text.h"

namespace waveform::test {
namespace {

constexpr const char* kElsewhere = "https://elsewhere.invalid";

// The user's service, and one that the manifest tries to send the token to.
struct Lured : Tenant {
  Lured() {
    environment["HOME"] = home.path().string();
    environment["TERM"] = "xterm";
  }
  void block(const std::string& address, const std::string& more = {}) {
    manifest("provider \"wavefront\" {\n  address = " + address + "\n}\n" + more);
  }
  void profiles(const std::string& text) {
    home.write(".wavefront", text);
    std::filesystem::permissions(home.path() / ".wavefront", std::filesystem::perms(0600));
  }
  void refused(const std::string& words, const std::vector<std::string>& more = {}) {
    for (const char* command : {"plan", "apply"}) {
      std::vector<std::string> arguments = {command};
      if (command == std::string("apply")) arguments.push_back("-auto-approve");
      arguments.insert(arguments.end(), more.begin(), more.end());
      Run run = waveform(arguments);
      INFO(run.all());
      CHECK(run.exit_code == 1);
      CHECK_MESSAGE(has(one_line(run.err), words), words);
    }
    CHECK(reads() == 0);
    CHECK(other.reads() == 0);
    CHECK(other.service().counters().by_call.empty());
  }
  void passes(const std::vector<std::string>& more = {}) {
    Run run = plan(more);
    INFO(run.all());
    CHECK(run.exit_code == 0);
    CHECK(other.reads() == 0);
  }
  Run typed(const std::vector<std::string>& arguments, const std::vector<Typed>& keys) {
    return run_on_terminal(WAVEFORM_BINARY, arguments,
                           {.directory = directory().path(), .environment = environment, .input = {}}, keys);
  }

  Tenant other;
  TemporaryDirectory home;
};

std::string quoted(const std::string& text) {
  return "\"" + text + "\"";
}

}  // namespace

TEST_CASE("a block that names another service than the user is an error before any call") {
  Lured user;
  const std::string conflict = "Provider \"wavefront\" names the service " + user.other.address();
  user.block(quoted(user.other.address()));
  user.refused(conflict + ", and WAVEFRONT_ADDRESS names " + user.address());
  // With a local, a template, a variable's default, and a file beside the manifest.
  user.block("local.a", "locals {\n  a = " + quoted(user.other.address()) + "\n}\n");
  user.refused(conflict);
  const std::string variable = "variable \"a\" {\n  default = " + quoted(user.other.address()) + "\n}\n";
  user.block("var.a", variable);
  user.refused(conflict);
  user.block("var.a", "variable \"a\" {}\n");
  user.directory().write("terraform.tfvars", "a = " + quoted(user.other.address()) + "\n");
  user.refused(conflict);
  user.directory().write("named.tfvars", "a = " + quoted(user.other.address()) + "\n");
  user.refused(conflict, {"-var-file=named.tfvars"});
  // A file overrides the environment: the value is not the user's.
  user.environment["TF_VAR_a"] = user.address();
  user.refused(conflict);
  std::filesystem::remove(user.directory().path() / "terraform.tfvars");
  // A value derived from the user's is not the user's.
  user.environment["TF_VAR_a"] = user.other.address().substr(7);
  user.block("\"http://${var.a}\"", "variable \"a\" {}\n");
  user.refused(conflict);
  user.block("trimspace(var.a)", "variable \"a\" {}\n");
  user.environment["TF_VAR_a"] = user.other.address();
  user.refused(conflict);
}

TEST_CASE("a profile and the default profile name the user's service, too") {
  Lured user;
  user.environment.erase("WAVEFRONT_ADDRESS");
  const std::string conflict = "Provider \"wavefront\" names the service " + user.other.address();
  user.profiles(fmt::format("[work]\nendpoint = {}\ntoken = {}\n", user.address(), Tenant::kToken));
  user.block(quoted(user.other.address()));
  user.refused(conflict + ", and [work] of", {"-profile=work"});
  user.profiles(fmt::format("[default]\nendpoint = {}\n", user.address()));
  user.refused(conflict + ", and [default] of");
}

TEST_CASE("the same service in other words is the same service") {
  Lured user;
  const std::string port = user.address().substr(user.address().rfind(':'));
  for (const std::string& address : {user.address() + "/", "HTTP://127.0.0.1" + port, user.address()}) {
    CAPTURE(address);
    user.block(quoted(address));
    user.passes();
  }
  user.environment["WAVEFRONT_ADDRESS"] = "http://LocalHost." + port + "/";
  user.block(quoted("http://localhost" + port));
  user.passes();
}

TEST_CASE("a block with exactly a variable of the user has the user's address") {
  Lured user;
  user.environment.erase("WAVEFRONT_ADDRESS");
  user.block("var.a", "variable \"a\" {\n  default = " + quoted(kElsewhere) + "\n}\n");
  user.passes({"-var", "a=" + user.address()});
  user.environment["TF_VAR_a"] = user.address();
  user.passes();
  user.environment["WAVEFRONT_ADDRESS"] = user.address();
  user.passes();
  // A variable may have another purpose, so it does not override the configured address.
  user.environment["WAVEFRONT_ADDRESS"] = kElsewhere;
  user.forget_requests();
  user.refused(fmt::format("Provider \"wavefront\" names the service {}, and WAVEFRONT_ADDRESS names {}",
                           user.address(), kElsewhere));
  user.environment.erase("WAVEFRONT_ADDRESS");
  user.manifest("{\"provider\": {\"wavefront\": {\"address\": \"${var.a}\"}}, \"variable\": {\"a\": {}}}",
                "main.tf.json");
  user.passes();
}

TEST_CASE(
    "an address that only the manifest has: this machine's is used, another one is refused without a "
    "terminal") {
  Lured user;
  user.environment.erase("WAVEFRONT_ADDRESS");
  user.block(quoted(user.address()));
  user.passes();
  user.forget_requests();
  user.block(quoted(kElsewhere));
  const std::string words =
      "Only the manifest says that the service is elsewhere.invalid, and a manifest cannot decide where "
      "the token "
      "goes If that is right: `export WAVEFRONT_ADDRESS=elsewhere.invalid`";
  user.refused(words);
  user.environment["CI"] = "true";
  CHECK(has(one_line(user.typed({"plan", "-no-color"}, {}).out), words));
  CHECK(has(one_line(user.typed({"apply", "-auto-approve", "-no-color"}, {}).out), words));
  user.environment.erase("CI");
  CHECK(has(one_line(user.typed({"plan", "-input=false", "-no-color"}, {}).out), words));
  // CSP: the access token is sent to the same service.
  user.environment.erase("WAVEFRONT_TOKEN");
  user.environment["CSP_API_TOKEN"] = "csp-token-of-the-user";
  user.environment["CSP_BASE_URL"] = user.other.address();
  user.refused(words);
}

TEST_CASE("at a terminal the host is shown, and the token is sent only after yes") {
  Lured user;
  user.environment.erase("WAVEFRONT_ADDRESS");
  user.block(quoted(kElsewhere));
  const std::string question =
      "Only the manifest says that the service is elsewhere.invalid (address in provider \"wavefront\").\n"
      "  Send the token there? Only \"yes\" will be accepted to approve: ";
  for (const std::vector<std::string>& command :
       {std::vector<std::string>{"plan"}, {"apply"}, {"apply", "-auto-approve"}}) {
    Run run = user.typed(command, {{question, "y\n"}});
    INFO(run.out);
    CHECK(run.exit_code == 1);
    CHECK(has(run.out, "a manifest cannot decide where the token goes"));
  }
  Run run = user.typed({"plan"}, {{question, "yes\n"}});
  INFO(run.out);
  CHECK(!has(run.out, "does not choose"));
  CHECK(has(run.out, "elsewhere.invalid"));  // this host does not exist
  CHECK(run.exit_code == 1);
}

TEST_CASE("the pin of a local state does not allow an address: it may have come with the manifest") {
  Lured user;
  user.manifest("output \"x\" {\n  value = 1\n}\n");
  REQUIRE(user.apply().exit_code == 0);
  std::string state = user.directory().read("waveform.state.json");
  const auto at = state.find(user.address());
  REQUIRE(at != std::string::npos);
  user.directory().write("waveform.state.json", state.replace(at, user.address().size(), kElsewhere));
  user.forget_requests();
  user.environment.erase("WAVEFRONT_ADDRESS");
  user.block(quoted(kElsewhere));
  user.refused("Only the manifest says that the service is elsewhere.invalid");
}

TEST_CASE(
    "a proxy that only the manifest has is this machine's, or is refused: its name may contain a secret") {
  Lured user;
  user.environment["TF_VAR_key"] = "a-key-that-stays-here";
  user.manifest(
      "variable \"key\" {\n  sensitive = true\n}\nprovider \"wavefront\" {\n"
      "  http_proxy = \"http://u:${var.key}@proxy.invalid:3128\"\n}\n");
  user.refused("Only the manifest names the proxy (sensitive)");
  CHECK(!has(user.plan().all(), "a-key-that"));
  user.environment["https_proxy"] = "http://proxy.invalid:3128";
  user.passes();  // the service is on this machine, and needs none
  user.environment.erase("https_proxy");
  user.manifest("provider \"wavefront\" {\n  http_proxy = \"http://proxy.invalid:3128\"\n}\n");
  user.forget_requests();
  user.refused("Only the manifest names the proxy proxy.invalid:3128");
  user.manifest("variable \"p\" {}\nprovider \"wavefront\" {\n  http_proxy = var.p\n}\n");
  user.environment["TF_VAR_p"] = "http://proxy.invalid:3128";
  user.passes();
}

}  // namespace waveform::test
