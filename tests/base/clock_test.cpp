#include "base/clock.h"

#include <doctest/doctest.h>

#include "tests/support/fake_clock.h"

namespace waveform::base {
namespace {

// Every sleep takes longer than it should.
struct SlowClock final : Clock {
  std::int64_t now_epoch_millis() const override { return now.count(); }
  Millis steady() const override { return now; }
  void sleep(Millis duration) override {
    now += duration + Millis(7);
    ++sleeps;
  }
  Millis now{0};
  int sleeps = 0;
};

}  // namespace

TEST_CASE("durations have common forms") {
  CHECK(*parse_duration("500ms") == Millis(500));
  CHECK(*parse_duration("30s") == Millis(30'000));
  CHECK(*parse_duration("5m") == Millis(300'000));
  CHECK(*parse_duration("2h") == Millis(7'200'000));
  CHECK(*parse_duration("0s") == Millis(0));
  CHECK(*parse_duration("1440m") == Millis(86'400'000));
  for (const char* bad : {"", "s", "5", "-1s", "+1s", "1.5s", " 1s", "1 s", "1S", "25h", "1d", "1441m", "1sx",
                          "99999999999999999999s", "9223372036854775807ms"}) {
    INFO(bad);
    auto duration = parse_duration(bad);
    REQUIRE(!duration);
    CHECK(duration.error().kind == ErrorKind::Invalid);
    CHECK(duration.error().hint == "Write 500ms, 30s, 5m or 2h.");
  }
}

TEST_CASE("durations are short, and rounded") {
  CHECK(duration_text(Millis(0)) == "0 s");
  CHECK(duration_text(Millis(59'400)) == "59 s");
  CHECK(duration_text(Millis(180'000)) == "3 min");
  CHECK(duration_text(Millis(200'000)) == "3 min 20 s");
  CHECK(duration_text(Millis(3'900'000)) == "1 h 5 min");
}

TEST_CASE("times are written in UTC") {
  CHECK(utc_text(0) == "1970-01-01T00:00:00Z");
  CHECK(utc_text(1'700'000'000'999) == "2023-11-14T22:13:20Z");
  CHECK(utc_millis_text(1'700'000'000'099) == "2023-11-14T22:13:20.099Z");
}

TEST_CASE("only sleeping moves the fake clock") {
  FakeClock clock(1000);
  CHECK(clock.steady() == Millis(0));
  clock.sleep(Millis(250));
  CHECK(clock.now_epoch_millis() == 1250);
  CHECK(clock.steady() == Millis(250));
}

TEST_CASE("each pause is twice as long as the one before, up to the longest") {
  Backoff backoff(Millis(250), Millis(900));
  for (int wanted : {250, 500, 900, 900}) CHECK(backoff.next() == Millis(wanted));
  CHECK(Backoff(Millis(500), Millis(20)).next() == Millis(20));
}

TEST_CASE("a sleep ends with its time, although each part of it takes too long") {
  SlowClock clock;
  CHECK(sleep_for(clock, Millis(5000), [] { return false; }));
  CHECK(clock.now >= Millis(5000));
  CHECK(clock.now <= Millis(5010));
}

TEST_CASE("a sleep ends soon after an interrupt, and does not begin after one") {
  SlowClock clock;
  CHECK(!sleep_for(clock, Millis(5000), [&] { return clock.now >= Millis(1000); }));
  CHECK(clock.now < Millis(1100));
  const int before = clock.sleeps;
  CHECK(!sleep_for(clock, Millis(5000), [] { return true; }));
  CHECK(clock.sleeps == before);
}

}  // namespace waveform::base
