#include "base/http/concurrency_limit.h"

#include <algorithm>

namespace waveform::http {

using base::MutexLock;

// The place of one exchange among those under way.
struct ConcurrencyLimit::Slot {
  explicit Slot(ConcurrencyLimit& of) : limit(of), halvings(of.enter()) {}
  ~Slot() { limit.leave(halvings, status); }
  ConcurrencyLimit& limit;
  const std::int64_t halvings;  // when the exchange began
  int status = 0;               // 0: no response
};

base::Result<Response> ConcurrencyLimit::send(const Request& request) {
  Slot slot(*this);
  auto response = inner_.send(request);
  if (response) slot.status = response->status;
  return response;
}

int ConcurrencyLimit::width() const {
  const MutexLock lock(mutex_);
  return width_;
}

std::int64_t ConcurrencyLimit::enter() {
  const MutexLock lock(mutex_);
  while (under_way_ >= width_) free_.wait(mutex_);
  ++under_way_;
  return halvings_;
}

void ConcurrencyLimit::leave(std::int64_t halvings, int status) {
  const MutexLock lock(mutex_);
  --under_way_;
  const bool is_throttled = status == 406 || status == 429;
  if (is_throttled && halvings == halvings_) {
    width_ = std::max(width_ / 2, 1);
    ++halvings_;
    responses_ = 0;
  } else if (status != 0 && !is_throttled && width_ < most_ && ++responses_ >= 10 * width_) {
    ++width_;
    responses_ = 0;
  }
  free_.notify_all();
}

}  // namespace waveform::http
