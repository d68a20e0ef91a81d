#include "base/http/concurrency_limit.h"

#include <algorithm>

namespace waveform::http {

base::Result<Response> ConcurrencyLimit::send(const Request& request) {
  const auto halvings = enter();
  auto response = inner_.send(request);
  leave(halvings, response && (response->status == 406 || response->status == 429));
  return response;
}

int ConcurrencyLimit::width() const {
  const std::lock_guard lock(mutex_);
  return width_;
}

std::int64_t ConcurrencyLimit::enter() {
  std::unique_lock lock(mutex_);
  free_.wait(lock, [this] { return under_way_ < width_; });
  ++under_way_;
  return halvings_;
}

void ConcurrencyLimit::leave(std::int64_t halvings, bool throttled) {
  const std::lock_guard lock(mutex_);
  --under_way_;
  if (throttled && halvings == halvings_) {
    width_ = std::max(width_ / 2, 1);
    ++halvings_;
    responses_ = 0;
  } else if (!throttled && width_ < most_ && ++responses_ >= 10 * width_) {
    ++width_;
    responses_ = 0;
  }
  free_.notify_all();
}

}  // namespace waveform::http
