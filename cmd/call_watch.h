// Observes the calls of the service: writes the request log, and reports pauses before retries.
#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "planner/render/progress_text.h"
#include "provider/exchange.h"

namespace waveform::cmd {

// Thread-safe. The clock outlives it.
class CallWatch {
 public:
  using Tell = std::function<void(const render::Pause&)>;
  // `tell`: called for slow responses and pauses of 2 s and more, not more often than every 5 s, by one
  // thread at a time.
  CallWatch(base::Clock& clock, Tell tell) : clock_(clock), tell_(std::move(tell)) {}

  // Replaces the callback and returns the previous one.
  Tell tell_to(Tell tell);
  // `log`: also gets every exchange; may be empty. REQUIRES: this outlives the observer.
  provider::Observer observer(provider::Observer log);

  // A response that is not complete after some seconds.
  void slow(const http::Request& request, std::int64_t bytes, base::Millis since);

  // The calls that pause now, and the latest response.
  struct Pausing {
    std::int64_t calls = 0;
    std::string answer = {};
  };
  Pausing pausing();

 private:
  struct Open {
    base::Millis until;
    std::string answer;
  };
  void pauses(render::Pause pause);
  void tell(const render::Pause& pause);
  void forget_past();

  base::Clock& clock_;
  std::mutex mutex_;  // guards all below
  Tell tell_;
  std::vector<Open> open_;
  std::optional<base::Millis> told_;  // when
};

// The pause that an attempt has ended; empty when there was none.
std::optional<render::Pause> pause_after(const provider::Exchange& exchange);

}  // namespace waveform::cmd
