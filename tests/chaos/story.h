// One seeded life of a tenant: everything is created, changed, partly deleted and brought back, while calls
// are lost, answered late or with rubbish, and runs are killed.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "tests/chaos/audit.h"
#include "tests/chaos/fleet.h"
#include "tests/support/disk.h"
#include "tests/support/secret_search.h"
#include "tests/support/tenant.h"

namespace waveform::test {

class Story {
 public:
  explicit Story(unsigned seed);

  // What was broken, a line each; empty when nothing was.
  const std::vector<std::string>& play();
  std::string summary() const;
  // All that tells what happened: manifest, state, journal, every run's output and log, the simulator's log
  // and dump.
  std::filesystem::path keep_evidence();

 private:
  struct Kill {
    int after_millis = 0;  // 0: by the disk
    DiskFault disk = {};
  };

  void prepare();
  void play_stage();
  void check_stage();
  void interfere();
  Kill draw_kill();
  Run run(const std::vector<std::string>& arguments, const std::optional<Kill>& kill = {});
  std::vector<std::string> apply_arguments();
  void check_leftovers();
  void expect(bool good, const std::string& what);
  void look_for_secrets(const std::string& where, const std::string& text);

  unsigned seed_;
  std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
  Dice dice_;
  Tenant tenant_;
  TemporaryFolder evidence_;
  Fleet fleet_;
  SecretSearch search_;
  std::size_t searched_ = 0;  // so many of the fleet's secrets are in it
  base::Value::List foreign_;
  Ids ids_before_;
  int stage_ = 0;
  int runs_ = 0;
  int killed_ = 0;
  std::vector<std::string> kill_free_;  // runs without a kill that each stage took
  std::vector<std::string> findings_;
};

}  // namespace waveform::test
