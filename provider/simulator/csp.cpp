#include "provider/simulator/csp.h"

#include "base/base64.h"
#include "base/digest.h"
#include "base/json.h"

namespace waveform::provider::simulator {
namespace {

using base::Value;

constexpr std::string_view kApiTokenPath = "/csp/gateway/am/api/auth/api-tokens/authorize";
constexpr std::string_view kAppPath = "/csp/gateway/am/api/auth/authorize";

http::Response csp_answer(int status, const Value& body) {
  return {status, {{"Content-Type", "application/json"}}, base::write_json(body)};
}

http::Response csp_refusal(int status, const std::string& message) {
  return csp_answer(status, Value::Map{{"statusCode", status}, {"message", message}});
}

}  // namespace

bool Csp::serves(std::string_view path) {
  return path == kApiTokenPath || path == kAppPath;
}

http::Response Csp::authorize(const http::Request& request, const http::Target& target) {
  if (request.method != "POST") return csp_refusal(405, "Request method not supported");
  const http::Target form = http::parse_target("/?" + request.body);
  const std::string_view grant = form.parameter("grant_type");
  if (target.path == kApiTokenPath) {
    const std::string token(form.parameter("refresh_token"));
    if (grant != "api_token") return csp_refusal(400, "invalid_request: grant_type must be api_token");
    if (token.empty() || token != options_.csp_api_token)
      return csp_refusal(400, "invalid_grant: Invalid refresh token: " + token);
    return give();
  }
  const std::string app = "Basic " + base::to_base64(options_.csp_app_id + ":" + options_.csp_app_secret);
  if (grant != "client_credentials")
    return csp_refusal(400, "invalid_request: grant_type must be client_credentials");
  if (options_.csp_app_id.empty() || http::header(request.headers, "Authorization") != app)
    return csp_refusal(401, "invalid_client: Bad credentials");
  const std::string_view org = form.parameter("orgId");
  if (!org.empty() && !options_.csp_org_id.empty() && org != options_.csp_org_id)
    return csp_refusal(403, "The app does not belong to this organization");
  return give();
}

http::Response Csp::give() {
  const std::string token = "csp-" + base::random_hex(16);
  expiries_[token] = clock_.steady() + options_.csp_token_ttl;
  return csp_answer(200, Value::Map{{"access_token", token},
                                    {"token_type", "bearer"},
                                    {"expires_in", std::int64_t{options_.csp_token_ttl.count() / 1000}}});
}

bool Csp::issued(std::string_view access_token) {
  const auto found = expiries_.find(access_token);
  return found != expiries_.end() && clock_.steady() < found->second;
}

}  // namespace waveform::provider::simulator
