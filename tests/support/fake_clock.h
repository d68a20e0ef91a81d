// A clock for tests that do not wait.
#pragma once

#include <atomic>
#include <cstdint>

#include "base/clock.h"

namespace waveform::base {

// Only sleep() and explicit advances move it.
class FakeClock final : public Clock {
 public:
  explicit FakeClock(std::int64_t now = 1'700'000'000'000) : now_(now), start_(now) {}
  std::int64_t now_epoch_millis() const override { return now_; }
  Millis steady() const override { return Millis(now_ - start_); }
  void sleep(Millis duration) override { now_ += duration.count(); }

 private:
  std::atomic<std::int64_t> now_;
  const std::int64_t start_;
};

}  // namespace waveform::base
