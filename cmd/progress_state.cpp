#include "cmd/progress_state.h"

#include <algorithm>

namespace waveform::cmd {

using base::Millis;
using planner::Change;
using planner::ProgressEvent;

namespace {

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

}  // namespace waveform::cmd
