#include "base/clock.h"

#include <doctest/doctest.h>

namespace waveform::base {

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

}  // namespace waveform::base
