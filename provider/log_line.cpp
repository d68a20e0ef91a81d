#include "provider/log_line.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/http/url.h"
#include "base/json.h"
#include "base/text.h"
#include "provider/answer.h"

namespace waveform::provider {

using base::Value;

namespace {

constexpr std::size_t kLongestText = 500;  // of a body that is not JSON

// The headers that may be shown; cookies and credentials are not among them.
constexpr std::string_view kHeaders[] = {"accept",
                                         "cache-control",
                                         "connection",
                                         "content-encoding",
                                         "content-length",
                                         "content-type",
                                         "date",
                                         "location",
                                         "retry-after",
                                         "server",
                                         "transfer-encoding",
                                         "via",
                                         "x-cache",
                                         "x-request-id",
                                         "x-wavefront-trace-id",
                                         "www-authenticate"};

Value sensitive(std::string_view text) {
  return Value(text).with_marks(Value::Sensitive);
}

Value external_id(std::string_view text) {
  return Value(text).with_marks(Value::Masked);
}

// From the path on, including the query.
std::string shown_path(const Exchange& exchange, const Redaction& redaction) {
  const std::string& url = exchange.request->url;
  const std::size_t scheme = url.find("://");
  const std::size_t start = url.find('/', scheme == std::string::npos ? 0 : scheme + 3);
  std::string path = start == std::string::npos ? "/" : url.substr(start);
  if (!exchange.hidden.empty()) {
    const std::string hidden = http::percent_encode(exchange.hidden);
    if (const std::size_t at = path.rfind(hidden); at != std::string::npos)
      path.replace(at, hidden.size(), "(external id)");
  }
  return redaction.shown(path);
}

std::string host_of(const std::string& url) {
  const std::size_t scheme = url.find("://");
  return url.substr(0, url.find('/', scheme == std::string::npos ? 0 : scheme + 3));
}

Value headers_of(const http::Headers& headers, const Redaction& redaction) {
  Value::Map shown;
  for (const auto& [name, value] : headers) {
    const std::string key = base::lower(name);
    if (std::find(std::begin(kHeaders), std::end(kHeaders), key) == std::end(kHeaders)) continue;
    // A query may contain credentials.
    shown[key] = redaction.shown(key == "location" ? value.substr(0, value.find_first_of("?#")) : value);
  }
  return shown;
}

Value text_of(const std::string& text, const Redaction& redaction) {
  constexpr std::size_t kLookedAt = 64 << 10;
  std::string shown = redaction.shown(text.substr(0, kLookedAt));
  if (shown.size() > kLongestText)
    shown = fmt::format("{} … ({} bytes)", shown.substr(0, kLongestText), text.size());
  return shown;
}

Value body_of(const http::Response& response, const Exchange& exchange, const Redaction& redaction) {
  if (response.body.empty()) return {};
  if (exchange.service == Service::Csp) return "(log-on)";
  const auto json = base::parse_json(response.body, kAnswerLimits);
  if (!json) return text_of(response.body, redaction);
  if (exchange.returns_secret && json->get("response").is_string())
    return redaction.shown(json->with_path("response", external_id("")));
  return redaction.shown(*json);
}

void add_contents(const Exchange& exchange, const Redaction& redaction, Value::Map& members) {
  Value::Map request{{"headers", headers_of(exchange.request->headers, redaction)}};
  if (exchange.service == Service::Csp) request["body"] = "(log-on)";
  if (exchange.body != nullptr && !exchange.body->is_null())
    request["body"] = redaction.shown(*exchange.body);
  members["request"] = std::move(request);
  if (!*exchange.response) return;
  const http::Response& response = **exchange.response;
  members["response"] = Value::Map{{"headers", headers_of(response.headers, redaction)},
                                   {"body", body_of(response, exchange, redaction)}};
}

template <typename Learner>
void teach(const Exchange& exchange, Learner& learner) {
  if (exchange.body != nullptr) learner.learn(*exchange.body);
  learner.learn(external_id(exchange.hidden));
  std::string_view token = http::header(exchange.request->headers, "Authorization");
  learner.learn(sensitive(token.substr(std::min(token.size(), token.find(' ') + 1))));
  if (!exchange.returns_secret || !*exchange.response) return;
  if (const auto json = base::parse_json((*exchange.response)->body, kAnswerLimits))
    learner.learn(json->get("response").with_marks(Value::Masked));
}

std::string_view name_of(base::ErrorKind kind) {
  if (kind == base::ErrorKind::Expired) return "not sent";
  return kind == base::ErrorKind::Unreachable || kind == base::ErrorKind::Untrusted ? "unreachable"
                                                                                    : "in doubt";
}

}  // namespace

void learn_from(const Exchange& exchange, Redaction& redaction) {
  teach(exchange, redaction);
}

void learn_from(const Exchange& exchange, SecretTexts& texts) {
  teach(exchange, texts);
}

Value::Map describe(const Exchange& exchange, LogLevel level, const Redaction& redaction) {
  const auto& response = *exchange.response;
  Value::Map members{
      {"event", "exchange"},
      {"call", fmt::format("{}-{}", exchange.service == Service::Csp ? "csp" : "api", exchange.call)},
      {"attempt", exchange.attempt},
      {"method", exchange.request->method},
      {"host", host_of(exchange.request->url)},
      {"path", shown_path(exchange, redaction)},
      {"duration_ms", std::int64_t{exchange.duration.count()}},
      {"sent_bytes", static_cast<std::int64_t>(exchange.request->body.size())}};
  if (response) {
    members["status"] = response->status;
    members["received_bytes"] = static_cast<std::int64_t>(response->body.size());
  } else {
    members["error"] = Value(name_of(response.error().kind));
    members["message"] = redaction.shown(response.error().message);
  }
  if (exchange.wait) members["wait_ms"] = std::int64_t{exchange.wait->count()};
  if (level == LogLevel::Trace) add_contents(exchange, redaction, members);
  return members;
}

std::string log_line(Value::Map members, LogLevel level, std::int64_t epoch_millis) {
  members["time"] = base::utc_millis_text(epoch_millis);
  members["level"] = level == LogLevel::Trace ? "trace" : "debug";
  return base::write_json(members) + "\n";
}

}  // namespace waveform::provider
