#include "cmd/help/completion.h"

#include <doctest/doctest.h>

#include "base/text.h"
#include "cmd/commands/commands.h"
#include "tests/support/program.h"

namespace waveform::cmd {
namespace {

using Words = std::vector<std::string>;

std::vector<Command> table() {
  std::vector<Command> list(6);
  list[0] = {"plan",
             "plan [flags]",
             "Show what [apply] would do: it isn't done.",
             "",
             {{"out", FlagKind::Text, "FILE", "Where to: \"a file\" [or none]."},
              {"refresh", FlagKind::Switch, "", "Ask."},
              {"var", FlagKind::Repeated, "NAME=VALUE", "A value."},
              {"format", FlagKind::Text, "text|json", "How it isn't."}}};
  list[1] = {"show", "show [flags] [FILE]", "Show a file.", "", {}, 1};
  list[2] = {"state list", "state list", "List.", "", {{"state", FlagKind::Text, "FILE", "Which."}}};
  list[3] = {"state rm", "state rm ADDRESS", "Forget.", "", {}, 1};
  list[4] = {"help", "help [COMMAND]", "Help.", "", {}, 2};
  list[5] = {"completion", "completion bash|zsh|fish", "Completion.", "", {}, 1};
  return list;
}

// A directory with the scripts, a file and a directory of manifests.
class Shells {
 public:
  Shells() {
    directory_.write("here/plan.out", "");
    directory_.write("here/with space/x", "");
    directory_.write("bash", bash_completion(table()));
    directory_.write("zsh", zsh_completion(table()));
    directory_.write("fish", fish_completion(table()));
    // fish completes only what it finds.
    directory_.write("waveform", "#!/bin/sh\n");
    std::filesystem::permissions(directory_.path() / "waveform", std::filesystem::perms::owner_all);
  }

  // The completions of bash after the last of these words.
  std::string bash(const Words& words) const {
    return replies({"bash", "--norc", "-c",
                    "source ../bash; COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); _waveform; "
                    "printf '%s\\n' \"${COMPREPLY[@]}\"",
                    "bash"},
                   words);
  }

  // What the script tells zsh's own _arguments: which word is completed, of which, by which specifications.
  std::string zsh(const Words& words) const {
    return replies(
        {"zsh", "-f", "-c",
         "compdef() {}; _describe() { print -l -- ${choices%%:*} }\n"
         "_arguments() { print -l $CURRENT $words / ${@[-1]}; [[ ${@[-1]} != *_describe* ]] || _describe }\n"
         "source ../zsh; words=(\"$@\"); CURRENT=$#; _waveform",
         "zsh"},
        words);
  }

  // What fish offers for this line, without the meanings, sorted by fish.
  std::string fish(const std::string& line) const {
    return replies(
        {"fish", "--no-config", "-c", "set -p PATH (path resolve ..); source ../fish; complete -C $argv[1]"},
        {line});
  }

 private:
  test::Run run(const Words& words) const {
    test::RunOptions options;
    options.directory = directory_.path() / "here";
    options.environment = {{"HOME", directory_.path().string()}};
    return test::run_program("/usr/bin/env", words, options);
  }

  // The lines that come out, as far as their tabs, in one line.
  std::string replies(Words program, const Words& words) const {
    program.insert(program.end(), words.begin(), words.end());
    auto ran = run(program);
    CHECK(ran.err == "");
    std::string out;
    for (auto line : base::split(base::trim(ran.out), '\n'))
      out += (out.empty() ? "" : " ") + std::string(line.substr(0, line.find('\t')));
    return out;
  }

