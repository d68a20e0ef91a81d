// As many exchanges at once as were asked for, and fewer while the server throttles.
#pragma once

#include <condition_variable>
#include <cstdint>

#include "base/http/transport.h"
#include "base/mutex.h"

namespace waveform::http {

// Above another transport, which belongs to the caller and outlives it. A 406 or 429 to an exchange that
// began after the last change halves the width; ten times as many other responses as the width add one, up to
// `most`. An exchange without a response changes nothing. An exchange waits while the limit is reached; the
// pauses between attempts are the retry policy's (retry.h).
class ConcurrencyLimit final : public Transport {
 public:
  // REQUIRES: most > 0.
  ConcurrencyLimit(Transport& inner, int most) : inner_(inner), most_(most), width_(most) {}

  base::Result<Response> send(const Request& request) override;
  int width() const;  // as it is now

 private:
  struct Slot;
  std::int64_t enter();  // returns the number of halvings so far
  void leave(std::int64_t halvings, int status);

  Transport& inner_;
  const int most_;
  mutable base::Mutex mutex_;
  std::condition_variable_any free_;
  int width_ GUARDED_BY(mutex_);
  int under_way_ GUARDED_BY(mutex_) = 0;
  int responses_ GUARDED_BY(mutex_) = 0;  // since the width last changed
  std::int64_t halvings_ GUARDED_BY(mutex_) = 0;
};

}  // namespace waveform::http
