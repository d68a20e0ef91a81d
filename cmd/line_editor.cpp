#include "cmd/line_editor.h"

#include <clocale>
#include <cstdio>

#include <histedit.h>
#include <locale.h>
#include <termios.h>
#include <unistd.h>

namespace waveform::cmd {

namespace {

constexpr int kRemembered = 1000;  // lines

// ctrl-C clears the line; on an empty line it ends the input.
unsigned char cancel(EditLine* editor, int) {
  const LineInfo* line = el_line(editor);
  if (line->lastchar == line->buffer) return CC_EOF;
  el_cursor(editor, static_cast<int>(line->lastchar - line->cursor));
  el_deletestr(editor, static_cast<int>(line->lastchar - line->buffer));
  return CC_REFRESH;
}

// The library decodes characters by the locale: UTF-8 while this exists, regardless of the environment.
class Utf8 {
 public:
  explicit Utf8(locale_t locale) : before_(uselocale(locale)) {}
  ~Utf8() { uselocale(before_); }
  Utf8(const Utf8&) = delete;
  Utf8& operator=(const Utf8&) = delete;

 private:
  locale_t before_;
};

}  // namespace

struct LineEditor::Library {
  EditLine* editor = nullptr;
  History* history = nullptr;
  locale_t locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
  std::string prompt;
};

LineEditor::LineEditor() : library_(std::make_unique<Library>()) {
  Utf8 utf8(library_->locale);
  ::tcflush(STDIN_FILENO, TCIFLUSH);  // discards input typed before the first prompt
  library_->editor = el_init("waveform", stdin, stdout, stderr);
  library_->history = history_init();
  HistEvent event;
  history(library_->history, &event, H_SETSIZE, kRemembered);
  history(library_->history, &event, H_SETUNIQUE, 1);
  el_set(library_->editor, EL_CLIENTDATA, library_.get());
  el_set(library_->editor, EL_EDITOR, "emacs");
  el_set(library_->editor, EL_HIST, history, library_->history);
  el_set(
      library_->editor, EL_PROMPT, +[](EditLine* editor) {
        Library* library = nullptr;
        el_get(editor, EL_CLIENTDATA, &library);
        return library->prompt.data();
      });
  // As in the shell: search the history.
  el_set(library_->editor, EL_BIND, "^R", "em-inc-search-prev", nullptr);
  // While a line is edited, ctrl-C is a key and does not stop the run.
  el_set(library_->editor, EL_SETTY, "-d", "-isig", nullptr);
  el_set(library_->editor, EL_ADDFN, "cancel-line", "Discard the line", cancel);
  el_set(library_->editor, EL_BIND, "^C", "cancel-line", nullptr);
}

LineEditor::~LineEditor() {
  history_end(library_->history);
  el_end(library_->editor);
  if (library_->locale != nullptr) freelocale(library_->locale);
}

std::optional<std::string> LineEditor::read(const std::string& prompt) {
  Utf8 utf8(library_->locale);
  library_->prompt = prompt;
  int length = 0;
  el_set(library_->editor, EL_PREP_TERM, 1);  // before the prompt shows that keys are waited for
  const char* line = el_gets(library_->editor, &length);
  if (line == nullptr || length <= 0) {
    std::fputs("\n", stdout);
    std::fflush(stdout);
    return std::nullopt;
  }
  std::string text(line, static_cast<std::size_t>(length));
  HistEvent event;
  if (text.find_first_not_of(" \t\n") != std::string::npos)
    history(library_->history, &event, H_ENTER, text.c_str());
  while (text.ends_with('\n') || text.ends_with('\r')) text.pop_back();
  return text;
}

}  // namespace waveform::cmd
