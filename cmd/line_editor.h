// Lines typed at a terminal, with editing and history, and responses to prompts.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "cmd/process.h"

namespace waveform::cmd {

// Controls the terminal only while it reads a line. Keeps the history in memory only. Not thread-safe.
class LineEditor {
 public:
  LineEditor();
  ~LineEditor();
  LineEditor(const LineEditor&) = delete;
  LineEditor& operator=(const LineEditor&) = delete;

  // Without its line end; nothing at ctrl-D, or at ctrl-C on an empty line. Any other ctrl-C clears the line.
  // REQUIRES: stdin and stdout are a terminal.
  std::optional<std::string> read(const std::string& prompt);

 private:
  struct Library;
  std::unique_ptr<Library> library_;
};

// terminal_line.cpp. Reads a line of any length from the terminal `fd`. Discards earlier input, then writes
// `question`. Refused input is discarded completely, so that no part of it reaches the next prompt or the
// shell. `stopped`: a signal came that ends the run.
Answer read_answer(int fd, const std::function<void()>& question, bool shown, bool (*stopped)());

}  // namespace waveform::cmd
