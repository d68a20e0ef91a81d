#include "cmd/live_progress.h"

#include <algorithm>
#include <chrono>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"

namespace waveform::cmd {

using base::Millis;
using planner::Change;
using planner::ProgressEvent;

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

constexpr Millis kRateOver(15'000);  // the period of the rate
constexpr Millis kSample(500);
constexpr Millis kTooSoon(2000);      // for an estimate
constexpr Millis kWorthSaying(1000);  // of a wait

}  // namespace

void ProgressState::take(ProgressEvent& event, Millis now) {
  using Kind = ProgressEvent::Kind;
  if (event.kind == Kind::Started) running_.push_back({&event.change, now, now});
  if (event.kind == Kind::Done) ++done_[event.action];
  const bool ends = event.kind == Kind::Ended || event.kind == Kind::Failed;
  ended_ += ends ? 1 : 0;
  failed_ += event.kind == Kind::Failed ? 1 : 0;
  auto* running = find(event.change);
  if (running == nullptr) return;
  if (event.kind == Kind::Done && !event.id.empty()) running->id = event.id;
  if (event.kind == Kind::Waiting) {
    running->why = event.why;
    running->waits_since = now;
  }
  if (!ends) return;
  event.id = running->id;
  event.elapsed = now - running->since;
  running_.erase(running_.begin() + (running - running_.data()));
}

std::vector<ProgressState::Running> ProgressState::due(Millis every, Millis now) {
  std::vector<Running> found;
  if (every.count() == 0) return found;
  for (auto& running : running_) {
    const bool is_news =
        !running.why.empty() && running.why != running.said && now - running.waits_since >= kWorthSaying;
    if (!is_news && now - running.reported < every) continue;
    running.reported = now;
    if (!running.why.empty()) running.said = running.why;
    found.push_back(running);
  }
  return found;
}

render::ProgressView ProgressState::view(std::size_t most_running, Millis now) {
  render::ProgressView view{.total = total_, .ended = ended_, .failed = failed_, .done = done_};
  std::size_t shown = std::min(most_running, running_.size());
  for (std::size_t i = 0; i < shown; ++i)
    view.running.push_back({running_[i].change, now - running_[i].since, running_[i].why});
  view.running_besides = static_cast<std::int64_t>(running_.size() - shown);
  view.elapsed = now - start_;
  view.per_second = rate(now);
  const bool only_waits = ended_ + static_cast<std::int64_t>(running_.size()) == total_ &&
                          std::all_of(running_.begin(), running_.end(),
                                      [](const Running& running) { return !running.why.empty(); });
  if (view.per_second > 0 && view.elapsed >= kTooSoon && ended_ < total_ && !only_waits)
    view.left =
        Millis(static_cast<std::int64_t>(static_cast<double>(total_ - ended_) / view.per_second * 1000));
  return view;
}

double ProgressState::rate(Millis now) {
  if (samples_.empty()) samples_.push_back({start_, 0});
  if (now - samples_.back().at >= kSample) samples_.push_back({now, ended_});
  while (samples_.size() > 1 && now - samples_[1].at >= kRateOver) samples_.pop_front();
  Millis over = now - samples_.front().at;
  if (over < kSample) return 0;
  return static_cast<double>(ended_ - samples_.front().ended) * 1000 / static_cast<double>(over.count());
}

ProgressState::Running* ProgressState::find(const Change& change) {
  auto found = std::find_if(running_.begin(), running_.end(), [&](const Running& running) {
    return running.change == &change || running.change->address == change.address;
  });
  return found == running_.end() ? nullptr : &*found;
}

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
  tick_or_stop(true);
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

void LiveProgress::run() {
  std::unique_lock lock(mutex_);
  while (!end_.wait_for(lock, kPeriod, [this] { return ends_; })) {
    lock.unlock();
    if (!tick_or_stop()) return;
    lock.lock();
  }
}

// False after an exception: what is displayed is not worth the run.
bool LiveProgress::tick_or_stop(bool last) noexcept {
  try {
    tick(last);
    return true;
  } catch (const std::exception&) {
    return false;
  }
}

void LiveProgress::tick(bool last) {
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
