// What the simulated cluster held a while ago: what reads show that lag behind the writes. Not for several
// threads.
#pragma once

#include <deque>

#include "base/clock.h"
#include "provider/simulator/store.h"

namespace waveform::provider::simulator {

// Times are those of a clock's steady().
class Past {
 public:
  // From now on `longest` (or what was asked for before, if that is longer) is remembered.
  void keep(base::Millis longest, base::Millis now, const Store& store);
  void forget();  // remembers nothing until it is asked to again

  // The store has this from now on. REQUIRES: called after every change of it.
  void note(base::Millis now, const Store& store);
  // What it had then; null: what it has now. What was before the first keep() is not known: that is shown.
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
