// Usage, one of:
//   chaos SEED...         plays the story of each seed; exits with 1 if one of them has findings
//   chaos -reached COUNT  adds up the output of COUNT stories on stdin; exits with 1 if they reached too
//   little chaos -calm SEED      plays a story without faults and kills; exits with 1 if it counts any as
//   reached
// run.sh plays many stories in parallel.
#define DOCTEST_CONFIG_IMPLEMENT
#include <iostream>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/chaos/story.h"

namespace {

constexpr std::string_view kReached = "  reached: ";

int play(unsigned seed) {
  waveform::test::Story story(seed);
  const auto& findings = story.play();
  fmt::print("{}\n{}{}\n", story.summary(), kReached, story.reached().text());
  if (findings.empty()) return 0;
  constexpr std::size_t kShown = 10;
  for (std::size_t n = 0; n < findings.size() && n < kShown; ++n) fmt::print("  {}\n", findings[n]);
  if (findings.size() > kShown) fmt::print("  and {} more\n", findings.size() - kShown);
  fmt::print("  kept in {}\n  again: tests/chaos/run.sh 1 {}\n", story.keep_evidence().string(), seed);
  return 1;
}

int sum_up(int stories) {
  waveform::test::Reached reached;
  for (std::string line; std::getline(std::cin, line);) {
    if (line.starts_with(kReached)) reached.add(std::string_view(line).substr(kReached.size()));
  }
  fmt::print("{}", reached.table(stories));
  const auto missing = reached.missing(stories);
  for (const auto& line : missing) fmt::print("{}\n", line);
  return missing.empty() ? 0 : 1;
}

int play_calm(unsigned seed) {
  waveform::test::Story story(seed, true);
  const auto& findings = story.play();
  for (const auto& line : findings) fmt::print("{}\n", line);
  int reached = 0;
  for (const auto& goal : waveform::test::goals())
    reached += goal.least > 0 ? story.reached().of(goal.what) : 0;
  fmt::print("{}\n{}{}\n", story.summary(), kReached, story.reached().text());
  return findings.empty() && reached == 0 ? 0 : 1;
}

}  // namespace

int main(int count, char** words) {
  if (count == 3 && words[1] == std::string_view("-reached")) return sum_up(std::stoi(words[2]));
  if (count == 3 && words[1] == std::string_view("-calm"))
    return play_calm(static_cast<unsigned>(std::stoul(words[2])));
  int broken = 0;
  for (int i = 1; i < count; ++i) broken += play(static_cast<unsigned>(std::stoul(words[i])));
  return broken == 0 ? 0 : 1;
}
