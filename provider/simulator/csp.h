// Authentication by VMware Cloud Services (CSP): the two calls that return an access token for an API token,
// or for the id and secret of an OAuth app. Not thread-safe.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/http/transport.h"
#include "base/http/url.h"
#include "provider/simulator/options.h"

namespace waveform::provider::simulator {

class Csp {
 public:
  // REQUIRES: both outlive this object.
  Csp(base::Clock& clock, const Options& options) : clock_(clock), options_(options) {}

  // Whether credentials for CSP are configured.
  bool is_set_up() const { return !options_.csp_api_token.empty() || !options_.csp_app_id.empty(); }
  // Whether this path is one of the two calls.
  static bool serves(std::string_view path);
  // 200 with a new access token; 400 for a wrong API token, which the message repeats as CSP's does, and for
  // an invalid form; 401 for a wrong app, 403 for a wrong organization. REQUIRES: serves(target.path).
  http::Response authorize(const http::Request& request, const http::Target& target);

  // Whether the token was issued here and is still valid.
  bool issued(std::string_view access_token);
  void expire_all() { expiries_.clear(); }

 private:
  http::Response give();

  base::Clock& clock_;
  const Options& options_;
  std::map<std::string, base::Millis, std::less<>> expiries_;  // by token, on the steady clock
};

}  // namespace waveform::provider::simulator
