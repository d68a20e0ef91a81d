#include "cmd/help/help.h"

#include <fmt/format.h>

#include "base/text.h"

namespace waveform::cmd {

namespace {

// One paragraph per line.
std::string paragraphs(const std::string& text) {
  std::string out;
  for (auto paragraph : base::split(text, '\n')) out += base::wrap(paragraph, kHelpWidth) + "\n";
  return out;
}

// Names on the left, descriptions in a column on the right; a longer name has a separate line.
std::string row(const std::string& name, const std::string& text, int name_width) {
  std::string gap(static_cast<std::size_t>(name_width) + 3, ' ');
  bool too_long = base::display_width(name) > name_width;
  std::string out =
      too_long ? fmt::format("  {}\n{}", name, gap) : fmt::format("  {:<{}} ", name, name_width);
  for (char c : base::wrap(text, kHelpWidth - static_cast<int>(gap.size()))) {
    out += c;
    if (c == '\n') out += gap;
  }
  return out + "\n";
}

std::string command_row(const Command& command) {
  return row(command.name, command.summary, 20);
}

std::string flag_rows(const std::vector<Flag>& flags) {
  std::string out;
  for (const auto& flag : flags) out += row(flag_form(flag), flag.help, 26);
  return out;
}

std::string global_hint() {
  std::vector<std::string> forms;
  for (const auto& flag : global_flags()) forms.push_back(flag_form(flag));
  return base::wrap("Global flags: " + base::enumerate(forms) + " (`waveform help`).", kHelpWidth) + "\n";
}

std::string examples_text(const std::vector<Example>& examples) {
  std::string out;
  for (const auto& example : examples)
    out += fmt::format("{}  # {}\n  {}\n", out.empty() ? "" : "\n", example.purpose, example.line);
  return out;
}

}  // namespace

std::string flag_form(const Flag& flag) {
  return flag.kind == FlagKind::Switch ? "-" + flag.name : fmt::format("-{}={}", flag.name, flag.value);
}

std::string overview(const std::vector<Command>& commands) {
  std::string out =
      "Usage: waveform [global flags] COMMAND [flags] [arguments]\n\n"
      "Cloud integrations of Tanzu Observability (Wavefront) as code.\n\nCommands:\n";
  for (const auto& command : commands) out += command_row(command);
  return out + "\nGlobal flags, before or after the command:\n" + flag_rows(global_flags()) +
         "\nRun `waveform COMMAND -help` for more about one command.\n";
}

std::string help_of(const Command& command) {
  std::string out = fmt::format("Usage: waveform {}\n\n{}", command.usage, paragraphs(command.summary));
  if (!command.text.empty()) out += "\n" + paragraphs(command.text);
  if (!command.flags.empty()) out += "\nFlags:\n" + flag_rows(command.flags);
  out += "\n" + global_hint();
  if (!command.examples.empty()) out += "\nExamples:\n" + examples_text(command.examples);
  return out;
}

std::string group_help(const std::vector<Command>& commands, const std::string& first) {
  std::string out;
  for (const auto& command : commands) {
    if (command.name.starts_with(first + " ")) out += command_row(command);
  }
  return out.empty() ? out : "Commands:\n" + out;
}

}  // namespace waveform::cmd
