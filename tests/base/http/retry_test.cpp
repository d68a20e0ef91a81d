#include "base/http/retry.h"

#include <doctest/doctest.h>

namespace waveform::http {
namespace {

using base::ErrorKind;
using base::Millis;

constexpr bool kRead = true;
constexpr bool kWrite = false;

bool repeats(Attempt attempt) {
  return retry_wait(RetryPolicy{}, attempt).has_value();
}

Attempt answered(bool read, int status) {
  Attempt attempt;
  attempt.read = read;
  attempt.status = status;
  return attempt;
}

Attempt failed(bool read, ErrorKind kind) {
  Attempt attempt;
  attempt.read = read;
  attempt.error = kind;
  return attempt;
}

TEST_SUITE("retry") {
  TEST_CASE("reads are retried after temporary errors, writes only if nothing happened") {
    struct {
      int status;
      bool read;
      bool write;
    } const statuses[] = {{200, false, false}, {400, false, false}, {401, false, false}, {403, false, false},
                          {404, false, false}, {406, true, true},   {409, false, false}, {429, true, true},
                          {500, true, false},  {502, true, false},  {503, true, false},  {504, true, false}};
    for (const auto& row : statuses) {
      CHECK_MESSAGE(repeats(answered(kRead, row.status)) == row.read, row.status);
      CHECK_MESSAGE(repeats(answered(kWrite, row.status)) == row.write, row.status);
    }
    struct {
      ErrorKind kind;
      bool read;
      bool write;
    } const errors[] = {{ErrorKind::Unreachable, true, true},
                        {ErrorKind::InDoubt, true, false},
                        {ErrorKind::Corrupt, true, false},
                        {ErrorKind::Interrupted, false, false},
                        {ErrorKind::Invalid, false, false}};
    for (const auto& row : errors) {
      CHECK(repeats(failed(kRead, row.kind)) == row.read);
      CHECK(repeats(failed(kWrite, row.kind)) == row.write);
    }
  }

  TEST_CASE("an error takes precedence over its status") {
    Attempt attempt = failed(kWrite, ErrorKind::Corrupt);
    attempt.status = 503;
    CHECK(!repeats(attempt));
  }

  TEST_CASE("the longest pause doubles up to the cap, the pause is drawn from all of it") {
    const RetryPolicy policy{Millis(500), Millis(20'000), Millis(180'000), 10, 6};
    const int longest[] = {500, 1000, 2000, 4000, 8000, 16'000, 20'000, 20'000, 20'000};
    for (int number = 1; number <= 9; ++number) {
      Attempt attempt = answered(kRead, 503);
      attempt.number = number;
      attempt.random = 0;
      CHECK(retry_wait(policy, attempt) == Millis(0));
      attempt.random = 0.5;
      CHECK(retry_wait(policy, attempt) == Millis(longest[number - 1] / 2));
    }
  }

  TEST_CASE("attempts end, sooner if the server is unreachable") {
    const auto last = [](Attempt attempt) {
      for (attempt.number = 1; repeats(attempt); ++attempt.number) {
      }
      return attempt.number;
    };
    CHECK(last(answered(kRead, 503)) == 10);
    CHECK(last(failed(kRead, ErrorKind::InDoubt)) == 10);
    CHECK(last(failed(kRead, ErrorKind::Unreachable)) == 6);
    CHECK(last(failed(kRead, ErrorKind::Corrupt)) == 6);
  }

  TEST_CASE("no pause ends after the total") {
    Attempt attempt = answered(kRead, 503);
    attempt.random = 0.5;
    attempt.elapsed = Millis(179'750);
    CHECK(repeats(attempt));
    attempt.elapsed = Millis(179'751);
    CHECK(!repeats(attempt));
  }

  TEST_CASE("Retry-After is observed, as seconds or as a date") {
    Attempt attempt = answered(kWrite, 429);
    attempt.retry_after = "7";
    CHECK(retry_wait({}, attempt) == Millis(7000));
    attempt.random = 0.5;
    CHECK(retry_wait({}, attempt) == Millis(7250));
    attempt.retry_after = "3600";
    CHECK(!retry_wait({}, attempt));

    const std::int64_t now = 1'700'000'000'000;  // Tue, 14 Nov 2023 22:13:20 GMT
    CHECK(parse_retry_after("Tue, 14 Nov 2023 22:13:50 GMT", now) == Millis(30'000));
    CHECK(parse_retry_after("Tue, 14 Nov 2023 22:13:00 GMT", now) == Millis(0));
    CHECK(parse_retry_after(" 2 ", now) == Millis(2000));
    CHECK(parse_retry_after("-2", now) == Millis(0));
    CHECK(parse_retry_after("99999999999", now) > Millis(1'000'000'000));
    CHECK(!parse_retry_after("", now));
    CHECK(!parse_retry_after("soon", now));
    CHECK(!parse_retry_after("7 apples", now));
  }
}

}  // namespace
}  // namespace waveform::http
