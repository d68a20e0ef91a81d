#include "cmd/command.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "base/text.h"
#include "cmd/help.h"
#include "cmd/terraform_words.h"

namespace waveform::cmd {

namespace {

// The command that the words begin with: two words ("state list") before one.
const Command* find_command_of(const std::vector<Command>& commands, const std::vector<std::string>& words,
                               std::size_t at, std::size_t& taken) {
  for (taken = 2; taken >= 1; --taken) {
    if (at + taken > words.size()) continue;
    std::string name = words[at] + (taken == 2 ? " " + words[at + 1] : "");
    auto found =
        std::find_if(commands.begin(), commands.end(), [&](const Command& c) { return c.name == name; });
    if (found != commands.end()) return &*found;
  }
  return nullptr;
}

base::Error unknown_command(const std::vector<Command>& commands, const std::vector<std::string>& words,
                            std::size_t at) {
  std::vector<std::string> known, below;
  for (const auto& command : commands) {
    known.push_back(command.name);
    if (command.name.starts_with(words[at] + " ")) below.push_back("waveform " + command.name);
  }
  if (!below.empty() && (at + 1 >= words.size() || words[at + 1].starts_with('-')))
    return {base::ErrorKind::Invalid, fmt::format("`waveform {}` needs one more word", words[at]),
            "There are: " + base::enumerate(below) + "."};
  std::string name = below.empty() ? words[at] : words[at] + " " + words[at + 1];
  std::string hint = instead_of(name);
  if (hint.empty()) hint = base::did_you_mean(name, known);
  return {base::ErrorKind::Invalid, fmt::format("there is no command {}", base::quote(name)),
          hint.empty() ? "`waveform help` lists all commands." : hint};
}

base::Result<void> change_folder(const Arguments& arguments) {
  if (!arguments.has("chdir")) return {};
  std::error_code error;
  std::filesystem::current_path(arguments.text("chdir"), error);
  if (!error) return {};
  return base::fail(base::ErrorKind::Invalid,
                    fmt::format("-chdir: cannot change to {}: {}", base::printable(arguments.text("chdir")),
                                error.message()));
}

}  // namespace

const std::vector<Flag>& global_flags() {
  static const std::vector<Flag> flags = {
      {"chdir", FlagKind::Text, "FOLDER", "Change to this folder first."},
      {"profile", FlagKind::Text, "NAME", "Log on as this profile of ~/.wavefront."},
      {"no-color", FlagKind::Switch, "", "No colours, also on a terminal."},
      {"log-level", FlagKind::Text, "off|debug|trace",
       "Log every call of the service, for its support: to stderr, or to -log-file."},
      {"log-file", FlagKind::Text, "FILE", "Log to the end of this file; alone, as -log-level=debug."},
      {"help", FlagKind::Switch, "", "What the program or the command does."},
      {"version", FlagKind::Switch, "", "Print the version."}};
  return flags;
}

std::vector<Flag> manifest_flags() {
  return {
      {"f", FlagKind::Repeated, "FILE", "Read this manifest file instead of the folder's; may be repeated."},
      {"var", FlagKind::Repeated, "NAME=VALUE", "A value for a variable; may be repeated."},
      {"var-file", FlagKind::Repeated, "FILE", "A file of such values; may be repeated."},
      {"file-root", FlagKind::Repeated, "FOLDER",
       "Let file functions read below this folder, too; may be repeated."}};
}

Flag parallelism_flag() {
  return {"parallelism", FlagKind::Text, "N",
          "Make so many calls at once, at most 100 (10); fewer while the service says that it is too much."};
}

Flag ignore_flag() {
  return {"ignore", FlagKind::Repeated, "CHECK",
          "Leave out this check, such as double-collection; may be repeated."};
}

Flag state_file_flag() {
  return {"state", FlagKind::Text, "FILE", "The state file (waveform.state.json)."};
}

std::vector<Flag> state_flags() {
  return {state_file_flag(),
          {"accept-address", FlagKind::Switch, "",
           "Use this state with another service address than the one it is pinned to."}};
}

std::vector<Flag> lock_flags() {
  return {{"lock-timeout", FlagKind::Text, "DURATION",
           "How long to wait for another run that holds the state (0s)."}};
}

std::vector<Flag> asking_flags() {
  return {
      {"auto-approve", FlagKind::Switch, "", "Do not ask."},
      {"input", FlagKind::Switch, "", "Ask when a terminal is there (default); -input=false never asks."}};
}

std::vector<Flag> operator+(std::vector<Flag> a, const std::vector<Flag>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

int show_help(const std::vector<Command>& commands, const std::vector<std::string>& topic, Host& host) {
  if (topic.empty()) {
    host.out << overview(commands);
    return kDone;
  }
  std::size_t taken = 0;
  const Command* command = find_command_of(commands, topic, 0, taken);
  Session session(host, {});
  std::string group = group_help(commands, topic[0]);
  if (command == nullptr && topic.size() == 1 && !group.empty()) {
    host.out << group;
    return kDone;
  }
  if (command == nullptr) return session.fail(unknown_command(commands, topic, 0));
  host.out << help_of(*command);
  return kDone;
}

int run(const std::vector<Command>& commands, const std::vector<std::string>& words, Host& host) {
  std::size_t at = find_command(global_flags(), words);
  std::vector<std::string> rest(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(at));
  Session early(host, {});
  if (at == words.size()) {
    auto arguments = parse_flags(global_flags(), rest);
    if (!arguments) return early.fail(arguments.error());
    if (arguments->on("version")) return run(commands, {"version"}, host);
    if (arguments->on("help")) return show_help(commands, {}, host);
    host.err << overview(commands);
    return kFailed;
  }
  std::size_t taken = 0;
  const Command* command = find_command_of(commands, words, at, taken);
  if (command == nullptr) {
    bool help = std::find_if(words.begin(), words.end(), [](const std::string& w) {
                  return w == "-help" || w == "--help" || w == "-h";
                }) != words.end();
    return help ? show_help(commands, {words[at]}, host) : early.fail(unknown_command(commands, words, at));
  }
  rest.insert(rest.end(), words.begin() + static_cast<std::ptrdiff_t>(at + taken), words.end());
  auto arguments = parse_flags(global_flags() + command->flags, rest);
  if (!arguments) return early.fail(arguments.error());
  if (arguments->on("version")) return run(commands, {"version"}, host);
  if (arguments->on("help")) {
    host.out << help_of(*command);
    return kDone;
  }
  if (arguments->positional().size() > command->max_words) {
    const std::string& word = arguments->positional()[command->max_words];
    return early.fail({base::ErrorKind::Invalid,
                       fmt::format("`waveform {}` cannot take {}", command->name, base::quote(word)),
                       fmt::format("Usage: `waveform {}`", command->usage)});
  }
  if (auto changed = change_folder(*arguments); !changed) return early.fail(changed.error());
  auto log = CallLog::open(*arguments, host);
  if (!log) return early.fail(log.error());
  if (*log) (*log)->begin(command->name);
  Session session(host, *std::move(arguments), *std::move(log));
  return command->run(session);
}

}  // namespace waveform::cmd
