// Signals, closed terminals, pipes without readers: running changes finish, and the state is written.
#include <csignal>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "base/file.h"
#include "tests/support/tenant.h"
#include "tests/support/terminal.h"
#include "tests/support/text.h"

namespace waveform::test {
namespace {

// A slow cluster, and a manifest with this many integrations in a chain of dependencies.
struct Slow : Tenant {
  explicit Slow(int wanted, int latency_millis = 100) : Tenant(options(latency_millis)) {
    std::string text;
    for (int i = 0; i < wanted; ++i) {
      text += fmt::format(
          "resource \"wavefront_cloud_integration_newrelic\" \"n{0}\" {{\n  name = \"n{0}\"\n  api_key = "
          "\"k\"\n{1}}}\n",
          i, i == 0 ? "" : fmt::format("  depends_on = [wavefront_cloud_integration_newrelic.n{}]\n", i - 1));
    }
    manifest(text);
  }
  static provider::simulator::Options options(int latency_millis) {
    provider::simulator::Options options;
    options.latency = base::Millis(latency_millis);
    return options;
  }

  RunOptions run_options() {
    return {.directory = directory().path(), .environment = environment, .input = {}};
  }
  // Gets the signal as soon as each of these is in the output.
  Run signalled(int signal, std::vector<std::string> when, std::vector<std::string> more = {},
                const std::string& script = "exec \"$0\" \"$@\"") {
    RunOptions options = run_options();
    options.signal = signal;
    options.signal_when = std::move(when);
    std::vector<std::string> words = {"-c", script, WAVEFORM_BINARY, "apply", "-auto-approve"};
    words.insert(words.end(), more.begin(), more.end());
    return run_program("/bin/sh", words, options);
  }
  // `$0` is the program.
  Run shell(const std::string& script) {
    return run_program("/bin/sh", {"-c", script, WAVEFORM_BINARY}, run_options());
  }
  Run terminal(std::vector<std::string> words, const std::vector<Typed>& typed) {
    return run_on_terminal(WAVEFORM_BINARY, words, run_options(), typed);
  }
  // Service and state are equal, and no temporary files are left.
  void expect_tidy() {
    INFO(live().size());
    CHECK(directory().read("waveform.state.json.journal").empty());
    CHECK_FALSE(directory().read("waveform.state.json").empty());
    Run run = plan();
    CHECK_FALSE(has(run.err, "in doubt"));
    CHECK(has(run.out, live().size() == 5 ? "No changes." : "0 to update"));
  }
};

}  // namespace

TEST_CASE("SIGHUP ends an apply like SIGTERM, and a second one does not end it at once") {
  Slow tenant(5, 300);
  Run run = tenant.signalled(SIGHUP, {"created wavefront_", "Stopping: "});
  INFO(run.all());
  CHECK(run.exit_code == 130);
  CHECK(has(run.err, "Stopping: waiting for changes"));
  CHECK(has(run.err, "Interrupted. The state is written. To continue, run `waveform apply` again."));
  CHECK(tenant.live().size() < 5);
  CHECK(!tenant.live().empty());
  tenant.expect_tidy();
}

TEST_CASE("under nohup SIGHUP is ignored") {
  Slow tenant(5);
  Run run = tenant.signalled(SIGHUP, {"created wavefront_"}, {}, "trap '' HUP; exec \"$0\" \"$@\"");
  INFO(run.all());
  CHECK(run.exit_code == 0);
  CHECK(tenant.live().size() == 5);
}

TEST_CASE("a closed terminal ends an apply, with the state written") {
  Slow tenant(5, 250);
  Run run = tenant.terminal({"apply", "-auto-approve"}, {{"created ", kHangUp}});
  CHECK(run.exit_code == 130);
  CHECK(!tenant.live().empty());
  CHECK(tenant.live().size() < 5);
  tenant.expect_tidy();
}

TEST_CASE("a reader that goes away does not stop an apply; lost output is an error") {
  Slow tenant(5, 20);
  Run run = tenant.shell("{ \"$0\" apply -auto-approve -compact; echo \"code $?\" >&2; } | head -1");
  INFO(run.all());
  CHECK(has(run.err, "code 1\n"));
  CHECK(has(run.err, "the output could not be written"));
  CHECK(tenant.live().size() == 5);
  tenant.expect_tidy();
}

TEST_CASE("with closed streams an apply continues, and no file gets their output") {
  for (const char* closed : {">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-"}) {
    Slow tenant(5, 0);
    Run run = tenant.shell(fmt::format("\"$0\" apply -auto-approve {}", closed));
    INFO(closed, run.all());
    bool has_out = std::string(closed) == "2>&-";
    CHECK(run.exit_code == (has_out ? 0 : 1));
    CHECK(tenant.live().size() == 5);
    CHECK(tenant.directory().read("waveform.state.json").starts_with("{"));
    tenant.expect_tidy();
  }
}

TEST_CASE("a signal at the prompt ends the run at once, without approval") {
  Slow tenant(5, 0);
  Run run = tenant.terminal({"apply"}, {{"Only \"yes\" will be accepted to approve: ", "\x03"}});
  INFO(run.all());
  CHECK(run.exit_code == 130);
  CHECK(tenant.live().empty());
  Run gone = tenant.terminal({"apply"}, {{"Only \"yes\" will be accepted to approve: ", kHangUp}});
  CHECK(gone.exit_code != 0);
  CHECK(tenant.live().empty());
}

TEST_CASE("a signal ends the wait for the lock, and a pause before the first change, at once") {
  Slow tenant(1, 0);
  {
    auto lock = base::FileLock::acquire(tenant.directory().path() / "waveform.state.json.lock", "alice\n");
    REQUIRE(lock);
    Run run = tenant.signalled(SIGTERM, {"Waiting: "}, {"-lock-timeout=5m"});
    INFO(run.all());
    CHECK(run.exit_code == 130);
    CHECK(has(run.err, "Interrupted while another run held the lock of the state"));
  }
  REQUIRE(tenant.service().add_fault("list:first=100:status=503"));
  Run run = tenant.signalled(SIGTERM, {"503"}, {"-log-level=debug"});
  INFO(run.all());
  CHECK(run.exit_code == 130);
  CHECK(has(run.err, "Interrupted. Nothing was changed."));
  CHECK_FALSE(has(run.err, "Error"));
  CHECK(tenant.writes() == 0);
}

TEST_CASE("a signal ends a computation before the first change") {
  Slow tenant(1, 0);
  tenant.manifest(
      "locals {\n  text = format(\"%1000000s\", \"\")\n"
      "  x = [for i in range(1000) : [for j in range(1000) : length(regexall(\"(a*)*b\", local.text))]]\n}\n"
      "output \"x\" {\n  value = local.x\n}\n");
  Run run = tenant.shell("\"$0\" plan & sleep 1; kill -TERM $!; wait $!; echo \"code $?\" >&2");
  INFO(run.all());
  CHECK(has(run.err, "code 130\n"));
  CHECK(has(run.err, "Interrupted.\n"));
}

TEST_CASE("the first twenty untried changes are named, and the others are counted") {
  Slow tenant(40, 100);
  Run run = tenant.signalled(SIGINT, {"created wavefront_"});
  INFO(run.all());
  CHECK(run.exit_code == 130);
  CHECK(has(run.out, "not tried.\n"));
  std::size_t lines = 0;
  for (auto at = run.err.find("Not tried: w"); at != std::string::npos;
       at = run.err.find("Not tried: w", at + 1))
    ++lines;
  CHECK(lines <= 20);
  CHECK(has(run.err, " more\nInterrupted. The state is written"));
}

TEST_CASE("on a terminal there is a progress display during a run, and none afterwards") {
  Slow tenant(5, 150);
  Run run = tenant.terminal({"apply", "-auto-approve", "-no-color"}, {});
  INFO(run.all());
  CHECK(run.exit_code == 0);
  CHECK(has(run.out, "  2/5  40%\x1b[K\n"));
  CHECK(has(run.out, "  creating wavefront_cloud_integration_newrelic.n3"));
  CHECK(has(run.out, "created wavefront_cloud_integration_newrelic.n4  id "));
  auto end = run.out.rfind("\x1b[J");
  CHECK(run.out.find("/5  ", end) == std::string::npos);
  CHECK(run.out.ends_with("Done: 5 created.\n"));
}

TEST_CASE("ctrl-C on a terminal is reported once, above the progress display") {
  Slow tenant(5, 250);
  Run run = tenant.terminal({"apply", "-auto-approve"}, {{"created ", "\x03"}});
  INFO(run.all());
  CHECK(run.exit_code == 130);
  CHECK(has(run.out, "\x1b[JStopping: waiting for changes in progress"));
  CHECK(run.out.find("Stopping: ") == run.out.rfind("Stopping: "));
  CHECK(has(run.out, "Interrupted. The state is written"));
  tenant.expect_tidy();
}

TEST_CASE("no progress display on a dumb terminal, in CI, or with the request log on stderr") {
  for (auto [name, value, flag] :
       {std::tuple("TERM", "dumb", "-compact"), std::tuple("CI", "true", "-compact"),
        std::tuple("X", "", "-log-level=debug")}) {
    Slow tenant(3, 150);
    tenant.environment[name] = value;
    Run run = tenant.terminal({"apply", "-auto-approve", "-no-color", flag}, {});
    INFO(run.all());
    CHECK(run.exit_code == 0);
    CHECK_FALSE(has(run.out, "\x1b"));
    CHECK(has(run.out, "created wavefront_cloud_integration_newrelic.n2  id "));
  }
}

}  // namespace waveform::test
