#include "tests/chaos/reached.h"

#include <doctest/doctest.h>

#include "tests/support/text.h"

namespace waveform::test {
namespace {

// The required counts for this many stories, minus one for one goal.
Reached enough(int stories, std::string_view one = "", int less = 0) {
  Reached reached;
  for (const auto& goal : goals())
    reached.count(goal.what, share_of(goal, stories) - (goal.what == one ? less : 0));
  return reached;
}

TEST_CASE("stories that reach every goal reached enough") {
  for (int stories : {1, 20, 100, 1000}) CHECK(enough(stories).missing(stories).empty());
}

TEST_CASE("each goal that is missed by one is a separate error") {
  for (int stories : {20, 100}) {
    for (const auto& goal : goals()) {
      if (share_of(goal, stories) == 0) continue;
      CAPTURE(goal.what);
      const auto missing = enough(stories, goal.what, 1).missing(stories);
      REQUIRE(missing.size() == 1);
      CHECK(has(missing.front(), std::string(goal.meaning)));
    }
  }
}

TEST_CASE("a hundred stories have the goals that the guarantees of apply need") {
  const std::pair<std::string_view, int> needed[] = {{"killed_in_create", 20}, {"found", 10},
                                                     {"not_made", 10},         {"ambiguous", 10},
                                                     {"left_to_person", 10},   {"lost_deletes", 10}};
  for (const auto& [what, least] : needed) {
    const auto goal =
        std::find_if(goals().begin(), goals().end(), [&](const Goal& other) { return other.what == what; });
    REQUIRE(goal != goals().end());
    CHECK(share_of(*goal, 100) >= least);
    CHECK(share_of(*goal, 20) >= least / 5);
  }
}

TEST_CASE("the output of several stories is added up") {
  Reached one, all;
  one.count("found", 3);
  one.count("killed");
  all.add(one.text());
  all.add(one.text());
  CHECK(all.of("found") == 6);
  CHECK(all.of("killed") == 2);
  CHECK(all.of("imported") == 0);
}

}  // namespace
}  // namespace waveform::test
