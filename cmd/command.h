// The table of commands. Help, manual page and completions are generated from it (cmd/help/help.h,
// cmd/help/man_page.h, cmd/help/completion.h).
#pragma once

#include <string>
#include <vector>

#include "cmd/session.h"

namespace waveform::cmd {

// "See what would change": `waveform plan`.
struct Example {
  std::string purpose;
  std::string line;  // as typed; at most 76 columns
};

struct Command {
  std::string name;     // "plan", "state list"
  std::string usage;    // "plan [flags]"; FILE, DIR, COMMAND and "a|b" beside the flags are completed
  std::string summary;  // one line
  std::string text;     // for the help, in addition to the flags
  std::vector<Flag> flags;
  std::size_t max_words = 0;  // beside the flags
  int (*run)(Session& session) = nullptr;
  std::vector<Example> examples = {};  // at least one
};

// Flags before or after every command.
const std::vector<Flag>& global_flags();

// Flags that several commands share.
std::vector<Flag> manifest_flags();  // -f, -var, -var-file, -file-root
Flag ignore_flag();                  // -ignore
Flag parallelism_flag();             // -parallelism
std::vector<Flag> state_flags();     // -state, -accept-address
Flag state_file_flag();              // -state
std::vector<Flag> lock_flags();      // -lock, -lock-timeout
std::vector<Flag> asking_flags();    // -auto-approve, -input
std::vector<Flag> operator+(std::vector<Flag> a, const std::vector<Flag>& b);

// dispatch.cpp
// Prints the help of a command or group ("state"), or the overview without words.
int show_help(const std::vector<Command>& commands, const std::vector<std::string>& topic, Process& process);

// Runs the command in argv (without the program name). Returns the exit code: kFailed, with a message, after
// an exception.
int run(const std::vector<Command>& commands, const std::vector<std::string>& words, Process& process);

// terraform_words.cpp. What to do instead of a command that only Terraform has: "init", "state pull"; "" for
// any other word.
std::string instead_of(const std::string& command);
// The same for its environment variables that are set: one warning each.
base::Diags unread_variables(const base::Environment& environment);

}  // namespace waveform::cmd
