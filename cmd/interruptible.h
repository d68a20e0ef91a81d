// Calls that end soon after a signal: their pauses at once, and they themselves as long as nothing has begun
// that must come to its end.
#pragma once

#include <functional>
#include <memory>

#include "base/clock.h"
#include "base/http/transport.h"

namespace waveform::cmd {

using Asked = std::function<bool()>;  // from any thread

// Sleeps no longer than until a signal comes. The other clock outlives it.
class InterruptibleClock final : public base::Clock {
 public:
  InterruptibleClock(base::Clock& clock, Asked interrupted)
      : clock_(clock), interrupted_(std::move(interrupted)) {}
  std::int64_t now_epoch_millis() const override { return clock_.now_epoch_millis(); }
  base::Millis steady() const override { return clock_.steady(); }
  void sleep(base::Millis duration) override;

 private:
  base::Clock& clock_;
  Asked interrupted_;
};

// Sends nothing more once it is given up: Interrupted, which no call repeats.
class InterruptibleTransport final : public http::Transport {
 public:
  InterruptibleTransport(std::unique_ptr<http::Transport> transport, Asked gives_up)
      : transport_(std::move(transport)), gives_up_(std::move(gives_up)) {}
  base::Result<http::Response> send(const http::Request& request) override;

 private:
  std::unique_ptr<http::Transport> transport_;
  Asked gives_up_;
};

}  // namespace waveform::cmd
