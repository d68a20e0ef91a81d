#include "tests/support/terminal.h"

#include <csignal>
#include <cstdlib>
#include <stdexcept>

#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

namespace waveform::test {

namespace {

constexpr int kPatienceMillis = 30000;

// Until the program ends, shows nothing more, or is to lose its terminal.
void talk(int terminal, pid_t child, const std::vector<Typed>& typed, std::string& shown) {
  std::size_t next = 0, seen = 0;
  while (true) {
    while (next < typed.size()) {
      auto at = shown.find(typed[next].shown, seen);
      if (at == std::string::npos) break;
      seen = at + typed[next].shown.size();
      const auto& keys = typed[next++].keys;
      if (keys == kHangUp) return;
      [[maybe_unused]] auto ignored = ::write(terminal, keys.data(), keys.size());
    }
    pollfd end{terminal, POLLIN, 0};
    if (poll(&end, 1, kPatienceMillis) == 0) {
      kill(child, SIGKILL);
      return;
    }
    char buffer[4096];
    ssize_t got = ::read(terminal, buffer, sizeof buffer);
    if (got <= 0) return;
    for (ssize_t i = 0; i < got; ++i)
      if (buffer[i] != '\r') shown += buffer[i];
  }
}

}  // namespace

Run run_on_terminal(const std::string& program, const std::vector<std::string>& arguments,
                    const RunOptions& options, const std::vector<Typed>& typed) {
  std::vector<std::string> words = {program}, environment;
  words.insert(words.end(), arguments.begin(), arguments.end());
  if (!options.environment.contains("TERM")) environment.emplace_back("TERM=xterm");
  for (const auto& [name, value] : options.environment) environment.push_back(name + "=" + value);
  for (const char* kept : {"PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS", "LSAN_OPTIONS"})
    if (const char* value = std::getenv(kept)) environment.push_back(std::string(kept) + "=" + value);
  std::vector<char*> argv, envp;
  for (auto& word : words) argv.push_back(word.data());
  for (auto& word : environment) envp.push_back(word.data());
  argv.push_back(nullptr);
  envp.push_back(nullptr);
  winsize size{.ws_row = 24, .ws_col = 80, .ws_xpixel = 0, .ws_ypixel = 0};
  int terminal = -1;
  pid_t child = forkpty(&terminal, nullptr, nullptr, &size);
  if (child < 0) throw std::runtime_error("no terminal");
  if (child == 0) {
    if (chdir(options.directory.c_str()) == 0) execvpe(argv[0], argv.data(), envp.data());
    _exit(127);
  }
  Run run;
  talk(terminal, child, typed, run.out);
  int status = 0;
  close(terminal);
  waitpid(child, &status, 0);
  run.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return run;
}

}  // namespace waveform::test
