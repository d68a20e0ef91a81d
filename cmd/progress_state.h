// The progress of an apply so far: counts, running changes, rate. Time is passed in.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/clock.h"
#include "planner/plan/progress.h"
#include "planner/render/progress_text.h"

namespace waveform::cmd {

// Not thread-safe. The changes outlive it.
class ProgressState {
 public:
  struct Running {
    const planner::Change* change = nullptr;
    base::Millis since{0};
    base::Millis reported{0};  // when it was last reported as running
    std::string why = {};      // what it waits for; "": nothing
    base::Millis waits_since{0};
    std::string said = {};  // the last reported reason to wait
    std::string id = {};    // of the integration; "": not known, or not shown
  };

  ProgressState(std::int64_t total, base::Millis now) : total_(total), start_(now) {}

  // Sets the id and duration of a change that ended.
  void take(planner::ProgressEvent& event, base::Millis now);

  // Changes that run for this long since the last report, and those that wait for something new.
  std::vector<Running> due(base::Millis every, base::Millis now);

  // The block, with at most this many running changes. REQUIRES: called regularly, for the rate.
  render::ProgressView view(std::size_t most_running, base::Millis now);

 private:
  struct Sample {
    base::Millis at;
    std::int64_t ended;
  };
  Running* find(const planner::Change& change);
  double rate(base::Millis now);

  std::int64_t total_, ended_ = 0, failed_ = 0;
  base::Millis start_;
  std::map<planner::Action, std::int64_t> done_;
  std::vector<Running> running_;  // the oldest first
  std::deque<Sample> samples_;
};

}  // namespace waveform::cmd
