// Reports the progress of an apply from a separate thread: lines for finished changes, and on a terminal a
// live block below them. Writes at most ten times a second; the workers never wait for the terminal.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <ostream>
#include <string>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "cmd/call_watch.h"
#include "cmd/process.h"
#include "cmd/progress_state.h"
#include "planner/plan/progress.h"
#include "planner/render/progress_text.h"

namespace waveform::cmd {

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
  // Writes what came since the last time; called by the thread.
  void tick();

 private:
  render::EventContext now() const { return {process_.clock.now_epoch_millis(), output_.style}; }
  void pauses(const render::Pause& pause);
  void run();
  void write(bool last);
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
