// One seeded life of a tenant: everything is created, changed, partly deleted and brought back, while calls
// are lost, answered late or with rubbish, reads lag, clocks jump, runs are killed, and others work on the
// tenant. A stage is applied by plans that its runs make, or by one saved plan that is resumed; what is left
// to a person is decided as the messages say.
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

// What is drawn for a whole story.
struct Nature {
  std::size_t size = 0;      // integrations at the beginning
  std::string lag = {};      // a fault: reads that lag; "": none
  bool clocks_jump = false;  // the service's, and that of the runs' machine
  bool hides_times = false;  // the service does not say when an integration was created,
  bool hides_users = false;  // or who created it
  bool is_calm = false;      // nothing goes wrong, and others do nothing
};

class Story {
 public:
  explicit Story(unsigned seed, bool is_calm = false);

  // What was broken, a line each; empty when nothing was.
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
  bool applies_saved_ = false;          // the stage's plan is a saved one
  bool is_cut_off_ = false;             // a run of it was killed
  std::set<std::string> planned_;       // its addresses
  std::size_t first_edit_ = 0;          // of this stage
  std::vector<std::string> kill_free_;  // runs without a kill that each stage took
};

}  // namespace waveform::test
