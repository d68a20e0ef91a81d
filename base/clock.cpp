#include "base/clock.h"

#include <charconv>
#include <ctime>
#include <thread>

#include <fmt/format.h>

namespace waveform::base {

std::int64_t SystemClock::now_epoch_millis() const {
  auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<Millis>(now).count();
}

Millis SystemClock::steady() const {
  return std::chrono::duration_cast<Millis>(std::chrono::steady_clock::now().time_since_epoch());
}

void SystemClock::sleep(Millis duration) {
  std::this_thread::sleep_for(duration);
}

bool sleep_for(Clock& clock, Millis time, const std::function<bool()>& interrupted) {
  constexpr Millis kSlice(50);
  const Millis until = clock.steady() + time;
  for (Millis left = time; left.count() > 0 && !interrupted(); left = until - clock.steady())
    clock.sleep(std::min(left, kSlice));
  return !interrupted();
}

std::string utc_text(std::int64_t epoch_millis) {
  auto seconds = static_cast<std::time_t>(epoch_millis / 1000);
  std::tm parts{};
  char buffer[32];
  if (gmtime_r(&seconds, &parts) == nullptr) return "an impossible time";
  auto length = std::strftime(buffer, sizeof buffer, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return {buffer, length};
}

std::string utc_millis_text(std::int64_t epoch_millis) {
  std::string text = utc_text(epoch_millis);
  return text.insert(text.size() - 1, fmt::format(".{:03}", epoch_millis % 1000));
}

std::string duration_text(Millis duration) {
  const auto seconds = (duration.count() + 500) / 1000;
  const auto join = [](std::int64_t first, const char* unit, std::int64_t second, const char* lesser) {
    return second == 0 ? fmt::format("{} {}", first, unit)
                       : fmt::format("{} {} {} {}", first, unit, second, lesser);
  };
  if (seconds < 60) return fmt::format("{} s", seconds);
  if (seconds < 3600) return join(seconds / 60, "min", seconds % 60, "s");
  return join(seconds / 3600, "h", seconds / 60 % 60, "min");
}

Result<Millis> parse_duration(std::string_view text) {
  constexpr std::int64_t kMost = std::int64_t{24} * 60 * 60 * 1000;
  std::int64_t number = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
  std::int64_t scale = unit == "ms"  ? 1
                       : unit == "s" ? 1000
                       : unit == "m" ? 60'000
                       : unit == "h" ? 3'600'000
                                     : 0;
  if (error != std::errc() || scale == 0 || number < 0 || number > kMost / scale) {
    return fail(ErrorKind::Invalid, "a duration is a whole number with a unit, at most a day",
                "Write 500ms, 30s, 5m or 2h.");
  }
  return Millis(number * scale);
}

}  // namespace waveform::base
