// HTTP as one small interface: a real version (curl_transport.h), the simulator in memory, and failing ones
// in tests.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace waveform::http {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Request {
  std::string method;  // "GET", "POST", "PUT", "DELETE"
  std::string url;     // absolute, percent-encoded
  Headers headers;
  std::string body;
  base::Millis timeout{60'000};              // for the whole exchange
  std::optional<base::Millis> send_by = {};  // by Clock::steady(): later it must not begin any more
};

struct Response {
  int status = 0;
  Headers headers;
  std::string body;
};

class Transport {
 public:
  virtual ~Transport() = default;
  // One exchange, exactly one: never repeated, never redirected. Safe from any thread.
  // ERRORS: Expired when it did not begin in time; Unreachable when the request cannot have reached the
  // server; InDoubt when it may have, but no whole answer came back. Every status that the server answers
  // with is a Response.
  virtual base::Result<Response> send(const Request& request) = 0;
};

// The first header of that name, in any case; "" when there is none.
std::string_view header(const Headers& headers, std::string_view name);

}  // namespace waveform::http
