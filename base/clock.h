// Time is passed in as an object, so that tests do not wait.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"

namespace waveform::base {

using Millis = std::chrono::milliseconds;

class Clock {
 public:
  virtual ~Clock() = default;
  virtual std::int64_t now_epoch_millis() const = 0;  // wall clock, UTC
  virtual Millis steady() const = 0;                  // monotonic, from an arbitrary start
  virtual void sleep(Millis duration) = 0;            // safe from any thread
};

class SystemClock final : public Clock {
 public:
  std::int64_t now_epoch_millis() const override;
  Millis steady() const override;
  void sleep(Millis duration) override;
};

// Sleeps until the time has passed or the run is interrupted. Returns false when it was interrupted.
bool sleep_for(Clock& clock, Millis time, const std::function<bool()>& interrupted);

// Pauses between attempts: each is twice as long as the one before it, up to the longest.
class Backoff {
 public:
  Backoff(Millis first, Millis longest) : next_(std::min(first, longest)), longest_(longest) {}
  Millis next() { return std::exchange(next_, std::min(next_ * 2, longest_)); }

 private:
  Millis next_;
  Millis longest_;
};

// "2023-11-14T22:13:20Z"
std::string utc_text(std::int64_t epoch_millis);
// "2023-11-14T22:13:20.000Z"
std::string utc_millis_text(std::int64_t epoch_millis);

// "59 s", "3 min", "1 h 5 min": two units at most.
std::string duration_text(Millis duration);

// "500ms", "30s", "5m", "2h". ERRORS: Invalid, with the expected form.
Result<Millis> parse_duration(std::string_view text);

}  // namespace waveform::base
