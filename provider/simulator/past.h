// Earlier contents of the simulated cluster, for reads that lag behind writes. Not thread-safe.
#pragma once

#include <deque>

#include "base/clock.h"
#include "provider/simulator/store.h"

namespace waveform::provider::simulator {

// Times are those of Clock::steady().
class Past {
 public:
  // From now on, contents are remembered for `longest`, or for a longer time requested before.
  void keep(base::Millis longest, base::Millis now, const Store& store);
  void forget();  // remembers nothing until requested again

  // Records the current content of the store. REQUIRES: called after every change of it.
  void note(base::Millis now, const Store& store);
  // The content at that time; null: the current content. Before the first keep(), the first known content is
  // returned.
  const Store* at(base::Millis then) const;

 private:
  struct Moment {
    base::Millis since;
    Store store;
  };
  base::Millis longest_{0};
  std::deque<Moment> moments_;  // oldest first
};

}  // namespace waveform::provider::simulator
