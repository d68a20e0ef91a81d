#include "cmd/interruptible.h"

namespace waveform::cmd {

void InterruptibleClock::sleep(base::Millis duration) {
  base::sleep_for(clock_, duration, interrupted_);
}

base::Result<http::Response> InterruptibleTransport::send(const http::Request& request) {
  if (gives_up_()) return base::fail(base::ErrorKind::Interrupted, "interrupted");
  return transport_->send(request);
}

}  // namespace waveform::cmd
