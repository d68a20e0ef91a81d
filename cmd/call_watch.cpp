#include "cmd/call_watch.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace waveform::cmd {

namespace {

constexpr base::Millis kWorthTelling(2000);
constexpr base::Millis kSeldom(5000);

// The purpose of a call by method and path, without ids; the first row that matches.
struct Purpose {
  std::string_view method;
  std::string_view part;
  const char* text;
};
constexpr Purpose kPurposes[] = {{"POST", "/search/", "search the integrations"},
                                 {"GET", "/awsExternalId", "check the external id"},
                                 {"POST", "/awsExternalId", "create the external id"},
                                 {"DELETE", "/awsExternalId", "delete the external id"},
                                 {"POST", "/undelete", "undelete the integration"},
                                 {"POST", "/enable", "enable the integration"},
                                 {"POST", "/disable", "disable the integration"},
                                 {"GET", "cloudintegration?", "list the integrations"},
                                 {"GET", "/cloudintegration", "read the integration"},
                                 {"POST", "/cloudintegration", "create the integration"},
                                 {"PUT", "/cloudintegration", "update the integration"},
                                 {"DELETE", "/cloudintegration", "delete the integration"}};

std::string purpose_of(const http::Request& request) {
  for (const auto& [method, part, text] : kPurposes) {
    if (request.method == method && request.url.find(part) != std::string::npos) return text;
  }
  return request.url.find("/csp/") != std::string::npos ? "log on" : "call the service";
}

}  // namespace

std::optional<render::Pause> pause_after(const provider::Exchange& exchange) {
  if (!exchange.wait || exchange.wait->count() == 0) return std::nullopt;
  const auto& response = *exchange.response;
  bool sent = response || response.error().kind == base::ErrorKind::InDoubt;
  return render::Pause{.call = purpose_of(*exchange.request),
                       .answer = response ? std::to_string(response->status)
                                 : sent   ? "no response"
                                          : "not reached",
                       .attempt = exchange.attempt + 1,
                       .wait = *exchange.wait};
}

CallWatch::Tell CallWatch::tell_to(Tell tell) {
  const std::lock_guard lock(mutex_);
  return std::exchange(tell_, std::move(tell));
}

provider::Observer CallWatch::observer(provider::Observer log) {
  return [this, log = std::move(log)](const provider::Exchange& exchange) {
    if (log) log(exchange);
    if (auto pause = pause_after(exchange)) pauses(*std::move(pause));
  };
}

void CallWatch::pauses(render::Pause pause) {
  const std::lock_guard lock(mutex_);
  const base::Millis now = clock_.steady();
  forget_past();
  pause.others = static_cast<std::int64_t>(open_.size());
  open_.push_back({now + pause.wait, pause.answer});
  if (pause.wait >= kWorthTelling) tell(pause);
}

void CallWatch::slow(const http::Request& request, std::int64_t bytes, base::Millis since) {
  const std::lock_guard lock(mutex_);
  tell({.call = purpose_of(request),
        .answer = fmt::format("{} bytes in {}", bytes, base::duration_text(since))});
}

void CallWatch::tell(const render::Pause& pause) {
  const base::Millis now = clock_.steady();
  if (told_ && now - *told_ < kSeldom) return;
  told_ = now;
  tell_(pause);
}

CallWatch::Pausing CallWatch::pausing() {
  const std::lock_guard lock(mutex_);
  forget_past();
  if (open_.empty()) return {};
  return {static_cast<std::int64_t>(open_.size()), open_.back().answer};
}

void CallWatch::forget_past() {
  const base::Millis now = clock_.steady();
  std::erase_if(open_, [&](const Open& open) { return open.until <= now; });
}

}  // namespace waveform::cmd
