// What an HTTP answer of the service means. Pure.
#pragma once

#include <string>

#include "base/http/transport.h"
#include "base/result.h"
#include "base/value.h"

namespace waveform::provider {

// The call that was answered, as messages name it.
struct Question {
  std::string what;             // "create the integration": completes "cannot ..."
  std::string address;          // the service's
  base::Value body;             // what was sent: sensitive or masked strings in it are cut out of messages
  std::string token_hint = {};  // what to do about a token that is not valid
};

// An answer, judged. `foreign`: it did not come from the API itself, whatever its status says.
struct Verdict {
  base::Result<base::Value> result;  // the envelope's `response`
  bool foreign = false;
};

// Kinds: Unauthorized 401, Forbidden 403, NotFound 404, Throttled 406 and 429, InDoubt 5xx and all that is
// foreign, Redirected 3xx, Refused any other 4xx. Every message names what was asked, every hint what to do
// about it.
Verdict judge(const http::Response& response, const Question& question);

}  // namespace waveform::provider