  test::TemporaryDirectory directory_;
};

}  // namespace

TEST_CASE("bash completes commands of one word and of two") {
  Shells shells;
  CHECK(shells.bash({"waveform", ""}) == "plan show state help completion");
  CHECK(shells.bash({"waveform", "pl"}) == "plan");
  CHECK(shells.bash({"waveform", "state", ""}) == "list rm");
  CHECK(shells.bash({"waveform", "state", "l"}) == "list");
  CHECK(shells.bash({"waveform", "help", "pl"}) == "plan");
  CHECK(shells.bash({"waveform", "help", "state", "r"}) == "rm");
  CHECK(shells.bash({"waveform", "completion", "z"}) == "zsh");
  CHECK(shells.bash({"waveform", "what", ""}) == "");
}

TEST_CASE("bash completes the flags of the command and the global ones, with the dashes that were typed") {
  Shells shells;
  CHECK(shells.bash({"waveform", "plan", "-"}) ==
        "-out= -refresh -var= -format= -chdir= -profile= -no-color -log-level= -log-file= -help -version");
  CHECK(shells.bash({"waveform", "plan", "--o"}) == "--out=");
  CHECK(shells.bash({"waveform", "state", "list", "-s"}) == "-state=");
  CHECK(shells.bash({"waveform", "-ch"}) == "-chdir=");
  CHECK(shells.bash({"waveform", "plan", "-refresh", "-o"}) == "-out=");
}

TEST_CASE("bash finds the command behind global flags and their values") {
  Shells shells;
  CHECK(shells.bash({"waveform", "-chdir", "plan", "state", ""}) == "list rm");
  CHECK(shells.bash({"waveform", "-chdir", "=", "plan", "state", "l"}) == "list");
  CHECK(shells.bash({"waveform", "-chdir=plan", "--no-color", "state", "l"}) == "list");
  CHECK(shells.bash({"waveform", "-no-color", "=", "true", "pl"}) == "plan");
}

TEST_CASE("bash completes values, whether the equals sign is a word of its own or not") {
  Shells shells;
  CHECK(shells.bash({"waveform", "plan", "-out", "pl"}) == "plan.out");
  CHECK(shells.bash({"waveform", "plan", "-out", "=", "pl"}) == "plan.out");
  CHECK(shells.bash({"waveform", "plan", "-out", "="}) == "plan.out with space");
  CHECK(shells.bash({"waveform", "plan", "-out=pl"}) == "-out=plan.out");
  CHECK(shells.bash({"waveform", "plan", "-format", "="}) == "text json");
  CHECK(shells.bash({"waveform", "plan", "--format", "j"}) == "json");
  CHECK(shells.bash({"waveform", "plan", "-refresh", "=", "f"}) == "false");
  CHECK(shells.bash({"waveform", "plan", "-var", "=", "x"}) == "");
  CHECK(shells.bash({"waveform", "-chdir", "=", ""}) == "with space");
  CHECK(shells.bash({"waveform", "show", "pl"}) == "plan.out");
  CHECK(shells.bash({"waveform", "state", "rm", "pl"}) == "");
}

TEST_CASE("zsh gets the arguments of the command, and completes from the command's first word") {
  Shells shells;
  const std::string words = "1:command:{ _describe command choices }";
  CHECK(shells.zsh({"waveform", "pl"}) == "2 waveform pl / " + words + " plan show state help completion");
  CHECK(shells.zsh({"waveform", "-chdir", "plan", "state", "l"}) == "2 waveform l / " + words + " list rm");
  CHECK(shells.zsh({"waveform", "-no-color", "help", "state", "x"}) ==
        "2 waveform x / " + words + " list rm");
  CHECK(shells.zsh({"waveform", "--chdir=x", "plan", "-refresh", "-f"}) ==
        "3 waveform -refresh -f / -format=[How it isn't.]:value:(text json)");
  CHECK(shells.zsh({"waveform", "show", "x"}) == "2 waveform x / *:FILE:_files");
  CHECK(shells.zsh({"waveform", "what", "x"}) == "");
}

TEST_CASE("fish completes commands, flags and values") {
  Shells shells;
  CHECK(shells.fish("waveform pl") == "plan");
  CHECK(shells.fish("waveform state ") == "list rm");
  CHECK(shells.fish("waveform -chdir plan state l") == "list");
  CHECK(shells.fish("waveform help state ") == "list rm");
  CHECK(shells.fish("waveform plan -o") == "-out");
  CHECK(shells.fish("waveform plan -format=") == "-format=json -format=text");
  CHECK(shells.fish("waveform plan -format j") == "json");
  CHECK(shells.fish("waveform plan -out=pl") == "-out=plan.out");
  CHECK(shells.fish("waveform show pl") == "plan.out");
  CHECK(shells.fish("waveform plan pl") == "");
  CHECK(shells.fish("waveform -chdir w") == "with space/");
  CHECK(shells.fish("waveform completion z") == "zsh");
}

TEST_CASE("all shells read the scripts of the program's own commands without a complaint") {
  test::TemporaryDirectory directory;
  directory.write("bash", bash_completion(commands::all()));
  directory.write("zsh", zsh_completion(commands::all()));
  directory.write("fish", fish_completion(commands::all()));
  for (const std::string shell : {"bash", "zsh", "fish"}) {
    test::RunOptions options;
    options.directory = directory.path();
    auto ran = test::run_program("/usr/bin/env", {shell, "-n", shell}, options);
    CHECK_MESSAGE(ran.exit_code == 0, ran.all());
    CHECK(ran.all() == "");
  }
}

}  // namespace waveform::cmd
