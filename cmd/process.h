// The world around one run of the program: streams, terminal, environment, clock, signals. main.cpp makes the
// real one, tests make theirs.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/environment.h"
#include "planner/render/style.h"

namespace waveform::cmd {

struct TerminalSize {
  int columns = 80;
  int rows = 24;
};

// What the first signal is answered with, on stderr.
inline constexpr std::string_view kStopping =
    "Stopping: waiting for changes in progress. A second signal stops immediately.\n";

// What came after a question.
struct Answer {
  enum class Kind : std::uint8_t {
    End,  // nothing: the end of the input, or a signal
    Line,
    SeveralLines,      // pasted: none of it is taken
    ControlCharacter,  // such as that of an arrow key: none of it is taken
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
  int width = 80;                                              // of the terminal; 80 elsewhere
  std::function<std::optional<std::string>()> read_line = {};  // from stdin; nothing at its end
  // The answer to a question on stderr: what was typed before the question is none. `shown`: as it is typed.
  // REQUIRES: stdin is a terminal.
  std::function<Answer(const std::string& question, bool shown)> ask = {};
  // A line, edited behind a prompt. REQUIRES: stdin and stdout are a terminal.
  std::function<std::optional<std::string>(const std::string& prompt)> edit_line = {};
  std::function<std::optional<std::string>()> read_all = {};  // the rest of stdin; nothing when that fails
  std::function<bool()> interrupted = {};                     // SIGINT, SIGTERM or SIGHUP came
  // Of the terminal that stderr is, as it is now.
  std::function<TerminalSize()> err_size = {};
  // false: the first signal is no longer told of as it comes; whoever draws on the terminal does so.
  std::function<void(bool)> tell_of_signals = {};
  // From now on a signal no longer ends the program by itself when the run does not end in time.
  std::function<void()> must_finish = [] {};
};

// Exit codes, as docs/commands.md has them.
enum ExitCode { kDone = 0, kFailed = 1, kPending = 2, kUnformatted = 3, kInterrupted = 130 };

}  // namespace waveform::cmd
