// Runs of the real program in the directory of one tenant: killed at chosen moments, with everything they
// leave behind recorded and searched for secrets.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tests/chaos/findings.h"
#include "tests/chaos/fleet.h"
#include "tests/chaos/reached.h"
#include "tests/support/disk.h"
#include "tests/support/secret_search.h"
#include "tests/support/tenant.h"
#include "tests/support/wrong_clock.h"

namespace waveform::test {

// One of these.
struct Kill {
  int after_millis = 0;
  DiskFault disk = {};
  // `create_millis` after the service received POST number `create`, whose response it holds back.
  int create = 0;
  int create_millis = 0;
};
// A run of this stage.
Kill draw_kill(Dice& dice, int stage);

class Runner {
 public:
  Runner(Tenant& tenant, const Fleet& fleet, Findings& findings, Reached& reached);

  Run run(const std::vector<std::string>& arguments, const std::optional<Kill>& kill = {},
          const std::optional<WrongClock>& clock = {});
  int runs() const { return runs_; }
  // Everything needed to analyse a failure: manifest, state, journal, output and log of every run, log and
  // dump of the simulator. Returns the directory.
  std::filesystem::path keep_evidence(unsigned seed);

  static bool was_killed(const Run& run) { return run.exit_code == 128 + 9; }

 private:
  RunOptions options_of(const std::optional<Kill>& kill, const std::optional<WrongClock>& clock);
  void note(const std::string& name, const std::vector<std::string>& words, const std::optional<Kill>& kill,
            const Run& run);
  void count_calls(std::size_t first, bool killed, std::int64_t death);
  void check_leftovers();
  void look_for_secrets(const std::string& where, const std::string& text);

  Tenant& tenant_;
  const Fleet& fleet_;
  Findings& findings_;
  Reached& reached_;
  TemporaryDirectory evidence_;
  SecretSearch search_;
  std::size_t searched_ = 0;                 // the number of the fleet's secrets in it
  std::map<std::string, std::string> left_;  // files of the directory at the last search
  int runs_ = 0;
};

}  // namespace waveform::test
