// As many exchanges at once as were asked for, and fewer while the server says that it is too much.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>

#include "base/http/transport.h"

namespace waveform::http {

// Above another transport, which belongs to the caller and outlives it. A 406 or 429 to an exchange that
// began after the last change halves the width; ten times as many other answers as the width add one, up to
// `most`. Whoever comes when all is taken waits. No pause is made here: those are the retry policy's
// (retry.h).
class ConcurrencyLimit final : public Transport {
 public:
  // REQUIRES: most > 0.
  ConcurrencyLimit(Transport& inner, int most) : inner_(inner), most_(most), width_(most) {}

  base::Result<Response> send(const Request& request) override;
  int width() const;  // as it is now

 private:
  std::int64_t enter();  // which halving was the last one
  void leave(std::int64_t halvings, bool throttled);

  Transport& inner_;
  const int most_;
  mutable std::mutex mutex_;  // guards all below
  std::condition_variable free_;
  int width_;
  int under_way_ = 0;
  int answers_ = 0;  // since the width last changed
  std::int64_t halvings_ = 0;
};

}  // namespace waveform::http
