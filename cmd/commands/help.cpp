#include "cmd/commands/commands.h"
#include "cmd/help/completion.h"
#include "cmd/help/man_page.h"

namespace waveform::cmd::commands {

namespace {

struct Shell {
  const char* name;
  std::string (*script)(const std::vector<Command>&);
};
constexpr Shell kShells[] = {{"bash", bash_completion}, {"zsh", zsh_completion}, {"fish", fish_completion}};

int run_help(Session& session) {
  return show_help(all(), session.arguments().positional(), session.process());
}

int run_completion(Session& session) {
  const auto& words = session.arguments().positional();
  for (const auto& shell : kShells) {
    if (words.empty() || words[0] != shell.name) continue;
    session.print(shell.script(all()));
    return kDone;
  }
  return session.misuse("the shell must be bash, zsh or fish", "`waveform completion bash`");
}

int run_man(Session& session) {
  session.print(man_page(all()));
  return kDone;
}

}  // namespace

Command help() {
  return {"help",
          "help [COMMAND]",
          "Print the help of the program or a command.",
          "The same as -help.",
          {},
          2,
          run_help,
          {{"One command", "waveform help plan"}, {"The commands of a group", "waveform help state"}}};
}

Command completion() {
  return {"completion",
          "completion bash|zsh|fish",
          "Print the completion script of a shell.",
          "The Debian package installs these scripts. Use this command for a waveform that runs from its "
          "build directory.",
          {},
          1,
          run_completion,
          {{"bash, in ~/.bashrc", "source <(waveform completion bash)"},
           {"zsh, in ~/.zshrc below compinit", "source <(waveform completion zsh)"},
           {"fish, once", "waveform completion fish >~/.config/fish/completions/waveform.fish"}}};
}

Command man() {
  return {"man",
          "man",
          "Print the manual page.",
          "In man(7) macros. Where waveform is installed, use `man waveform`.",
          {},
          0,
          run_man,
          {{"Show it", "waveform man | man -l -"}}};
}

}  // namespace waveform::cmd::commands
