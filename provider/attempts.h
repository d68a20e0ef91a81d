// The attempts of one call: sends, counts, waits between them, and tells the observer.
#pragma once

#include <functional>

#include "base/clock.h"
#include "base/http/retry.h"
#include "base/http/transport.h"
#include "provider/exchange.h"

namespace waveform::provider {

// For one thread; what it is made of outlives it.
class Attempts {
 public:
  struct Means {
    http::Transport& transport;
    base::Clock& clock;
    const http::RetryPolicy& retry;
    const Observer& observer;                  // empty: nobody looks
    const std::function<bool()>& interrupted;  // no call is made again then; empty: never
  };
  // `call`: what is common to all attempts. `read`: they change nothing, whatever the method.
  Attempts(const Means& means, const Exchange& call, bool read);

  // One exchange. The answer is good until the next one. REQUIRES: behind each comes one of the three below.
  const base::Result<http::Response>& send(const http::Request& request);

  // Waits for as long as the policy says; false: that was the last attempt, or it is interrupted. `foreign`:
  // what answered was not the service itself.
  bool again(bool foreign);
  void again_at_once();  // the next attempt does not wait
  void end();            // there is none

  // The error of the last attempt, with how many there were and for how long, when there were several.
  base::Error given_up(base::Error error) const;

 private:
  std::optional<base::Millis> wait_after(bool foreign) const;
  bool is_interrupted() const;
  void tell(std::optional<base::Millis> wait);

  Means means_;
  Exchange exchange_;
  bool read_;
  base::Millis start_;
  base::Result<http::Response> response_;
};

}  // namespace waveform::provider
