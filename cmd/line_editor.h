// Lines typed at a terminal, with editing and history. The library behind it stays in line_editor.cpp.
#pragma once

#include <memory>
#include <optional>
#include <string>

namespace waveform::cmd {

// Has the terminal while a line is read, and no longer. What was typed is remembered until the end of the
// run, and written nowhere. For one thread.
class LineEditor {
 public:
  LineEditor();
  ~LineEditor();
  LineEditor(const LineEditor&) = delete;
  LineEditor& operator=(const LineEditor&) = delete;

  // Without its line end; nothing at ctrl-D, and at ctrl-C on an empty line. Another ctrl-C throws away what
  // stands on the line. REQUIRES: stdin and stdout are a terminal.
  std::optional<std::string> read(const std::string& prompt);

 private:
  struct Library;
  std::unique_ptr<Library> library_;
};

}  // namespace waveform::cmd
