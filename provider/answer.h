// The meaning of an HTTP response of the service. Pure.
#pragma once

#include <string>

#include "base/http/transport.h"
#include "base/json.h"
#include "base/result.h"
#include "base/value.h"

namespace waveform::provider {

// A call, as messages describe it.
struct Question {
  std::string what;             // "create the integration": completes "cannot ..."
  std::string address;          // the service's
  base::Value body;             // as sent: sensitive or masked strings in it are removed from messages
  std::string token_hint = {};  // what to do about an invalid token
};

// Limits of a response. A page of 1000 integrations needs a tenth of them.
inline constexpr std::size_t kMostAnswerBytes = std::size_t{16} << 20;
inline constexpr base::JsonLimits kAnswerLimits{kMostAnswerBytes, 100, 300'000};

// A classified response. `foreign`: it did not come from the API itself, whatever its status.
struct Verdict {
  base::Result<base::Value> result;  // the envelope's `response`
  bool foreign = false;
};

// Kinds: Unauthorized 401, Forbidden 403, NotFound 404, Throttled 406 and 429, InDoubt 5xx and every foreign
// response, Redirected 3xx, Refused any other 4xx. The message names the call, the hint says what to do.
Verdict judge(const http::Response& response, const Question& question);

}  // namespace waveform::provider
