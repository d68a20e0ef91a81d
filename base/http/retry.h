// The retry policy, as a pure function: no clock, no randomness, no I/O.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"

namespace waveform::http {

struct RetryPolicy {
  base::Millis base{500};       // upper limit of the first pause; doubled for each further one
  base::Millis cap{20'000};     // upper limit of every pause
  base::Millis total{180'000};  // no pause ends later than this after the first attempt
  int attempts = 10;            // including the first one
  int attempts_unreachable =
      6;  // the same when the server was unreachable, or the response was not the service's own
};

// The outcome of one attempt: a status, or an error instead of one.
struct Attempt {
  bool read = false;                     // it changes nothing, whatever its method
  int number = 1;                        // 1 for the first attempt
  int status = 0;                        // 0: none
  std::optional<base::ErrorKind> error;  // Unreachable; InDoubt; Corrupt: not the service's own response
  std::string_view retry_after;          // the header's value: seconds or an HTTP date; "" without the header
  std::int64_t now_epoch_millis = 0;     // compared with an HTTP date
  base::Millis elapsed{0};               // since the first attempt began
  double random = 0;                     // [0, 1)
};

// Returns the pause before the next attempt, or nothing when this was the last one. Reads are retried after
// 406, 429, 5xx and any error except a redirect and an untrusted certificate; writes only when they certainly
// had no effect: 406, 429, Unreachable. The pause is drawn evenly from [0, base * 2^(number-1)] ("full
// jitter"), after the time that Retry-After requests.
std::optional<base::Millis> retry_wait(const RetryPolicy& policy, const Attempt& attempt);

// What Retry-After requests, if it ends the retries because it is longer than the policy waits.
std::optional<base::Millis> beyond_patience(const RetryPolicy& policy, const Attempt& attempt);

// The pause that a Retry-After header requests; 0 for a date in the past; nothing when the header has neither
// form.
std::optional<base::Millis> parse_retry_after(std::string_view text, std::int64_t now_epoch_millis);

}  // namespace waveform::http
