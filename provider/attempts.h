// The attempts of one call: sends, counts, waits in between, and notifies the observer.
#pragma once

#include <functional>

#include "base/clock.h"
#include "base/http/retry.h"
#include "base/http/transport.h"
#include "provider/exchange.h"

namespace waveform::provider {

// For one thread. All references must outlive it.
class Attempts {
 public:
  struct Means {
    http::Transport& transport;
    base::Clock& clock;
    const http::RetryPolicy& retry;
    const Observer& observer;                  // empty: no observer
    const std::function<bool()>& interrupted;  // true ends the retries; empty: never
  };
  // `call`: the part that all attempts share. `read`: the call changes nothing, whatever its method.
  Attempts(const Means& means, const Exchange& call, bool read);

  // Performs one exchange. The response is valid until the next one. REQUIRES: one of the three functions
  // below is called after each exchange.
  const base::Result<http::Response>& send(const http::Request& request);

  // Waits as the policy requires. False: that was the last attempt, or the call was interrupted. `foreign`:
  // the response did not come from the service itself.
  bool again(bool foreign);
  void again_at_once();  // the next attempt does not wait
  void end();            // no further attempt

  // The error of the last attempt, with the number of attempts and their duration if there were several.
  base::Error given_up(base::Error error) const;

 private:
  http::Attempt last(bool foreign) const;
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
