#include <fmt/format.h>

#include "base/json.h"
#include "base/text.h"
#include "cmd/commands/commands.h"
#include "cmd/state_access.h"
#include "planner/render/state_json.h"
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

base::Error no_output(const std::string& name, const base::Value::Map& outputs) {
  std::vector<std::string> known;
  for (const auto& [other, value] : outputs) known.push_back(other);
  std::string hint = base::did_you_mean(name, known);
  return {base::ErrorKind::NotFound, fmt::format("the state has no output {}", base::quote(name)),
          hint.empty() ? "Apply writes outputs, except sensitive ones." : hint};
}

int print_all(Session& session, const base::Value::Map& outputs) {
  if (session.arguments().on("raw"))
    return session.misuse("-raw needs the name of an output", "`waveform output -raw NAME`");
  if (session.arguments().on("json")) {
    session.print(render::outputs_json(outputs, session.json_indent()));
    return kDone;
  }
  for (const auto& [name, value] : outputs) session.print(fmt::format("{} = {}\n", name, shown(value)));
  if (outputs.empty()) session.say("The state has no outputs. Apply writes them, except sensitive ones.\n");
  return kDone;
}

// Without a line end, for scripts.
int print_raw(Session& session, const std::string& name, const base::Value& value) {
  if (!value.is_string() && !value.is_number() && !value.is_bool())
    return session.misuse(fmt::format("-raw: {} is not a string, a number or a bool", base::quote(name)),
                          "Use -json.");
  session.print(value.is_string() ? value.as_string() : base::write_json(value));
  return kDone;
}

int run_output(Session& session) {
  const auto& words = session.arguments().positional();
  const bool json = session.arguments().on("json"), raw = session.arguments().on("raw");
  if (json && raw) return session.misuse("-json and -raw exclude each other", "");
  auto backend = open_backend(session);
  auto snapshot = state::load(*backend);
  if (!snapshot) return session.fail(snapshot.error());
  const auto& outputs = snapshot->outputs;
  if (words.empty()) return print_all(session, outputs);
  auto found = outputs.find(words[0]);
  if (found == outputs.end()) return session.fail(no_output(words[0], outputs));
  const auto& value = found->second;
  if (raw) return print_raw(session, found->first, value);
  if (json)
    session.print(base::write_json(value, session.json_indent()) + "\n");
  else
    session.print((value.is_string() ? value.as_string() : shown(value)) + "\n");
  return kDone;
}

}  // namespace

Command output() {
  return {
      "output",
      "output [flags] [NAME]",
      "Print outputs of the last apply.",
      "A single string output is printed without quotes.",
      lock_flags() +
          std::vector<Flag>{state_file_flag(),
                            {"json", FlagKind::Switch, "", "Print JSON; all of them in Terraform's format."},
                            {"raw", FlagKind::Switch, "",
                             "Print one string, number or bool as it is, without a line end."}},
      1,
      run_output,
      {{"All of them", "waveform output"},
       {"One, for a script", "waveform output external_id"},
       {"For other programs", "waveform output -json"}}};
}

}  // namespace waveform::cmd::commands
