// Limits the number of concurrent exchanges, and lowers the limit while the server throttles.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>

#include "base/http/transport.h"

namespace waveform::http {

// Wraps another transport, which belongs to the caller and must outlive this one. A 406 or 429 for an
// exchange that began after the last change halves the limit. Ten times as many other responses as the limit
// raise it by one, up to `most`. A caller above the limit waits. Pauses between attempts belong to the retry
// policy (retry.h).
class ConcurrencyLimit final : public Transport {
 public:
  // REQUIRES: most > 0.
  ConcurrencyLimit(Transport& inner, int most) : inner_(inner), most_(most), width_(most) {}

  base::Result<Response> send(const Request& request) override;
  int width() const;  // the current limit

 private:
  std::int64_t enter();  // returns the number of halvings so far
  void leave(std::int64_t halvings, bool throttled);

  Transport& inner_;
  const int most_;
  mutable std::mutex mutex_;  // guards all members below
  std::condition_variable free_;
  int width_;
  int under_way_ = 0;
  int responses_ = 0;  // since the last change of the limit
  std::int64_t halvings_ = 0;
};

}  // namespace waveform::http
