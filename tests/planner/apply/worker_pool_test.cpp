#include "planner/apply/worker_pool.h"

#include <algorithm>
#include <condition_variable>
#include <set>

#include <doctest/doctest.h>
#include <fmt/format.h>

namespace waveform::planner {
namespace {

Plan plan_with(int changes) {
  Plan plan;
  for (int i = 0; i < changes; ++i) {
    plan.changes.emplace_back();
    plan.changes.back().address = {"t", fmt::format("n{}", i), {}};
  }
  return plan;
}

struct Team {
  Team(int changes, int wide) : plan(plan_with(changes)), schedule(plan), width(wide) {}

  // Every change makes a call, in which as many others as can be are waited for.
  void run(std::size_t meet) {
    Crew crew(
        turn, schedule, width,
        [&](std::size_t change) {
          CHECK(!has_turn);
          has_turn = true;
          order.push_back(change);
          most = std::max(most, ++calling);
          has_turn = false;
          turn.tell();
          while (calling < meet && order.size() < plan.changes.size() && met < meet) turn.wait();
          met = std::max(met, calling);
          turn.tell();
          turn.without([] { std::this_thread::yield(); });
          --calling;
          return !fails.contains(change);
        },
        [&] { return stop; });
    crew.run();
  }

  Plan plan;
  Turn turn;
  Schedule schedule;
  int width;
  std::set<std::size_t> fails;
  bool stop = false;
  // With the turn.
  bool has_turn = false;
  std::size_t calling = 0, most = 0, met = 0;
  std::vector<std::size_t> order;
};

}  // namespace

TEST_CASE("as many changes are under way as the crew is wide, and no more") {
  for (int width : {1, 3, 16}) {
    Team team(100, width);
    team.run(static_cast<std::size_t>(width));
    CHECK(team.order.size() == 100);
    CHECK(team.most == static_cast<std::size_t>(width));
  }
}

TEST_CASE("a crew of one works in the plan's order, in the thread that called") {
  Team team(5, 1);
  team.run(1);
  CHECK(team.order == std::vector<std::size_t>{0, 1, 2, 3, 4});
}

TEST_CASE("nothing is begun any more after a stop") {
  Team team(5, 2);
  team.stop = true;
  team.run(1);
  CHECK(team.order.empty());
}

TEST_CASE("what waits for long does not keep others from being begun") {
  const auto plan = plan_with(20);
  Turn turn;
  Schedule schedule(plan);
  std::size_t ended = 0;
  Crew* all = nullptr;
  Crew crew(
      turn, schedule, 1,
      [&](std::size_t change) {
        if (change % 2 == 0) {
          // Until all that does not wait has been done.
          const Crew::Aside aside(*all);
          while (ended < 10) turn.wait();
        } else {
          ++ended;
          turn.tell();
        }
        return true;
      },
      [] { return false; });
  all = &crew;
  crew.run();
  CHECK(ended == 10);
  CHECK(schedule.under_way() == 0);
}

TEST_CASE("what failed does not end the crew") {
  Team team(10, 2);
  team.fails = {0, 3};
  team.run(1);
  CHECK(team.order.size() == 10);
  CHECK(!team.schedule.is_done(0));
  CHECK(team.schedule.is_done(4));
}

}  // namespace waveform::planner
