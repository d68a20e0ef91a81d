#include "provider/attempts.h"

#include <random>

#include <fmt/format.h>

namespace waveform::provider {

using base::ErrorKind;

Attempts::Attempts(const Means& means, const Exchange& call, bool read)
    : means_(means), exchange_(call), read_(read), start_(means.clock.steady()) {}

const base::Result<http::Response>& Attempts::send(const http::Request& request) {
  const base::Millis before = means_.clock.steady();
  ++exchange_.attempt;
  response_ = means_.transport.send(request);
  exchange_.request = &request;
  exchange_.response = &response_;
  exchange_.duration = means_.clock.steady() - before;
  return response_;
}

http::Attempt Attempts::last(bool foreign) const {
  http::Attempt attempt;
  attempt.read = read_;
  attempt.number = exchange_.attempt;
  if (response_) {
    attempt.status = response_->status;
    attempt.retry_after = http::header(response_->headers, "Retry-After");
    if (foreign && response_->status < 500) attempt.error = ErrorKind::Corrupt;
  } else {
    attempt.error = response_.error().kind;
  }
  attempt.now_epoch_millis = means_.clock.now_epoch_millis();
  attempt.elapsed = means_.clock.steady() - start_;
  return attempt;
}

std::optional<base::Millis> Attempts::wait_after(bool foreign) const {
  auto attempt = last(foreign);
  std::random_device device;
  attempt.random = std::uniform_real_distribution<double>(0, 1)(device);
  return http::retry_wait(means_.retry, attempt);
}

bool Attempts::again(bool foreign) {
  const auto wait = is_interrupted() ? std::nullopt : wait_after(foreign);
  tell(wait);
  if (wait) means_.clock.sleep(*wait);
  return wait.has_value() && !is_interrupted();
}

bool Attempts::is_interrupted() const {
  return means_.interrupted && means_.interrupted();
}

void Attempts::again_at_once() {
  tell(base::Millis(0));
}

void Attempts::end() {
  tell(std::nullopt);
}

base::Error Attempts::given_up(base::Error error) const {
  if (exchange_.attempt > 1) {
    const auto seconds = (means_.clock.steady() - start_).count() / 1000;
    error.message += fmt::format(", after {} attempts in {} s", exchange_.attempt, seconds);
  }
  if (const auto asked = http::beyond_patience(means_.retry, last(false))) {
    error.message +=
        fmt::format("; the service asks to wait {} (Retry-After), longer than the {} that are waited",
                    base::duration_text(*asked), base::duration_text(means_.retry.total));
    error.hint = fmt::format("try again in {}", base::duration_text(*asked));
  }
  return error;
}

void Attempts::tell(std::optional<base::Millis> wait) {
  if (!means_.observer) return;
  exchange_.wait = wait;
  means_.observer(exchange_);
}

}  // namespace waveform::provider
