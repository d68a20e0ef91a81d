// The environment of one run: streams, terminal, variables, clock, signals. main.cpp creates the real one,
// tests their own.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/environment.h"

namespace waveform::cmd {

struct TerminalSize {
  int columns = 80;
  int rows = 24;
};

// Printed on stderr at the first signal.
inline constexpr std::string_view kStopping =
    "Stopping: waiting for changes in progress. A second signal stops immediately.\n";

// The input after a prompt.
struct Answer {
  enum class Kind : std::uint8_t {
    End,  // the end of the input, or a signal
    Line,
    SeveralLines,      // pasted; all of it is discarded
    ControlCharacter,  // such as that of an arrow key; all of it is discarded
  };
  Kind kind = Kind::End;
  std::string text = {};  // of a Line, without its end
};

struct Process {
  const base::Environment& environment;
  base::Clock& clock;
  std::ostream& out;  // results
  std::ostream& err;  // messages
  bool out_is_terminal = false;
  bool err_is_terminal = false;
  bool in_is_terminal = false;
  TerminalSize size = {};                                      // of the terminal at stdout
  std::function<std::optional<std::string>()> read_line = {};  // from stdin; nothing at its end
  // Prompts on stderr and returns the input; earlier input is discarded. `shown`: echo what is typed.
  // REQUIRES: stdin is a terminal.
  std::function<Answer(const std::string& question, bool shown)> ask = {};
  // A line, edited after a prompt. REQUIRES: stdin and stdout are a terminal.
  std::function<std::optional<std::string>(const std::string& prompt)> edit_line = {};
  std::function<std::optional<std::string>()> read_all = {};  // the rest of stdin; empty on failure
  std::function<bool()> interrupted = {};                     // SIGINT, SIGTERM or SIGHUP came
  // The current size of the terminal at stderr.
  std::function<TerminalSize()> err_size = {};
  // false: the signal handler prints nothing; the progress display does.
  std::function<void(bool)> tell_of_signals = {};
  // From now on a signal never ends the program while the run has not ended.
  std::function<void()> must_finish = [] {};
};

// Exit codes (docs/commands.md).
enum ExitCode { kDone = 0, kFailed = 1, kPending = 2, kUnformatted = 3, kInterrupted = 130 };

}  // namespace waveform::cmd
