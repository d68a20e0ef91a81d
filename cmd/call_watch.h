// Looks on while the service is called: writes the log of calls, and tells of calls that are made again after
// a pause, so that nobody waits for a silent program.
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

// Safe from any thread. The clock outlives it.
class CallWatch {
 public:
  using Tell = std::function<void(const render::Pause&)>;
  // `tell`: called for pauses of 2 s and more, not more often than every 5 s, by one thread at a time.
  CallWatch(base::Clock& clock, Tell tell) : clock_(clock), tell_(std::move(tell)) {}

  // Whom it tells from now on; answers who was told before.
  Tell tell_to(Tell tell);
  // `log`: gets every exchange, too; may be empty. REQUIRES: this outlives the observer.
  provider::Observer observer(provider::Observer log);

  // The calls that are in a pause now, and what the newest of them was answered.
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
  void forget_past();

  base::Clock& clock_;
  std::mutex mutex_;  // guards all below
  Tell tell_;
  std::vector<Open> open_;
  std::optional<base::Millis> told_;  // when
};

// What an attempt tells of the pause behind it; nothing when there is none.
std::optional<render::Pause> pause_after(const provider::Exchange& exchange);

}  // namespace waveform::cmd
