// Lines typed at a terminal, with editing and history. The library behind it stays in line_editor.cpp.
#pragma once

#include <memory>
#include <optional>
#include <string>

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

}  // namespace waveform::cmd
