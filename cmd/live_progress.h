// Reports the progress of an apply from a separate thread: lines for finished changes, and on a terminal a
// live block below them. Writes at most ten times a second; the workers never wait for the terminal.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <ostream>
#include <string>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "cmd/call_watch.h"
#include "cmd/process.h"
#include "planner/plan/progress.h"
#include "planner/render/progress_text.h"

namespace waveform::cmd {

// The progress so far: counts, running changes, rate. Time is passed in; not thread-safe. The changes outlive
// it.
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

// Thread-safe. While it exists, nothing else writes to its stream.
class LiveProgress final : public planner::Progress {
 public:
  struct Output {
    std::ostream& stream;
    const render::ProgressFormat& format;
    render::TextStyle style;
    std::function<TerminalSize()> terminal = {};  // empty: no block
    bool threaded = true;                         // false: only tick() writes
  };
  // The plan's changes, the process and the watch outlive it; the watch reports pauses to it while it exists.
  LiveProgress(Output output, const planner::Plan& plan, Process& process, CallWatch& watch);
  // Writes the remaining lines and removes the block.
  ~LiveProgress() override;
  LiveProgress(const LiveProgress&) = delete;
  LiveProgress& operator=(const LiveProgress&) = delete;

  void report(planner::ProgressEvent event) override;
  // Writes what came since the last time; called by the thread. `last`: removes the block.
  void tick(bool last = false);

 private:
  render::EventContext now() const { return {process_.clock.now_epoch_millis(), output_.style}; }
  void pauses(const render::Pause& pause);
  void run();
  bool tick_or_stop(bool last = false) noexcept;
  // REQUIRES: the mutex is held.
  std::vector<std::string> block(const CallWatch::Pausing& pausing, base::Millis now);
  std::string drawn(const std::string& finished, const std::vector<std::string>& block);

  const Output output_;
  Process& process_;
  CallWatch& watch_;
  CallWatch::Tell told_before_;
  std::mutex mutex_;  // guards what follows
  std::condition_variable end_;
  bool ends_ = false;
  ProgressState state_;
  std::string finished_;  // not written yet
  // Used only by the drawing thread.
  std::vector<std::string> on_screen_;
  bool stop_told_ = false;
  std::thread thread_;
};

}  // namespace waveform::cmd
