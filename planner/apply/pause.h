// Waiting that ends when a signal comes.
#pragma once

#include <algorithm>
#include <functional>

#include "base/clock.h"

namespace waveform::planner {

// Between two looks at what became of a call.
inline constexpr base::Millis kFirstPause(250);
inline constexpr base::Millis kLongestPause(5000);

// True: the time has passed; false: interrupted.
inline bool pause_for(base::Clock& clock, base::Millis time, const std::function<bool()>& interrupted) {
  constexpr base::Millis kStep(100);
  while (time.count() > 0 && !interrupted()) {
    const auto step = std::min(time, kStep);
    clock.sleep(step);
    time -= step;
  }
  return !interrupted();
}

}  // namespace waveform::planner
