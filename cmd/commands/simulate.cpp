#include <fmt/format.h>

#include "base/file.h"
#include "base/text.h"
#include "cmd/commands/commands.h"
#include "provider/simulator/scenario.h"
#include "provider/simulator/server.h"
#include "provider/simulator/simulator.h"

namespace waveform::cmd::commands {

namespace simulator = provider::simulator;
using base::ErrorKind;

namespace {

base::Result<int> read_port(const std::string& listen) {
  constexpr std::string_view kHost = "127.0.0.1:";
  std::optional<std::int64_t> port;
  if (listen.starts_with(kHost)) port = base::parse_integer(listen.substr(kHost.size()));
  if (!port || *port < 0 || *port > 65535)
    return base::fail(ErrorKind::Invalid, "-listen must be 127.0.0.1:PORT",
                      "The simulator serves this machine only; port 0 is any free port.");
  return static_cast<int>(*port);
}

std::vector<std::string> style_names() {
  std::vector<std::string> names;
  for (const auto& style : simulator::styles()) names.emplace_back(style.name);
  return names;
}

base::Result<void> set_style(simulator::Options& options, const std::string& name) {
  for (const auto& style : simulator::styles()) {
    if (style.name == name) return style.set(options), base::Result<void>();
  }
  return base::fail(ErrorKind::Invalid, fmt::format("-style cannot be {}", base::quote(name)),
                    fmt::format("Use {}.", base::enumerate(style_names(), "or")));
}

// From the flags and the scenario; flags win.
base::Result<simulator::Scenario> read_world(const Arguments& arguments) {
  simulator::Scenario scenario;
  scenario.options.seed = 0;
  if (arguments.has("scenario")) {
    const std::string file = arguments.text("scenario");
    auto text = base::read_file(file);
    if (!text) return base::fail(text.error(), "-scenario");
    auto read = simulator::read_scenario(*text, scenario.options);
    if (!read) return base::fail(read.error(), file);
    scenario = *std::move(read);
  }
  if (arguments.has("style")) {
    if (auto set = set_style(scenario.options, arguments.text("style")); !set) return base::fail(set.error());
  }
  if (arguments.has("token")) scenario.options.token = arguments.text("token");
  if (arguments.has("latency")) {
    auto latency = base::parse_duration(arguments.text("latency"));
    if (!latency) return base::fail(latency.error(), "-latency");
    scenario.options.latency = *latency;
  }
  return scenario;
}

int run_simulate(Session& session) {
  const auto& arguments = session.arguments();
  auto port = read_port(arguments.text("listen", "127.0.0.1:0"));
  if (!port) return session.fail(port.error());
  auto scenario = read_world(arguments);
  if (!scenario) return session.fail(scenario.error());
  simulator::Simulator service(session.process().clock, scenario->options);
  // Faults of the flags come before those of the scenario.
  for (const auto& spec : arguments.all("fault")) {
    if (auto added = service.add_fault(spec); !added) return session.fail(added.error(), "-fault");
  }
  if (auto played = simulator::play(*scenario, service); !played)
    return session.fail(played.error(), arguments.text("scenario"));
  if (arguments.has("data")) {
    if (auto kept = service.keep_in(arguments.text("data")); !kept)
      return session.fail(kept.error(), "-data");
  }
  auto server = simulator::Server::start(service, *port);
  if (!server) return session.fail(server.error());
  session.print(server->address() + "\n");
  session.say("This is a simulator: nothing here is real. Stop it with Ctrl-C.\n");
  while (!session.process().interrupted()) session.process().clock.sleep(base::Millis(100));
  server->stop();
  return kDone;
}

}  // namespace

Command simulate() {
  return {
      "simulate",
      "simulate [flags]",
      "Serve a simulated API on this machine.",
      "Prints its address, then serves until it is stopped. docs/simulator.md describes the scenarios, the "
      "faults "
      "and "
      "the control endpoints.",
      {{"listen", FlagKind::Text, "127.0.0.1:PORT", "Where to listen; port 0 (default) is any free port."},
       {"token", FlagKind::Text, "T", "Accept only this token (default: any)."},
       {"scenario", FlagKind::Text, "FILE",
        "Load cluster, contents and faults from this file; other flags win."},
       {"style", FlagKind::Text, "NAME",
        fmt::format("Behave like this kind of cluster: {}.", base::enumerate(style_names(), "or"))},
       {"data", FlagKind::Text, "FILE", "Load the contents from this file, and keep them there."},
       {"latency", FlagKind::Text, "DURATION", "Delay every response by this much."},
       {"fault", FlagKind::Repeated, "SPEC",
        "Inject a fault, such as create:1:drop-after; may be repeated."}},
      0,
      run_simulate,
      {{"Keep the contents in a file",
        "waveform simulate -listen=127.0.0.1:8080 -token=demo -data=demo.json"},
       {"Lose the response to the first create", "waveform simulate -fault=create:1:drop-after"}}};
}

}  // namespace waveform::cmd::commands
