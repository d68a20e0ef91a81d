// Runs a program as a user would, and captures its results.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace waveform::test {

struct Run {
  int exit_code = -1;  // 128 + signal if it was killed
  std::string out;
  std::string err;
  bool dumped_core = false;
  long peak_kib = 0;  // peak memory

  std::string all() const { return out + err; }
};

struct RunOptions {
  std::filesystem::path directory = ".";
  std::map<std::string, std::string> environment;  // only PATH and variables of sanitizers are inherited
  std::string input;
  int kill_after_millis = 0;             // 0: never
  std::function<bool()> kill_when = {};  // called every few milliseconds: killed as soon as it returns true
  int signal = 9;                        // for the kill; SIGKILL
  std::vector<std::string> signal_when = {};  // also, once each, as soon as the program has printed this
};

Run run_program(const std::string& program, const std::vector<std::string>& arguments,
                const RunOptions& options);

// A temporary directory, removed with the object.
class TemporaryDirectory {
 public:
  TemporaryDirectory();
  ~TemporaryDirectory();
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  const std::filesystem::path& path() const { return path_; }
  void write(const std::string& name, const std::string& text) const;
  std::string read(const std::string& name) const;  // "" if the file does not exist
  std::vector<std::string> files() const;           // all, including directories, sorted

 private:
  std::filesystem::path path_;
};

}  // namespace waveform::test
