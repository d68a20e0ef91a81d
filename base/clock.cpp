#include "base/clock.h"

#include <ctime>
#include <thread>

namespace waveform::base {

std::int64_t SystemClock::now_epoch_millis() const {
  auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<Millis>(now).count();
}

Millis SystemClock::steady() const {
  return std::chrono::duration_cast<Millis>(std::chrono::steady_clock::now().time_since_epoch());
}

void SystemClock::sleep(Millis duration) {
  std::this_thread::sleep_for(duration);
}

std::string utc_text(std::int64_t epoch_millis) {
  auto seconds = static_cast<std::time_t>(epoch_millis / 1000);
  std::tm parts{};
  char buffer[32];
  if (gmtime_r(&seconds, &parts) == nullptr) return "an impossible time";
  auto length = std::strftime(buffer, sizeof buffer, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return {buffer, length};
}

}  // namespace waveform::base
