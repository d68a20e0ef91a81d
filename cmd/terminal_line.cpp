#include <csignal>
#include <optional>
#include <string_view>

#include <poll.h>
#include <termios.h>
#include <unistd.h>

#include "base/text.h"
#include "cmd/line_editor.h"

namespace waveform::cmd {

namespace {

// A paste arrives in pieces and ends this long after the last one. A line of a secret in the wrong place is
// worse than a wait.
constexpr timespec kPasteEnds = {.tv_sec = 0, .tv_nsec = 200'000'000};
constexpr timespec kSecretPasteEnds = {.tv_sec = 1, .tv_nsec = 0};
constexpr int kMostPieces = 10'000;  // of a discarded paste

constexpr char kWordErase = 'W' & 0x1F;

// Reads single keys without echo while this exists; discards earlier input first.
class Keys {
 public:
  explicit Keys(int fd) : fd_(fd), is_terminal_(::tcgetattr(fd, &before_) == 0) {
    termios keys = before_;
    keys.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
    keys.c_cc[VMIN] = 1;
    keys.c_cc[VTIME] = 0;
    if (is_terminal_) ::tcsetattr(fd_, TCSAFLUSH, &keys);
  }
  ~Keys() {
    if (is_terminal_) ::tcsetattr(fd_, TCSADRAIN, &before_);
  }
  Keys(const Keys&) = delete;
  Keys& operator=(const Keys&) = delete;

  bool is(char key, int which) const { return static_cast<cc_t>(key) == before_.c_cc[which]; }

 private:
  int fd_;
  termios before_{};
  bool is_terminal_;
};

// Waits for keys; null: without limit. False: a signal came first, or timeout.
bool wait_for_keys(int fd, const timespec* timeout, bool (*stopped)()) {
  sigset_t stops, before;
  sigemptyset(&stops);
  for (int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&stops, signal);
  sigprocmask(SIG_BLOCK, &stops, &before);
  int ready = 0;
  while (ready <= 0 && !stopped()) {
    pollfd in{fd, POLLIN, 0};
    ready = ::ppoll(&in, 1, timeout, &before);
    if (ready == 0) break;
  }
  sigprocmask(SIG_SETMASK, &before, nullptr);
  return ready > 0;
}

class Line {
 public:
  Line(int fd, bool shown) : fd_(fd), shown_(shown) {}

  const std::string& text() const { return text_; }
  void add(char key) {
    text_ += key;
    show({&key, 1});
  }
  void erase() {
    if (text_.empty()) return;
    std::size_t begin = text_.size() - 1;
    while (begin > 0 && (static_cast<unsigned char>(text_[begin]) & 0xC0) == 0x80) --begin;
    for (int columns = base::display_width(text_.substr(begin)); columns > 0; --columns) show("\b \b");
    text_.resize(begin);
  }
  void erase_word() {
    while (text_.ends_with(' ')) erase();
    while (!text_.empty() && !text_.ends_with(' ')) erase();
  }
  void erase_all() {
    while (!text_.empty()) erase();
  }
  void show(std::string_view text) const {
    if (!shown_) return;
    [[maybe_unused]] ssize_t ignored = ::write(fd_, text.data(), text.size());
  }

 private:
  int fd_;
  bool shown_;
  std::string text_;
};

// The result if the key ends the input.
std::optional<Answer::Kind> take(const Keys& keys, char key, Line& line) {
  if (key == '\n' || key == '\r') return Answer::Kind::Line;
  if (keys.is(key, VEOF)) return line.text().empty() ? std::optional(Answer::Kind::End) : std::nullopt;
  if (keys.is(key, VERASE) || key == '\b' || key == '\x7f') {
    line.erase();
  } else if (keys.is(key, VKILL)) {
    line.erase_all();
  } else if (key == kWordErase) {
    line.erase_word();
  } else if (key != '\t' && static_cast<unsigned char>(key) < ' ') {
    return Answer::Kind::ControlCharacter;
  } else {
    line.add(key);
  }
  return std::nullopt;
}

// The first line of a key file or JSON.
bool begins_more(std::string_view line) {
  line = base::trim(line);
  const bool is_key = line.starts_with("-----BEGIN") && line.find("-----END") == std::string_view::npos;
  return is_key || line == "{" || line == "[";
}

// Whether more than line ends followed the line. `rest`: input read with it.
bool is_followed(int fd, std::string_view rest, const timespec& paste_ends, bool (*stopped)()) {
  char buffer[4096];
  while (rest.find_first_not_of("\r\n") == std::string_view::npos) {
    if (!wait_for_keys(fd, &paste_ends, stopped)) return false;
    const ssize_t got = ::read(fd, buffer, sizeof buffer);
    if (got <= 0) return false;
    rest = {buffer, static_cast<std::size_t>(got)};
  }
  return true;
}

void throw_away(int fd, bool (*stopped)()) {
  for (int pieces = 0; pieces < kMostPieces; ++pieces) {
    ::tcflush(fd, TCIFLUSH);
    if (!wait_for_keys(fd, &kPasteEnds, stopped)) return;
  }
}

}  // namespace

Answer read_answer(int fd, const std::function<void()>& question, bool shown, bool (*stopped)()) {
  const Keys keys(fd);
  question();
  Line line(fd, shown);
  std::optional<Answer::Kind> kind;
  char buffer[4096];
  std::string_view rest;
  while (!kind) {
    if (!wait_for_keys(fd, nullptr, stopped)) return {};
    const ssize_t got = ::read(fd, buffer, sizeof buffer);
    if (got <= 0) return {};
    rest = {buffer, static_cast<std::size_t>(got)};
    for (; !rest.empty() && !kind; rest.remove_prefix(1)) kind = take(keys, rest.front(), line);
  }
  if (kind == Answer::Kind::End) return {};
  const timespec& paste_ends = shown ? kPasteEnds : kSecretPasteEnds;
  if (kind == Answer::Kind::Line && (begins_more(line.text()) || is_followed(fd, rest, paste_ends, stopped)))
    kind = Answer::Kind::SeveralLines;
  line.show("\n");
  if (kind == Answer::Kind::Line) return {Answer::Kind::Line, line.text()};
  throw_away(fd, stopped);
  return {*kind, ""};
}

}  // namespace waveform::cmd
