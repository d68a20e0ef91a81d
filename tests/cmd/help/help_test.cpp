#include "cmd/help/help.h"

#include <doctest/doctest.h>

#include "base/text.h"
#include "cmd/command.h"
#include "cmd/commands/commands.h"
#include "tests/support/golden.h"

namespace waveform::cmd {
namespace {

const std::filesystem::path kGolden = "tests/cmd/golden/help";

std::string file_of(const std::string& command) {
  std::string name = command;
  std::replace(name.begin(), name.end(), ' ', '-');
  return name + ".txt";
}

void check_fits(const std::string& text) {
  for (auto line : base::split(text, '\n')) {
    INFO(line);
    CHECK(base::display_width(line) <= kHelpWidth);
    CHECK(!line.ends_with(' '));
  }
}

// The words of an example behind `waveform COMMAND`, as far as the shell gives them to the program.
std::vector<std::string> words_of(const std::string& line, const std::string& call) {
  std::vector<std::string> words;
  for (auto word : base::split(std::string_view(line).substr(line.find(call) + call.size()), ' ')) {
    if (word == "|" || word.starts_with('>') || word.starts_with(')')) break;
    if (!word.empty()) words.emplace_back(word);
  }
  return words;
}

}  // namespace

TEST_CASE("the help of every command is as its golden file has it, and fits in 80 columns") {
  std::set<std::string> expected = {"overview.txt"};
  test::check_golden(kGolden / "overview.txt", overview(commands::all()));
  check_fits(overview(commands::all()));
  for (const auto& command : commands::all()) {
    test::check_golden(kGolden / file_of(command.name), help_of(command));
    check_fits(help_of(command));
    expected.insert(file_of(command.name));
  }
  for (const auto& entry : std::filesystem::directory_iterator(test::source_path(kGolden)))
    CHECK_MESSAGE(expected.contains(entry.path().filename().string()), "no command has the golden file ",
                  entry.path());
}

TEST_CASE("every command has examples that it would take") {
  for (const auto& command : commands::all()) {
    CHECK_MESSAGE(!command.examples.empty(), "`", command.name,
                  "` has no example: add {{\"What it is for\", \"waveform ", command.name,
                  "\"}} behind what runs in its Command (cmd/command.h)");
    for (const auto& example : command.examples) {
      INFO(example.line);
      CHECK(!example.purpose.ends_with('.'));
      CHECK(example.line.size() <= 76);
      // Of this command, or of another one that belongs to it ("plan -destroy").
      bool called = false;
      for (const auto& other : commands::all()) {
        std::string call = "waveform " + other.name;
        if (example.line.find(call) == std::string::npos) continue;
        auto arguments = parse_flags(global_flags() + other.flags, words_of(example.line, call));
        CHECK_MESSAGE(arguments, (arguments ? "" : arguments.error().message));
        called = true;
      }
      CHECK(called);
    }
  }
}

TEST_CASE("all texts are ASCII: they go into the manual page and through every shell") {
  auto is_ascii = [](const std::string& text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
  };
  for (const auto& command : commands::all()) {
    std::string text = command.usage + command.summary + command.text;
    for (const auto& flag : command.flags) text += flag.help + flag.value;
    for (const auto& example : command.examples) text += example.purpose + example.line;
    std::replace(text.begin(), text.end(), '\n', ' ');
    CHECK_MESSAGE(is_ascii(text), command.name);
  }
}

TEST_CASE("a flag that is as wide as its column has its help on the next line") {
  Command command{"plan",
                  "plan [flags]",
                  "Show it.",
                  "",
                  {{"settle-timeout-of-all", FlagKind::Text, "DURATION", "How long."},
                   {"format", FlagKind::Text, "text|json", "How."}}};
  CHECK(help_of(command) ==
        "Usage: waveform plan [flags]\n\nShow it.\n\nFlags:\n"
        "  -settle-timeout-of-all=DURATION\n                             How long.\n"
        "  -format=text|json          How.\n\n"
        "Global flags: -chdir=DIR, -profile=NAME, -no-color, -log-level=off|debug|trace,\n"
        "-log-file=FILE, -help and -version (`waveform help`).\n");
}

TEST_CASE("a command that only Terraform has gets advice, and is not a command of waveform") {
  CHECK(instead_of("taint") == "Use `waveform apply -replace=ADDRESS` to replace one resource.");
  CHECK(instead_of("plann") == "");
  for (const auto& command : commands::all()) CHECK_MESSAGE(instead_of(command.name) == "", command.name);
}

}  // namespace waveform::cmd
