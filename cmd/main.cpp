#include <csignal>
#include <cstdio>
#include <iostream>
#include <iterator>

#include <sys/ioctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "cmd/commands/commands.h"

namespace {

volatile std::sig_atomic_t stop_requested = 0;

void request_stop(int) {
  if (stop_requested != 0) _exit(130);
  stop_requested = 1;
  constexpr char kText[] =
      "\nStopping: what is under way is finished first; a second signal ends it at once.\n";
  [[maybe_unused]] ssize_t ignored = write(STDERR_FILENO, kText, sizeof kText - 1);
}

// The first signal asks the run to come to an end, the second one ends it: the journal covers the rest.
void catch_signals() {
  struct sigaction action {};
  action.sa_handler = request_stop;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
}

int terminal_width() {
  winsize size{};
  bool known = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 20;
  return known ? size.ws_col : 80;
}

std::optional<std::string> read_line() {
  std::string line;
  if (!std::getline(std::cin, line)) return std::nullopt;
  return line;
}

std::optional<std::string> read_all() {
  std::string text{std::istreambuf_iterator<char>(std::cin), {}};
  if (std::ferror(stdin) != 0) return std::nullopt;
  return text;
}

}  // namespace

int main(int argc, char** argv) {
  // Secrets are in memory: they must not end up in a core file.
  rlimit none{0, 0};
  setrlimit(RLIMIT_CORE, &none);
  catch_signals();
  auto environment = waveform::base::process_environment();
  waveform::base::SystemClock clock;
  waveform::cmd::Host host{environment,
                           clock,
                           std::cout,
                           std::cerr,
                           isatty(STDOUT_FILENO) != 0,
                           isatty(STDERR_FILENO) != 0,
                           isatty(STDIN_FILENO) != 0,
                           terminal_width(),
                           read_line,
                           read_all,
                           [] { return stop_requested != 0; }};
  int code = waveform::cmd::run(waveform::cmd::commands::all(), {argv + 1, argv + argc}, host);
  if (!std::cout.flush()) {
    std::cerr << "Error: the output could not be written, at least not all of it\n";
    return code == waveform::cmd::kDone ? waveform::cmd::kFailed : code;
  }
  return code;
}
