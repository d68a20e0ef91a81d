#include "provider/csp.h"

#include <algorithm>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "base/base64.h"
#include "base/http/url.h"
#include "base/json.h"
#include "provider/answer.h"
#include "provider/attempts.h"

namespace waveform::provider {
namespace {

using base::ErrorKind;
using base::Millis;
using base::Result;

struct AccessToken {
  std::string text;
  std::optional<Millis> life;
};

// Classifies a response of CSP. `foreign`: another server responded.
struct Verdict {
  Result<AccessToken> token;
  bool foreign = false;
};

http::Request request_of(const CspOptions& options) {
  constexpr std::string_view kAuth = "/csp/gateway/am/api/auth";
  http::Request request{
      "POST",
      fmt::format("{}{}/authorize", options.address, kAuth),
      {{"Accept", "application/json"}, {"Content-Type", "application/x-www-form-urlencoded"}},
      "grant_type=client_credentials",
      options.timeout};
  if (!options.api_token.empty()) {
    request.url = fmt::format("{}{}/api-tokens/authorize", options.address, kAuth);
    request.body = "grant_type=api_token&refresh_token=" + http::percent_encode(options.api_token);
    return request;
  }
  if (!options.org_id.empty()) request.body += "&orgId=" + http::percent_encode(options.org_id);
  request.headers.emplace_back("Authorization",
                               "Basic " + base::to_base64(options.app_id + ":" + options.app_secret));
  return request;
}

std::string what_to_check(const CspOptions& options) {
  if (!options.api_token.empty())
    return "the API token in CSP_API_TOKEN may be expired or revoked: create a new one in the CSP console";
  return fmt::format("check that CSP_APP_SECRET is the secret of the app CSP_APP_ID, and that {}",
                     options.org_id.empty() ? "the app still exists" : "the app belongs to CSP_ORG_ID");
}

// Lifetimes below one second, and those that are not numbers, are ignored.
std::optional<Millis> life_of(const base::Value& expires_in) {
  constexpr double kLongest = 365.0 * 24 * 3600;
  if (!expires_in.is_number() || expires_in.as_double() < 1) return std::nullopt;
  return Millis(static_cast<std::int64_t>(std::min(expires_in.as_double(), kLongest) * 1000));
}

Verdict csp_refused(int status, const CspOptions& options) {
  if (status == 406 || status == 429) {
    return {base::fail(ErrorKind::Throttled,
                       fmt::format("{} throttles requests ({})", options.address, status),
                       "try again later")};
  }
  if (status >= 500) {
    return {base::fail(ErrorKind::Unreachable, fmt::format("{} failed ({})", options.address, status),
                       "authentication through VMware Cloud Services is not available; try again later")};
  }
  return {base::fail(ErrorKind::Unauthorized,
                     fmt::format("{} refused the authentication ({})", options.address, status),
                     what_to_check(options))};
}

Verdict judge(const http::Response& response, const CspOptions& options) {
  const auto body = base::parse_json(response.body, kAnswerLimits);
  const bool success = response.status >= 200 && response.status < 300;
  if (success && body && body->get("access_token").is_string() &&
      !body->get("access_token").as_string().empty())
    return {AccessToken{body->get("access_token").as_string(), life_of(body->get("expires_in"))}};
  const bool is_csp = response.status >= 400 && body && body->is_map();
  if (is_csp || response.status == 401 || response.status == 406 || response.status == 429 ||
      response.status >= 500)
    return csp_refused(response.status, options);
  return {base::fail(
              ErrorKind::Unreachable,
              fmt::format("{} returned status {} without an access token", options.address, response.status),
              "check that CSP_BASE_URL is the address of VMware Cloud Services, and check for a proxy in "
              "between"),
          true};
}

class Supplier {
 public:
  Supplier(http::Transport& transport, base::Clock& clock, CspOptions options)
      : transport_(transport), clock_(clock), options_(std::move(options)), request_(request_of(options_)) {}

  Result<std::string> token(const std::string& rejected) {
    std::unique_lock lock(mutex_);
    if (!running_ && is_good(rejected)) return token_;
    if (running_) {
      const auto awaited = finished_ + 1;
      done_.wait(lock, [&] { return finished_ >= awaited; });
      return token_;
    }
    running_ = true;
    lock.unlock();
    const Millis asked = clock_.steady();
    auto fresh = exchange();
    lock.lock();
    running_ = false;
    ++finished_;
    done_.notify_all();
    good_until_ = fresh && fresh->life
                      ? std::optional(asked + *fresh->life - std::min(*fresh->life / 10, Millis(60'000)))
                      : std::nullopt;
    token_ = std::move(fresh).map([](AccessToken&& got) { return std::move(got.text); });
    return token_;
  }

 private:
  bool is_good(const std::string& rejected) const {
    return token_ && *token_ != rejected && (!good_until_ || clock_.steady() < *good_until_);
  }

  Result<AccessToken> exchange() {
    Exchange call;
    call.service = Service::Csp;
    call.call = finished_ + 1;
    Attempts attempts({transport_, clock_, options_.retry, options_.observer, options_.interrupted}, call,
                      true);
    while (true) {
      const auto& response = attempts.send(request_);
      Verdict verdict = response ? judge(*response, options_) : lost(response.error());
      if (verdict.token) {
        attempts.end();
        return std::move(verdict.token);
      }
      if (!attempts.again(verdict.foreign))
        return base::fail(attempts.given_up(verdict.token.error()),
                          "cannot authenticate through VMware Cloud Services");
    }
  }

  static Verdict lost(const base::Error& error) {
    const bool is_untrusted = error.kind == ErrorKind::Untrusted;
    return {base::fail(is_untrusted ? error.kind : ErrorKind::Unreachable, error.message, error.hint)};
  }

  http::Transport& transport_;
  base::Clock& clock_;
  const CspOptions options_;
  const http::Request request_;
  std::mutex mutex_;  // guards all members below
  std::condition_variable done_;
  bool running_ = false;       // an exchange is running
  std::int64_t finished_ = 0;  // number of exchanges; changes only while none is running
  Result<std::string> token_ = base::fail(ErrorKind::Unauthorized, "not authenticated yet");
  std::optional<Millis> good_until_;  // on the steady clock; nothing: unknown
};

}  // namespace

TokenSupplier csp_token(http::Transport& transport, base::Clock& clock, CspOptions options) {
  auto supplier = std::make_shared<Supplier>(transport, clock, std::move(options));
  return [supplier](const std::string& rejected) { return supplier->token(rejected); };
}

}  // namespace waveform::provider
