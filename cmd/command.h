// Commands as a table: what the program can do, what the help says, what runs. Help, man page and completions
// are made from it (cmd/help/help.h, cmd/help/man_page.h, cmd/help/completion.h).
#pragma once

#include <string>
#include <vector>

#include "cmd/session.h"

namespace waveform::cmd {

// "See what would change": `waveform plan`.
struct Example {
  std::string purpose;
  std::string line;  // as it is typed; fits in 76 columns
};

struct Command {
  std::string name;     // "plan", "state list"
  std::string usage;    // "plan [flags]"; FILE, DIR, COMMAND and "a|b" beside the flags are completed
  std::string summary;  // one line
  std::string text;     // what the help says beyond the flags
  std::vector<Flag> flags;
  std::size_t max_words = 0;  // beside the flags
  int (*run)(Session& session) = nullptr;
  std::vector<Example> examples = {};  // at least one
};

// Flags that stand before or after every command.
const std::vector<Flag>& global_flags();

// Flags that commands share, put together by these.
std::vector<Flag> manifest_flags();  // -f, -var, -var-file, -file-root
Flag ignore_flag();                  // -ignore
Flag parallelism_flag();             // -parallelism
std::vector<Flag> state_flags();     // -state, -accept-address
Flag state_file_flag();              // -state
std::vector<Flag> lock_flags();      // -lock-timeout
std::vector<Flag> asking_flags();    // -auto-approve, -input
std::vector<Flag> operator+(std::vector<Flag> a, const std::vector<Flag>& b);

}  // namespace waveform::cmd
