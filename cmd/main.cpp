#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <iostream>
#include <iterator>
#include <memory>
#include <string_view>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "cmd/commands/commands.h"
#include "cmd/line_editor.h"

// Read by jemalloc: with one arena per worker, memory freed in one could not be used by another.
extern "C" {
const char* malloc_conf = "narenas:2";
}

namespace {

// Written by the signal handlers, read by every thread.
using Flag = std::atomic<int>;
static_assert(Flag::is_always_lock_free);
Flag stop_requested = 0;
Flag was_interrupted = 0;  // by a signal other than SIGHUP
Flag is_told = 1;          // the handler reports the first signal
Flag must_finish = 0;
constexpr unsigned kGraceSeconds = 2;

void write_to_stderr(std::string_view text) {
  [[maybe_unused]] ssize_t ignored = write(STDERR_FILENO, text.data(), text.size());
}

// A terminal that is lost sends SIGHUP more than once: that is not a second interrupt.
void request_stop(int signal) {
  if (signal != SIGHUP && was_interrupted.exchange(1) != 0) {
    write_to_stderr(
        "\nStopped immediately. Changes in progress are in the journal: run the command again.\n");
    _exit(130);
  }
  if (stop_requested.exchange(1) != 0) return;
  alarm(kGraceSeconds);
  if (is_told == 0) return;
  const int before = errno;
  write_to_stderr("\n");
  if (must_finish != 0) write_to_stderr(waveform::cmd::kStopping);
  errno = before;
}

// A run that still computes after the grace period has not changed anything yet.
void end_late(int) {
  if (must_finish != 0) return;
  write_to_stderr("\nInterrupted.\n");
  _exit(130);
}

// The first signal requests the end of the run, the second one ends it: the journal covers the rest.
void catch_signals() {
  struct sigaction late {};
  late.sa_handler = end_late;
  sigaction(SIGALRM, &late, nullptr);
  struct sigaction action {};
  action.sa_handler = request_stop;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  struct sigaction hang_up {};
  sigaction(SIGHUP, nullptr, &hang_up);
  if (hang_up.sa_handler != SIG_IGN) sigaction(SIGHUP, &action, nullptr);  // nohup ignores it
  std::signal(SIGPIPE, SIG_IGN);
}

// The next opened file would get the number of a closed stream, and output would go into the state. The
// replacement fails like a closed stream.
void hold_closed_streams() {
  for (int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (fcntl(stream, F_GETFD) == -1) open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY);
  }
}

waveform::cmd::TerminalSize terminal_size(int stream) {
  winsize size{};
  waveform::cmd::TerminalSize usual;
  if (ioctl(stream, TIOCGWINSZ, &size) != 0) return usual;
  return {size.ws_col == 0 ? usual.columns : size.ws_col, size.ws_row == 0 ? usual.rows : size.ws_row};
}

// From a pipe or a file; ask_at_terminal reads from a terminal.
std::optional<std::string> read_line() {
  std::string line;
  if (!std::getline(std::cin, line)) return std::nullopt;
  return line;
}

waveform::cmd::Answer ask_at_terminal(const std::string& question, bool shown) {
  return waveform::cmd::read_answer(
      STDIN_FILENO, [&] { std::cerr << question << std::flush; }, shown, [] { return stop_requested != 0; });
}

std::optional<std::string> read_all() {
  std::string text{std::istreambuf_iterator<char>(std::cin), {}};
  if (std::ferror(stdin) != 0) return std::nullopt;
  return text;
}

}  // namespace

int main(int argc, char** argv) {
  // Core files would contain secrets. A program that receives cores through a pipe
  // (/proc/sys/kernel/core_pattern) ignores the limit.
  rlimit none{0, 0};
  setrlimit(RLIMIT_CORE, &none);
  prctl(PR_SET_DUMPABLE, 0);
  hold_closed_streams();
  catch_signals();
  auto environment = waveform::base::process_environment();
  waveform::base::SystemClock clock;
  std::unique_ptr<waveform::cmd::LineEditor> editor;
  auto edit_line = [&editor](const std::string& prompt) {
    if (!editor) editor = std::make_unique<waveform::cmd::LineEditor>();
    return editor->read(prompt);
  };
  waveform::cmd::Process process{environment,
                                 clock,
                                 std::cout,
                                 std::cerr,
                                 isatty(STDOUT_FILENO) != 0,
                                 isatty(STDERR_FILENO) != 0,
                                 isatty(STDIN_FILENO) != 0,
                                 terminal_size(STDOUT_FILENO),
                                 read_line,
                                 ask_at_terminal,
                                 edit_line,
                                 read_all,
                                 [] { return stop_requested != 0; },
                                 [] { return terminal_size(STDERR_FILENO); },
                                 [](bool is_on) { is_told = is_on ? 1 : 0; },
                                 [] { must_finish = 1; }};
  int code = waveform::cmd::run(waveform::cmd::commands::all(), {argv + 1, argv + argc}, process);
  if (!std::cout.flush()) {
    std::cerr << "Error: the output could not be written completely\n";
    return code == waveform::cmd::kInterrupted ? code : waveform::cmd::kFailed;
  }
  return code;
}
