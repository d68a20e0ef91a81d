// HTTP as one small interface: libcurl (curl_transport.h), the simulator in memory, and failing versions in
// tests.
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
  std::optional<base::Millis> send_by = {};  // by Clock::steady(): the exchange must not begin later
  bool is_read = false;                      // it changes nothing, so a signal may abort it
};

struct Response {
  int status = 0;
  Headers headers;
  std::string body;
  bool cut = false;  // larger than the transport accepts: `body` is only its beginning
};

class Transport {
 public:
  virtual ~Transport() = default;
  // Exactly one exchange, without retries and redirects. Safe from any thread. ERRORS: Expired when it did
  // not begin in time; Unreachable when the request cannot have reached the server, Untrusted because
  // of its certificate; InDoubt when it may have,
  // but the response was incomplete; Interrupted, for a read. A response with any status is a Response.
  virtual base::Result<Response> send(const Request& request) = 0;
};

// The first header with this name, ignoring case; "" if there is none.
std::string_view header(const Headers& headers, std::string_view name);

}  // namespace waveform::http
