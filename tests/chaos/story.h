// One seeded life of a tenant: everything is created, changed, partly deleted and undeleted, while calls are
// lost, late or have invalid responses, reads lag, clocks jump, runs are killed, and other users work on the
// tenant. A stage is applied by plans of its runs, or by one saved plan that is resumed. The story decides
// doubts as the messages say.
#pragma once

#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "tests/chaos/findings.h"
#include "tests/chaos/fleet.h"
#include "tests/chaos/leftovers.h"
#include "tests/chaos/others.h"
#include "tests/chaos/reached.h"
#include "tests/chaos/runner.h"
#include "tests/support/tenant.h"

namespace waveform::test {

// Drawn for a whole story.
struct Nature {
  std::size_t size = 0;      // integrations at the beginning
  std::string lag = {};      // a fault: lagging reads; "": none
  bool clocks_jump = false;  // of the service, and of the machine of the runs
  bool hides_times = false;  // the service does not return creation times,
  bool hides_users = false;  // or creators
  bool is_calm = false;      // without faults and other users
};

class Story {
 public:
  explicit Story(unsigned seed, bool is_calm = false);

  // The violations, one per line; empty if there are none.
  const std::vector<std::string>& play();
  std::string summary() const;
  const Reached& reached() const { return reached_; }
  std::filesystem::path keep_evidence() { return runner_.keep_evidence(seed_); }

 private:
  void play_stage();
  void save_plan();
  void play_kills();
  void finish();
  void begin_stage();
  void check_end(const Run& run, const std::vector<Doubt>& doubts);
  void end_saved_plan(const Run& run, const std::vector<Doubt>& doubts);
  bool decide(const std::vector<Doubt>& doubts);
  void check_stage();

  Run apply(const std::optional<Kill>& kill = {});
  void set_faults();
  void jump_clock();
  std::optional<WrongClock> draw_clock();
  void interfere();
  void let_pass() const;
  void expect(bool good, const std::string& what) { findings_.expect(good, what); }

  unsigned seed_;
  std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
  Dice dice_;
  Nature nature_;
  Tenant tenant_;
  Fleet fleet_;
  Findings findings_;
  Reached reached_;
  Others others_;
  Runner runner_;
  Ids ids_before_;
  bool applies_saved_ = false;          // the stage applies a saved plan
  bool is_cut_off_ = false;             // a run of it was killed
  std::set<std::string> planned_;       // its addresses
  std::size_t first_edit_ = 0;          // in this stage
  std::vector<std::string> kill_free_;  // number of runs without a kill in each stage
};

}  // namespace waveform::test
