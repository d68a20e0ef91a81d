// Calls that end soon after a signal: pauses end at once, and further calls are not sent while nothing is in
// progress that must be completed.
#pragma once

#include <functional>
#include <memory>

#include "base/clock.h"
#include "base/http/transport.h"

namespace waveform::cmd {

using IsInterrupted = std::function<bool()>;  // from any thread

// A signal ends its sleeps. The other clock outlives it.
class InterruptibleClock final : public base::Clock {
 public:
  InterruptibleClock(base::Clock& clock, IsInterrupted interrupted)
      : clock_(clock), interrupted_(std::move(interrupted)) {}
  std::int64_t now_epoch_millis() const override { return clock_.now_epoch_millis(); }
  base::Millis steady() const override { return clock_.steady(); }
  void sleep(base::Millis duration) override;

 private:
  base::Clock& clock_;
  IsInterrupted interrupted_;
};

// Sends nothing after the run was given up: returns Interrupted, which is never retried.
class InterruptibleTransport final : public http::Transport {
 public:
  InterruptibleTransport(std::unique_ptr<http::Transport> transport, IsInterrupted gives_up)
      : transport_(std::move(transport)), gives_up_(std::move(gives_up)) {}
  base::Result<http::Response> send(const http::Request& request) override;

 private:
  std::unique_ptr<http::Transport> transport_;
  IsInterrupted gives_up_;
};

}  // namespace waveform::cmd
