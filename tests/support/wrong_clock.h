// The real binary on a machine whose time of day jumps (clock_shim.c tells how).
#pragma once

#include <map>
#include <string>

#include "base/clock.h"

namespace waveform::test {

struct WrongClock {
  base::Millis ahead{0};  // negative: behind
  base::Millis after{0};  // the beginning of the run
};

// Beside whatever else is preloaded.
void preload(const WrongClock& clock, std::map<std::string, std::string>& environment);

}  // namespace waveform::test
