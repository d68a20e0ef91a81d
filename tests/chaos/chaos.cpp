// Usage: chaos SEED...   Plays each seed's story; 1 when one of them went wrong. run.sh plays many side by
// side.
#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/chaos/story.h"

int main(int count, char** words) {
  int broken = 0;
  for (int i = 1; i < count; ++i) {
    const auto seed = static_cast<unsigned>(std::stoul(words[i]));
    waveform::test::Story story(seed);
    const auto& findings = story.play();
    fmt::print("{}\n", story.summary());
    if (findings.empty()) continue;
    ++broken;
    constexpr std::size_t kShown = 10;
    for (std::size_t n = 0; n < findings.size() && n < kShown; ++n) fmt::print("  {}\n", findings[n]);
    if (findings.size() > kShown) fmt::print("  and {} more\n", findings.size() - kShown);
    fmt::print("  kept in {}\n  again: tests/chaos/run.sh 1 {}\n", story.keep_evidence().string(), seed);
  }
  return broken == 0 ? 0 : 1;
}
