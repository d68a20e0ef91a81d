#include <algorithm>
#include <exception>
#include <filesystem>
#include <new>

#include <fmt/format.h>

#include "base/text.h"
#include "cmd/command.h"
#include "cmd/help/help.h"

namespace waveform::cmd {

namespace {

// The command at the start of the words: two words ("state list") before one.
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
    return {base::ErrorKind::Invalid, fmt::format("`waveform {}` needs a subcommand", words[at]),
            "Use one of: " + base::enumerate(below) + "."};
  std::string name = below.empty() ? words[at] : words[at] + " " + words[at + 1];
  std::string hint = instead_of(name);
  if (hint.empty()) hint = base::did_you_mean(name, known);
  return {base::ErrorKind::Invalid, fmt::format("there is no command {}", base::quote(name)),
          hint.empty() ? "`waveform help` lists all commands." : hint};
}

bool is_directory(const std::string& word) {
  std::error_code ignored;
  return std::filesystem::is_directory(word, ignored);
}

base::Result<void> change_directory(const Arguments& arguments) {
  if (!arguments.has("chdir")) return {};
  std::error_code error;
  std::filesystem::current_path(arguments.text("chdir"), error);
  if (!error) return {};
  return base::fail(base::ErrorKind::Invalid,
                    fmt::format("-chdir: cannot change to {}: {}", base::printable(arguments.text("chdir")),
                                error.message()));
}

}  // namespace

int show_help(const std::vector<Command>& commands, const std::vector<std::string>& topic, Process& process) {
  if (topic.empty()) {
    process.out << overview(commands);
    return kDone;
  }
  std::size_t taken = 0;
  const Command* command = find_command_of(commands, topic, 0, taken);
  Session session(process, {});
  std::string group = group_help(commands, topic[0]);
  if (command == nullptr && topic.size() == 1 && !group.empty()) {
    process.out << group;
    return kDone;
  }
  if (command == nullptr) return session.fail(unknown_command(commands, topic, 0));
  process.out << help_of(*command);
  return kDone;
}

namespace {

int dispatch(const std::vector<Command>& commands, const std::vector<std::string>& words, Process& process) {
  std::size_t at = find_command(global_flags(), words);
  std::vector<std::string> rest(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(at));
  Session early(process, {});
  if (at == words.size()) {
    auto arguments = parse_flags(global_flags(), rest);
    if (!arguments) return early.fail(arguments.error());
    if (arguments->on("version")) return dispatch(commands, {"version"}, process);
    if (arguments->on("help")) return show_help(commands, {}, process);
    process.err << overview(commands);
    return kFailed;
  }
  std::size_t taken = 0;
  const Command* command = find_command_of(commands, words, at, taken);
  if (command == nullptr) {
    bool help = std::find_if(words.begin(), words.end(), [](const std::string& w) {
                  return w == "-help" || w == "--help" || w == "-h";
                }) != words.end();
    return help ? show_help(commands, {words[at]}, process)
                : early.fail(unknown_command(commands, words, at));
  }
  rest.insert(rest.end(), words.begin() + static_cast<std::ptrdiff_t>(at + taken), words.end());
  auto arguments = parse_flags(global_flags() + command->flags, rest);
  if (!arguments) return early.fail(arguments.error());
  if (arguments->on("version")) return dispatch(commands, {"version"}, process);
  if (arguments->on("help")) {
    process.out << help_of(*command);
    return kDone;
  }
  if (arguments->positional().size() > command->max_words) {
    const std::string& word = arguments->positional()[command->max_words];
    return early.fail({base::ErrorKind::Invalid,
                       fmt::format("`waveform {}` does not take {}", command->name, base::quote(word)),
                       fmt::format("Usage: `waveform {}`{}", command->usage,
                                   is_directory(word) ? "; in another directory: `-chdir=DIR`" : "")});
  }
  if (auto timeout = base::parse_duration(arguments->text("lock-timeout", "0s")); !timeout)
    return early.fail(timeout.error(), "-lock-timeout");
  if (auto changed = change_directory(*arguments); !changed) return early.fail(changed.error());
  auto log = RequestLog::open(*arguments, process);
  if (!log) return early.fail(log.error());
  if (*log) (*log)->begin(command->name);
  Session session(process, *std::move(arguments), *std::move(log));
  auto unread = unread_variables(process.environment);
  session.show(unread);
  return command->run(session);
}

}  // namespace

// Every exception that nothing else handles ends here.
int run(const std::vector<Command>& commands, const std::vector<std::string>& words, Process& process) {
  std::string hint = "The state and its journal have all completed changes. Run the command again.";
  try {
    return dispatch(commands, words, process);
  } catch (const std::bad_alloc& exception) {
    hint += " If it fails again, raise the memory limit of the process (`ulimit -v`).";
    return Session(process, {}).fail({base::ErrorKind::Io, base::exception_text(exception), hint});
  } catch (const std::exception& exception) {
    return Session(process, {}).fail({base::ErrorKind::Io, base::exception_text(exception), hint});
  }
}

}  // namespace waveform::cmd
