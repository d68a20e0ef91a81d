#include "tests/support/program.h"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace waveform::test {

namespace {

struct Pipe {
  int read = -1;
  int write = -1;
  Pipe() {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    read = ends[0];
    write = ends[1];
  }
  ~Pipe() {
    close_read();
    close_write();
  }
  void close_read() {
    if (read >= 0) ::close(std::exchange(read, -1));
  }
  void close_write() {
    if (write >= 0) ::close(std::exchange(write, -1));
  }
};

std::vector<std::string> environment_of(const RunOptions& options) {
  auto variables = options.environment;
  for (const char* kept : {"PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS", "LSAN_OPTIONS"}) {
    if (const char* value = std::getenv(kept)) variables.emplace(kept, value);
  }
  std::vector<std::string> words;
  for (const auto& [name, value] : variables) words.push_back(name + "=" + value);
  return words;
}

std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> list;
  for (auto& word : words) list.push_back(word.data());
  list.push_back(nullptr);
  return list;
}

bool has_said(const Run& run, const std::string& text) {
  return run.out.find(text) != std::string::npos || run.err.find(text) != std::string::npos;
}

// Reads both pipes until they are closed, and sends the signals meanwhile.
void drain(Pipe& out, Pipe& err, Run& run, pid_t child, const RunOptions& options) {
  using Clock = std::chrono::steady_clock;
  constexpr int kAskEvery = 2;  // milliseconds
  const auto deadline = Clock::now() + std::chrono::milliseconds(options.kill_after_millis);
  bool is_timed = options.kill_after_millis > 0;
  bool is_asked = static_cast<bool>(options.kill_when);
  auto awaited = options.signal_when.begin();
  pollfd ends[2] = {{out.read, POLLIN, 0}, {err.read, POLLIN, 0}};
  std::string* texts[2] = {&run.out, &run.err};
  int open = 2;
  while (open > 0) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    const int ready = poll(ends, 2,
                           is_asked   ? kAskEvery
                           : is_timed ? static_cast<int>(std::max<long>(left, 0))
                                      : -1);
    if ((is_timed && Clock::now() >= deadline) || (is_asked && options.kill_when())) {
      kill(child, options.signal);
      is_timed = is_asked = false;
    }
    if (ready == 0) continue;
    for (int i = 0; i < 2; ++i) {
      if (ends[i].fd < 0 || ends[i].revents == 0) continue;
      char buffer[65536];
      ssize_t got = ::read(ends[i].fd, buffer, sizeof buffer);
      if (got > 0) {
        texts[i]->append(buffer, static_cast<std::size_t>(got));
      } else {
        ends[i].fd = -1;
        --open;
      }
    }
    for (; awaited != options.signal_when.end() && has_said(run, *awaited); ++awaited)
      kill(child, options.signal);
  }
}

}  // namespace

Run run_program(const std::string& program, const std::vector<std::string>& arguments,
                const RunOptions& options) {
  Pipe in, out, err;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in.read, 0);
  posix_spawn_file_actions_adddup2(&actions, out.write, 1);
  posix_spawn_file_actions_adddup2(&actions, err.write, 2);
  posix_spawn_file_actions_addchdir_np(&actions, options.directory.c_str());
  std::vector<std::string> words = {program};
  words.insert(words.end(), arguments.begin(), arguments.end());
  auto environment = environment_of(options);
  pid_t child = 0;
  int failed = posix_spawnp(&child, program.c_str(), &actions, nullptr, pointers(words).data(),
                            pointers(environment).data());
  posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) throw std::runtime_error("cannot start " + program);
  in.close_read();
  out.close_write();
  err.close_write();
  [[maybe_unused]] auto ignored = ::write(in.write, options.input.data(), options.input.size());
  in.close_write();
  Run run;
  drain(out, err, run, child, options);
  int status = 0;
  rusage used{};
  wait4(child, &status, 0, &used);
  run.peak_kib = used.ru_maxrss;
  run.dumped_core = WIFSIGNALED(status) && WCOREDUMP(status);
  run.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return run;
}

TemporaryDirectory::TemporaryDirectory() {
  std::string pattern = (std::filesystem::temp_directory_path() / "waveform-test-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("cannot create a temporary directory");
  path_ = pattern;
}

TemporaryDirectory::~TemporaryDirectory() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

void TemporaryDirectory::write(const std::string& name, const std::string& text) const {
  std::filesystem::create_directories((path_ / name).parent_path());
  std::ofstream(path_ / name, std::ios::binary) << text;
}

std::string TemporaryDirectory::read(const std::string& name) const {
  std::ifstream file(path_ / name, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

std::vector<std::string> TemporaryDirectory::files() const {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(path_)) {
    if (entry.is_regular_file()) names.push_back(std::filesystem::relative(entry.path(), path_).string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace waveform::test
