#include "tests/support/wrong_clock.h"

#include <cstdlib>

namespace waveform::test {

void preload(const WrongClock& clock, std::map<std::string, std::string>& environment) {
  const char* sanitizer = std::getenv("ASAN_OPTIONS");
  std::string& preloaded = environment["LD_PRELOAD"];
  preloaded += (preloaded.empty() ? "" : ":") + std::string(WAVEFORM_CLOCK_SHIM);
  environment.emplace("ASAN_OPTIONS", std::string(sanitizer ? sanitizer : "") + ":verify_asan_link_order=0");
  environment["WAVEFORM_CLOCK_AHEAD"] = std::to_string(clock.ahead.count());
  environment["WAVEFORM_CLOCK_AFTER"] = std::to_string(clock.after.count());
}

}  // namespace waveform::test
