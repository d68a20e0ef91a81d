#include "cmd/interruptible.h"

#include <algorithm>

namespace waveform::cmd {

void StoppableClock::sleep(base::Millis duration) {
  constexpr base::Millis kSlice(50);
  const base::Millis until = clock_.steady() + duration;
  for (base::Millis left = duration; left.count() > 0 && !interrupted_(); left = until - clock_.steady())
    clock_.sleep(std::min(left, kSlice));
}

base::Result<http::Response> StoppableTransport::send(const http::Request& request) {
  if (gives_up_()) return base::fail(base::ErrorKind::Interrupted, "interrupted");
  return transport_->send(request);
}

}  // namespace waveform::cmd
