#include <fmt/format.h>

#include "base/json.h"
#include "base/text.h"
#include "cmd/commands/commands.h"
#include "cmd/state_access.h"
#include "state/store.h"

namespace waveform::cmd::commands {

namespace {

// JSON; characters that a terminal would not show are escaped.
std::string shown(const base::Value& value) {
  std::string out;
  for (const std::string json = base::write_json(value, 2); const auto line : base::split(json, '\n'))
    out += (out.empty() ? "" : "\n") + base::printable(line);
  return out;
}

int run_output(Session& session) {
  const auto& words = session.arguments().positional();
  auto backend = open_backend(session);
  auto snapshot = state::load(*backend);
  if (!snapshot) return session.fail(snapshot.error());
  const auto& outputs = snapshot->outputs;
  bool json = session.arguments().on("json");
  if (words.empty()) {
    if (json) session.print(base::write_json(base::Value(outputs), 2) + "\n");
    for (const auto& [name, value] : outputs) {
      if (!json) session.print(fmt::format("{} = {}\n", name, shown(value)));
    }
    if (outputs.empty() && !json)
      session.say("The state has no outputs. Apply writes them, except sensitive ones.\n");
    return kDone;
  }
  auto found = outputs.find(words[0]);
  if (found == outputs.end()) {
    std::vector<std::string> known;
    for (const auto& [name, value] : outputs) known.push_back(name);
    std::string hint = base::did_you_mean(words[0], known);
    return session.fail({base::ErrorKind::NotFound,
                         fmt::format("the state has no output {}", base::quote(words[0])),
                         hint.empty() ? "Apply writes outputs, except sensitive ones." : hint});
  }
  const base::Value& value = found->second;
  session.print((json                ? base::write_json(value, 2)
                 : value.is_string() ? value.as_string()
                                     : shown(value)) +
                "\n");
  return kDone;
}

}  // namespace

Command output() {
  return {"output",
          "output [flags] [NAME]",
          "Print outputs of the last apply.",
          "A single string output is printed without quotes.",
          std::vector<Flag>{state_file_flag(), {"json", FlagKind::Switch, "", "Print JSON."}},
          1,
          run_output,
          {{"All of them", "waveform output"},
           {"One, for a script", "waveform output external_id"},
           {"For other programs", "waveform output -json"}}};
}

}  // namespace waveform::cmd::commands
