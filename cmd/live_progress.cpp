#include "cmd/live_progress.h"

#include <algorithm>
#include <chrono>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"

namespace waveform::cmd {

using base::Millis;

namespace {

constexpr Millis kPeriod(100);
constexpr int kMostRunning = 6;
constexpr int kOtherLines = 6;  // lines that stay visible above a block

// Without colour codes.
int width_of(const std::string& line) {
  std::string text;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '\x1b') {
      i = line.find('m', i);
      if (i == std::string::npos) break;
    } else {
      text += line[i];
    }
  }
  return base::display_width(text);
}

// A terminal that became narrower has wrapped the lines on it.
int rows_of(const std::vector<std::string>& lines, int columns) {
  int rows = 0;
  for (const auto& line : lines) rows += std::max(0, width_of(line) - 1) / std::max(columns, 1) + 1;
  return rows;
}

}  // namespace

LiveProgress::LiveProgress(Output output, const planner::Plan& plan, Process& process, CallWatch& watch)
    : output_(std::move(output)),
      process_(process),
      watch_(watch),
      state_(static_cast<std::int64_t>(plan.changes.size()), process.clock.steady()) {
  told_before_ = watch_.tell_to([this](const render::Pause& pause) { pauses(pause); });
  if (output_.terminal && process_.tell_of_signals) process_.tell_of_signals(false);
  if (!output_.threaded) return;
  try {
    thread_ = std::thread([this] { run(); });
  } catch (const std::system_error&) {
    // If no thread can be started, everything is printed at the end.
  }
}

LiveProgress::~LiveProgress() {
  watch_.tell_to(std::move(told_before_));
  {
    const std::lock_guard lock(mutex_);
    ends_ = true;
  }
  end_.notify_one();
  if (thread_.joinable()) thread_.join();
  write(true);
  if (output_.terminal && process_.tell_of_signals) process_.tell_of_signals(true);
}

void LiveProgress::report(planner::ProgressEvent event) {
  const std::lock_guard lock(mutex_);
  state_.take(event, process_.clock.steady());
  finished_ += output_.format.event(event, now());
}

void LiveProgress::pauses(const render::Pause& pause) {
  if (output_.format.pause == nullptr) return;
  const std::lock_guard lock(mutex_);
  finished_ += output_.format.pause(pause, now());
}

void LiveProgress::tick() {
  write(false);
}

void LiveProgress::run() {
  std::unique_lock lock(mutex_);
  while (!end_.wait_for(lock, kPeriod, [this] { return ends_; })) {
    lock.unlock();
    tick();
    lock.lock();
  }
}

void LiveProgress::write(bool last) {
  std::string finished;
  std::vector<std::string> lines;
  const auto pausing = watch_.pausing();  // it calls with its lock held: do not hold ours
  {
    const std::lock_guard lock(mutex_);
    const Millis steady = process_.clock.steady();
    for (const auto& running : state_.due(output_.format.running_every, steady)) {
      finished_ += output_.format.event({.kind = planner::ProgressEvent::Kind::Running,
                                         .change = *running.change,
                                         .elapsed = steady - running.since,
                                         .why = running.why},
                                        now());
    }
    if (output_.terminal && !last) lines = block(pausing, steady);
    finished = std::exchange(finished_, {});
  }
  if (output_.terminal && !stop_told_ && process_.interrupted()) {
    stop_told_ = true;
    finished += kStopping;
  }
  const std::string text = output_.terminal ? drawn(finished, lines) : finished;
  if (!text.empty()) output_.stream << text << std::flush;
}

std::vector<std::string> LiveProgress::block(const CallWatch::Pausing& pausing, Millis now) {
  const TerminalSize size = output_.terminal();
  render::TextStyle style = output_.style;
  style.width = size.columns;
  auto view =
      state_.view(static_cast<std::size_t>(std::clamp(size.rows - kOtherLines, 0, kMostRunning)), now);
  view.pausing = pausing.calls;
  view.pausing_for = pausing.answer;
  view.stopping = stop_told_;
  return render::progress_block(view, style);
}

// From the beginning of the old block: the finished lines, then the new block. Wrapping is off (?7l), in case
// the width changes meanwhile.
std::string LiveProgress::drawn(const std::string& finished, const std::vector<std::string>& block) {
  if (finished.empty() && block == on_screen_) return {};
  std::string out = "\r";
  if (int rows = rows_of(on_screen_, output_.terminal().columns); rows > 0)
    out += fmt::format("\x1b[{}A", rows);
  if (!finished.empty()) out += "\x1b[J" + finished;
  if (!block.empty()) out += "\x1b[?7l";
  for (const auto& line : block) out += line + "\x1b[K\n";
  out += block.empty() ? "\x1b[J" : "\x1b[J\x1b[?7h";
  on_screen_ = block;
  return out;
}

}  // namespace waveform::cmd
