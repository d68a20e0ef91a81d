#include "provider/answer.h"

#include <optional>

#include <fmt/format.h>

#include "base/http/url.h"
#include "base/json.h"
#include "base/text.h"
#include "provider/secret_texts.h"

namespace waveform::provider {
namespace {

using base::ErrorKind;
using base::Value;

// The API's envelope, with its own status code.
struct Envelope {
  int code = 0;
  std::string message;
  Value response;
};

std::optional<Envelope> open_envelope(const http::Response& response) {
  if (response.cut) return std::nullopt;
  auto parsed = base::parse_json(response.body, kAnswerLimits);
  if (!parsed) return std::nullopt;
  const Value& result = parsed->at_path("status.result");
  const Value& code = parsed->at_path("status.code");
  const Value& message = parsed->at_path("status.message");
  if (!result.is_string() && !code.is_integer()) return std::nullopt;
  Envelope envelope;
  envelope.code = code.is_integer() ? static_cast<int>(code.as_integer()) : response.status;
  if (envelope.code < 300 && result.is_string() && result.as_string() == "ERROR") envelope.code = 500;
  if (message.is_string()) envelope.message = message.as_string();
  envelope.response = parsed->get("response");
  return envelope;
}

// The service's message in a form that can be shown: short, printable, without secrets that were sent.
std::string shown(std::string text, const Value& sent) {
  constexpr std::size_t kLookedAt = 64 << 10, kLongest = 2000;
  SecretTexts secrets(SecretWords{"(secret)", "(secret)"});
  secrets.learn(sent);
  if (text.size() > kLookedAt) text.resize(kLookedAt);
  text = secrets.cut(text);
  if (text.size() > kLongest) text = text.substr(0, kLongest) + " ...";
  return base::printable(text);
}

std::string describe_body(const http::Response& response) {
  if (response.cut) return fmt::format("more than {} bytes", response.body.size());
  const std::string_view text = base::trim(response.body);
  if (text.empty()) return "an empty body";
  const std::string type = base::lower(http::header(response.headers, "Content-Type"));
  if (text.starts_with('<') || type.find("html") != std::string::npos) return "a web page";
  const auto parsed = base::parse_json(text, kAnswerLimits);
  if (parsed) return "JSON that is not in the API's form";
  const std::string& fault = parsed.error().message;
  if (fault.find("more than") != std::string::npos) return fmt::format("JSON that is too large ({})", fault);
  if (text.starts_with('{')) return "JSON that is cut off or broken";
  return "content that is not JSON";
}

Verdict foreign(const http::Response& response, const Question& question) {
  std::string message =
      fmt::format("cannot {}: {} returned status {} with {}, not the API's JSON", question.what,
                  question.address, response.status, describe_body(response));
  std::string hint =
      "check that WAVEFRONT_ADDRESS is the cluster's own address, and check https_proxy for a proxy in "
      "between";
  if (response.status >= 300 && response.status < 400) {
    const std::string_view location = http::header(response.headers, "Location");
    const auto origin =
        location.substr(0, location.find('/', std::min(location.size(), location.find("://") + 3)));
    message = fmt::format(
        "cannot {}: {} returned status {}, a redirect to {}; redirects are not followed", question.what,
        question.address, response.status,
        location.find("://") == std::string_view::npos ? "another of its paths" : base::printable(origin));
    hint = "use the address that reaches the cluster without a redirect";
  }
  const bool is_redirect = response.status >= 300 && response.status < 400;
  return {base::fail(is_redirect ? ErrorKind::Redirected : ErrorKind::InDoubt, std::move(message),
                     std::move(hint)),
          true};
}

struct Row {
  int code;
  ErrorKind kind;
  std::string_view what;  // completes "cannot ...: "
  std::string_view hint;
};

constexpr Row kRows[] = {
    {401, ErrorKind::Unauthorized, "the token is invalid or has expired", ""},
    {403, ErrorKind::Forbidden, "the account lacks the permission for this",
     "cloud integrations need the Proxies permission: ask an administrator of the tenant to grant it"},
    {404, ErrorKind::NotFound, "it does not exist", ""},
    {406, ErrorKind::Throttled, "too many requests at once", "try again later"},
    {429, ErrorKind::Throttled, "too many requests at once", "try again later"},
};

const Row* find_row(int code) {
  for (const Row& row : kRows) {
    if (row.code == code) return &row;
  }
  return nullptr;
}

Verdict refused(int code, const std::string& message, const Question& question) {
  ErrorKind kind = code >= 500 ? ErrorKind::InDoubt : ErrorKind::Refused;
  std::string_view what = code >= 500 ? "the service failed" : "the service refused";
  std::string_view hint = code >= 500 ? "try again later" : "";
  if (const Row* row = find_row(code)) {
    kind = row->kind;
    what = row->what;
    hint = kind == ErrorKind::Unauthorized ? std::string_view(question.token_hint) : row->hint;
  }
  const std::string said = shown(message, question.body);
  return {base::fail(kind,
                     fmt::format("cannot {}: {} ({}{}{})", question.what, what, code,
                                 said.empty() ? "" : ": ", said),
                     std::string(hint)),
          false};
}

}  // namespace

Verdict judge(const http::Response& response, const Question& question) {
  const auto envelope = open_envelope(response);
  const bool success = response.status >= 200 && response.status < 300;
  if (envelope && success && envelope->code >= 200 && envelope->code < 300) return {envelope->response};
  if (envelope && (success || response.status >= 400)) {
    return refused(success ? envelope->code : response.status, envelope->message, question);
  }
  // Only the API and its front end return these.
  if (response.status == 401 || response.status == 406 || response.status == 429) {
    return refused(response.status, "", question);
  }
  return foreign(response, question);
}

}  // namespace waveform::provider
