#include "base/http/retry.h"

#include <algorithm>
#include <chrono>
#include <ctime>
#include <iomanip>
#include <limits>
#include <locale>
#include <sstream>
#include <string>

#include "base/text.h"

namespace waveform::http {
namespace {

using base::ErrorKind;
using base::Millis;

enum class Verdict { Final, Repeat, RepeatFewer };

Verdict judge(const Attempt& attempt) {
  if (attempt.status >= 300 && attempt.status < 400) return Verdict::Final;
  if (attempt.error) {
    switch (*attempt.error) {
      case ErrorKind::Unreachable:
        return Verdict::RepeatFewer;
      case ErrorKind::InDoubt:
        return attempt.read ? Verdict::Repeat : Verdict::Final;
      case ErrorKind::Corrupt:
        return attempt.read ? Verdict::RepeatFewer : Verdict::Final;
      default:
        return Verdict::Final;
    }
  }
  if (attempt.status == 406 || attempt.status == 429) return Verdict::Repeat;
  if (attempt.status >= 500) return attempt.read ? Verdict::Repeat : Verdict::Final;
  return Verdict::Final;
}

// base * 2^(number-1), never above the cap.
Millis longest_wait(const RetryPolicy& policy, int number) {
  base::Backoff backoff(policy.base, policy.cap);
  for (int i = 1; i < number; ++i) backoff.next();
  return backoff.next();
}

}  // namespace

std::optional<Millis> parse_retry_after(std::string_view text, std::int64_t now_epoch_millis) {
  text = base::trim(text);
  if (text.empty()) return std::nullopt;
  constexpr std::int64_t kMost = std::numeric_limits<std::int32_t>::max();
  if (const auto seconds = base::parse_integer(text))
    return Millis(1000 * std::clamp<std::int64_t>(*seconds, 0, kMost));

  std::tm date{};
  std::istringstream in{std::string(text)};
  in.imbue(std::locale::classic());
  in >> std::get_time(&date, "%a, %d %b %Y %H:%M:%S GMT");
  if (in.fail()) return std::nullopt;
  const auto day = std::chrono::sys_days(std::chrono::year(date.tm_year + 1900) /
                                         std::chrono::month(static_cast<unsigned>(date.tm_mon) + 1) /
                                         std::chrono::day(static_cast<unsigned>(date.tm_mday)));
  const auto instant = day + std::chrono::hours(date.tm_hour) + std::chrono::minutes(date.tm_min) +
                       std::chrono::seconds(date.tm_sec);
  const auto due = std::chrono::duration_cast<Millis>(instant.time_since_epoch()).count();
  return Millis(std::max<std::int64_t>(due - now_epoch_millis, 0));
}

std::optional<Millis> retry_wait(const RetryPolicy& policy, const Attempt& attempt) {
  const Verdict verdict = judge(attempt);
  if (verdict == Verdict::Final) return std::nullopt;
  const int attempts =
      verdict == Verdict::Repeat ? policy.attempts : std::min(policy.attempts, policy.attempts_unreachable);
  if (attempt.number >= attempts) return std::nullopt;

  const double longest = static_cast<double>(longest_wait(policy, attempt.number).count());
  Millis wait(static_cast<std::int64_t>(longest * attempt.random));
  if (const auto asked = parse_retry_after(attempt.retry_after, attempt.now_epoch_millis)) {
    // No sooner than demanded, and with jitter.
    wait =
        *asked + Millis(static_cast<std::int64_t>(static_cast<double>(policy.base.count()) * attempt.random));
  }
  if (attempt.elapsed + wait > policy.total) return std::nullopt;
  return wait;
}

std::optional<Millis> beyond_patience(const RetryPolicy& policy, const Attempt& attempt) {
  if (judge(attempt) == Verdict::Final) return std::nullopt;
  const auto asked = parse_retry_after(attempt.retry_after, attempt.now_epoch_millis);
  return asked && attempt.elapsed + *asked > policy.total ? asked : std::nullopt;
}

}  // namespace waveform::http
