// What an apply has come to so far: counts, what runs, how fast. Time is passed in.
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

// For one thread at a time. The changes outlive it.
class ProgressState {
 public:
  struct Running {
    const planner::Change* change = nullptr;
    base::Millis since{0};
    base::Millis told{0};  // when it was last said that it runs
    std::string why = {};  // it waits; "": it does not
    base::Millis waits_since{0};
    std::string said = {};  // the last thing that was said to be waited for
    std::string id = {};    // of what has been done so far; "": not known, or not shown
  };

  ProgressState(std::int64_t total, base::Millis now) : total_(total), start_(now) {}

  // Fills in what only this knows of a change that ended: its id, and for how long it ran.
  void take(planner::ProgressEvent& event, base::Millis now);

  // Those that run for so long, or so long after it was last said; and those that wait for something new, and
  // not just for a moment.
  std::vector<Running> due(base::Millis every, base::Millis now);

  // What to show, with at most so many that run. REQUIRES: now and then called, for the rate.
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
