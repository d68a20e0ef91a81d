// Addresses and percent-encoding: as much of URLs as a client of one API needs. Pure.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace waveform::http {

// Where a server is: what stands in front of the path.
struct Origin {
  std::string scheme;  // "https", or "http" (loopback only)
  std::string host;    // lower case, no dot at its end; an IPv6 address without its brackets
  int port = 443;

  std::string text() const;  // "https://x.wavefront.com"; a port only when it is not the scheme's own
  friend bool operator==(const Origin&, const Origin&) = default;
};

// Takes "x.wavefront.com", "https://x.wavefront.com/", "http://127.0.0.1:8080".
// ERRORS: Invalid, saying what is wrong: a path, query or log-on in it, another scheme, no host, plain http
// to a host that is not this machine. The message never repeats a user name or password.
base::Result<Origin> parse_address(std::string_view address);

// The same as text: the form in which addresses are compared and remembered.
base::Result<std::string> normalise_address(std::string_view address);

// 127.0.0.0/8, "localhost" and ::1.
bool is_loopback(std::string_view host);

// Everything but letters, digits and "-._~" becomes %XX: fit for a path segment or a query value.
std::string percent_encode(std::string_view text);
std::string percent_decode(std::string_view text);  // "%" that starts no %XX stays

// The path of an absolute URL or of a request target, still encoded, and its decoded query.
struct Target {
  std::string path;
  std::vector<std::pair<std::string, std::string>> query;

  std::string_view parameter(std::string_view name) const;  // "" when there is none
};
Target parse_target(std::string_view url);

}  // namespace waveform::http
