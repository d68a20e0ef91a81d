// Addresses of servers and percent-encoding, as far as a client of one API needs them. Pure.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace waveform::http {

// A server: everything before the path of a URL.
struct Origin {
  std::string scheme;  // "https", or "http" (loopback only)
  std::string host;    // lower case, without a trailing dot; an IPv6 address without brackets
  int port = 443;

  std::string text() const;  // "https://x.wavefront.com"; a port only when it is not the scheme's own
  friend bool operator==(const Origin&, const Origin&) = default;
};

// Accepts "x.wavefront.com", "https://x.wavefront.com/", "http://127.0.0.1:8080". ERRORS: Invalid: a path, a
// query or user information, another scheme, no host, or plain http to another machine. The message never
// repeats a user name or password.
base::Result<Origin> parse_address(std::string_view address);

// The canonical form, in which addresses are compared and stored.
base::Result<std::string> normalise_address(std::string_view address);

// 127.0.0.0/8, "localhost" and ::1.
bool is_loopback(std::string_view host);

// Encodes everything except letters, digits and "-._~" as %XX, for a path segment or a query value.
std::string percent_encode(std::string_view text);
std::string percent_decode(std::string_view text);  // an invalid "%" is kept

// The path of an absolute URL or of a request target, still encoded, and its decoded query.
struct Target {
  std::string path;
  std::vector<std::pair<std::string, std::string>> query;

  std::string_view parameter(std::string_view name) const;  // "" if it does not exist
};
Target parse_target(std::string_view url);

}  // namespace waveform::http
