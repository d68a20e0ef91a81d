#include "provider/simulator/past.h"

#include <algorithm>

namespace waveform::provider::simulator {

void Past::keep(base::Millis longest, base::Millis now, const Store& store) {
  longest_ = std::max(longest_, longest);
  note(now, store);
}

void Past::forget() {
  longest_ = base::Millis(0);
  moments_.clear();
}

void Past::note(base::Millis now, const Store& store) {
  if (longest_.count() == 0) return;
  if (!moments_.empty() && moments_.back().store.generation() == store.generation()) return;
  moments_.push_back({now, store});
  while (moments_.size() > 1 && moments_[1].since <= now - longest_) moments_.pop_front();
}

const Store* Past::at(base::Millis then) const {
  if (moments_.empty()) return nullptr;
  const auto later =
      std::upper_bound(moments_.begin(), moments_.end(), then,
                       [](base::Millis time, const Moment& moment) { return time < moment.since; });
  return &(later == moments_.begin() ? later : std::prev(later))->store;
}

}  // namespace waveform::provider::simulator
