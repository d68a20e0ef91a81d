// The secrets of all services, on clusters that return them in every form: the program never leaves one
// behind, in any format, at any log level.
#include <random>

#include <fmt/format.h>

#include "provider/services/catalog.h"
#include "tests/e2e/all_services.h"
#include "tests/support/secret_search.h"

namespace waveform::test {
namespace {

using provider::simulator::Secrets;

// With a sanitizer the program starts slowly, and other things are tested.
#ifdef __SANITIZE_ADDRESS__
constexpr Secrets kStyles[] = {Secrets::Returned};
#else
constexpr Secrets kStyles[] = {Secrets::Documented, Secrets::Blank, Secrets::Returned};
#endif

// A sequence of steps with a search for secrets in all files and output after each.
struct Searched : Example {
  explicit Searched(provider::simulator::Options options) : Example(std::move(options)) {
    search.add("the token", kToken);
    renew("first");
  }

  // All secrets change; the former ones stay secret.
  void renew(const std::string& era) {
    for (const auto& [variable, before] : std::map(secrets)) {
      std::string secret = fmt::format("{:016x}+{:016x}/=\"{:08x}\"", random(), random(), random() >> 32);
      if (variable == "external_id") secret = make_external_id();
      search.add(variable + " of the " + era + " era", secret);
      give(variable, variable == "gcp_json_key" ? key_with(json_text(secret)) : secret);
    }
    if (!text.empty()) put(text);
  }
  static std::string json_text(const std::string& secret) {
    std::string out;
    for (char c : secret) out += c == '"' ? std::string("\\\"") : std::string(1, c);
    return out;
  }

  Run run_and_search(std::vector<std::string> arguments, int exit_code = 0) {
    std::string command = arguments.front();
    arguments.push_back("-log-level=trace");
    arguments.push_back("-log-file=" + (log.path() / "calls.log").string());
    Run run = waveform(std::move(arguments));
    INFO(command, ": ", run.all());
    CHECK(run.exit_code == exit_code);
    nothing_in(command, run.all());
    auto calls = log.read("calls.log");
    nothing_in("the log of " + command, calls);
    exchanges += calls.find("\"event\":\"exchange\"") != std::string::npos ? 1 : 0;
    std::filesystem::remove(log.path() / "calls.log");
    for (const auto& file : directory().files()) {
      bool is_own = literal_secrets && file.ends_with(".wf.hcl");  // the user's own file
      if (!file.ends_with("/") && !is_own) nothing_in(file + " after " + command, directory().read(file));
    }
    return run;
  }
  void look_at_plan(const std::string& summary) {
    Run run = run_and_search({"plan", "-out=plan.wfplan"});
    INFO(run.all());
    REQUIRE(has(run.out, summary));
    for (const char* format : {"text", "json", "markdown", "gitlab"})
      run_and_search({"show", std::string("-format=") + format, "plan.wfplan"});
  }
  void nothing_in(const std::string& where, const std::string& left) {
    for (const auto& finding : search.find(left)) FAIL_CHECK(where << " holds " << finding);
  }

  SecretSearch search;
  TemporaryDirectory log;
  std::mt19937_64 random;
  int exchanges = 0;  // logs with some exchanges
};

std::string to_all(const char* action) {
  return fmt::format("{} to {}", provider::services::catalog().types.size() - 1, action);
}

}  // namespace

TEST_CASE("no secret of any service is left behind") {
  for (auto secrets :
       {Secrets::Documented, Secrets::LeftOut, Secrets::Blank, Secrets::ExternalIds, Secrets::Returned}) {
    INFO("style ", static_cast<int>(secrets));
    provider::simulator::Options options;
    options.secrets = secrets;
    Searched life(options);
    // Also known to be secret by their attributes.
    life.literal_secrets = secrets == Secrets::Blank;
    life.put(life.text);
    life.look_at_plan(to_all("create"));
    life.run_and_search({"apply", "plan.wfplan"});
    life.run_and_search({"plan", "-detailed-exitcode"});
    life.run_and_search({"show", "-json"});
    life.run_and_search({"state", "show", "wavefront_cloud_integration_gcp_billing.all"});
    life.run_and_search({"status"});
    life.run_and_search({"status", "-json"});

    life.renew("second");
    life.look_at_plan(to_all("update"));
    CHECK(has(life.run_and_search({"apply", "-auto-approve"}).out, "(secret changed)"));
    life.run_and_search({"plan", "-detailed-exitcode"});

    life.put("");
    life.run_and_search({"apply", "-auto-approve", "-json"});
    life.put(life.text);
    life.look_at_plan(to_all("undelete"));
    life.run_and_search({"apply", "-auto-approve"});
    REQUIRE(life.service().add_fault("update:first=40:status=400"));
    life.renew("third");
    life.run_and_search({"apply", "-auto-approve"}, 1);
    life.run_and_search({"apply", "-auto-approve", "-json"}, 1);
    life.service().clear_faults();
    for (const auto& body : life.live()) {
      // The service's message about refused credentials may repeat them.
      REQUIRE(life.service().fail_credentials(body.get("id").as_string(),
                                              "refused: " + life.secrets.at("newrelic_api_key")));
    }
    life.run_and_search({"apply", "-auto-approve"});
    life.run_and_search({"validate", "-json"});
    life.run_and_search({"destroy", "-auto-approve", "-skip-trash", "-json"});
    CHECK(life.exchanges > 10);
  }
}

}  // namespace waveform::test
