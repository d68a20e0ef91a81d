// The real program on a machine whose time of day jumps (see clock_shim.c).
#pragma once

#include <map>
#include <string>

#include "base/clock.h"

namespace waveform::test {

struct WrongClock {
  base::Millis ahead{0};  // negative: behind
  base::Millis after{0};  // the beginning of the run
};

// In addition to other preloaded libraries.
void preload(const WrongClock& clock, std::map<std::string, std::string>& environment);

}  // namespace waveform::test
