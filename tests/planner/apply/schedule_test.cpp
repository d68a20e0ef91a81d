#include "planner/apply/schedule.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

namespace waveform::planner {
namespace {

base::Address address(int number) {
  return {"t", fmt::format("n{}", number), {}};
}

// Changes by number, each with the numbers of its dependencies.
Plan plan_of(const std::vector<std::vector<int>>& needs) {
  Plan plan;
  for (std::size_t i = 0; i < needs.size(); ++i) {
    Change change;
    change.address = address(static_cast<int>(i));
    for (int need : needs[i]) change.after.push_back(address(need));
    plan.changes.push_back(std::move(change));
  }
  return plan;
}

}  // namespace

TEST_CASE("changes without dependencies start at once, in the plan's order") {
  Schedule schedule(plan_of({{}, {0}, {}, {}}));
  CHECK(schedule.ready() == 3);
  CHECK(schedule.take() == 0U);
  CHECK(schedule.take() == 2U);
  CHECK(schedule.take() == 3U);
  CHECK(!schedule.take());
  CHECK(schedule.under_way() == 3);
}

TEST_CASE("a change starts when its last dependency is done") {
  Schedule schedule(plan_of({{}, {}, {0, 1}}));
  CHECK(schedule.take() == 0U);
  CHECK(schedule.take() == 1U);
  schedule.done(1);
  CHECK(!schedule.take());
  CHECK(schedule.missing(2) == 0U);
  schedule.done(0);
  CHECK(schedule.take() == 2U);
  schedule.done(2);
  CHECK(schedule.under_way() == 0);
  CHECK(schedule.is_done(2));
}

TEST_CASE("direct and indirect dependents of a failed change never start") {
  Schedule schedule(plan_of({{}, {0}, {1}, {}}));
  CHECK(schedule.take() == 0U);
  schedule.failed(0);
  CHECK(schedule.take() == 3U);
  schedule.done(3);
  CHECK(!schedule.take());
  CHECK(schedule.under_way() == 0);
  CHECK(!schedule.was_taken(1));
  CHECK(schedule.missing(1) == 0U);
  CHECK(schedule.missing(2) == 1U);
  CHECK(!schedule.missing(3));
}

TEST_CASE("a dependency that is not part of the plan exists already") {
  CHECK(Schedule(plan_of({{7}})).ready() == 1);
}

}  // namespace waveform::planner
