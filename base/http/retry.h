// When a call is sent again, as a pure function: no clock, no randomness, no I/O of its own.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"

namespace waveform::http {

struct RetryPolicy {
  base::Millis base{500};        // the first pause is at most this long; each one after it twice as long
  base::Millis cap{20'000};      // no pause is drawn longer than this
  base::Millis total{180'000};   // no pause ends later than this after the first attempt
  int attempts = 10;             // in all, including the first one
  int attempts_unreachable = 6;  // the same when the service was not reached, or another program responded
};

// How one attempt ended: with a status or an error.
struct Attempt {
  bool read = false;  // a call that changes nothing, whatever its method
  int number = 1;     // 1 for the first attempt
  int status = 0;     // 0: none
  std::optional<base::ErrorKind>
      error;                          // Unreachable; InDoubt; Corrupt: the response was not from the service
  std::string_view retry_after;       // the header's text: seconds or an HTTP date; "" when there is none
  std::int64_t now_epoch_millis = 0;  // what an HTTP date is compared with
  base::Millis elapsed{0};            // since the first attempt began
  double random = 0;                  // [0, 1)
};

// Returns how long to wait before the next attempt; none when this was the last one. Reads are retried after
// 406, 429, 5xx and any error, except a redirect; writes only when it is certain that nothing happened: 406,
// 429, Unreachable. The pause is drawn evenly from [0, base * 2^(number-1)] ("full jitter"), after the time
// of a Retry-After.
std::optional<base::Millis> retry_wait(const RetryPolicy& policy, const Attempt& attempt);

// Returns the pause that a Retry-After header demands; none when it is malformed. A date in the past is 0.
std::optional<base::Millis> parse_retry_after(std::string_view text, std::int64_t now_epoch_millis);

}  // namespace waveform::http
