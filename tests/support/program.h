// Runs a program as a user would, and catches what it leaves.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace waveform::test {

struct Run {
  int exit_code = -1;  // 128 + signal when it was killed
  std::string out;
  std::string err;
  bool dumped_core = false;
  long peak_kib = 0;  // most memory that it ever held

  std::string all() const { return out + err; }
};

struct RunOptions {
  std::filesystem::path folder = ".";
  std::map<std::string, std::string> environment;  // nothing is inherited but PATH and what sanitizers need
  std::string input;
  int kill_after_millis = 0;                  // 0: never
  std::function<bool()> kill_when = {};       // asked every few milliseconds: killed as soon as it is true
  int signal = 9;                             // with which; SIGKILL
  std::vector<std::string> signal_when = {};  // also, once for each, as soon as the program has said this
};

Run run_program(const std::string& program, const std::vector<std::string>& arguments,
                const RunOptions& options);

// A folder that is gone when the object is.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  void write(const std::string& name, const std::string& text) const;
  std::string read(const std::string& name) const;  // "" when there is no such file
  std::vector<std::string> files() const;           // all, with folders, sorted

 private:
  std::filesystem::path path_;
};

}  // namespace waveform::test
