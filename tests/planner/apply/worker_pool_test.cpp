#include "planner/apply/worker_pool.h"

#include <algorithm>
#include <atomic>
#include <optional>
#include <set>
#include <stdexcept>
#include <thread>

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

  // Every change makes a call, and waits in it until `meet` calls are under way.
  void run(std::size_t meet) {
    WorkerPool pool(
        lock, schedule, width,
        [&](std::size_t change) {
          CHECK(!is_locked.exchange(true));
          order.push_back(change);
          most = std::max(most, ++calling);
          for (int i = 0; i < 20; ++i) std::this_thread::yield();
          is_locked = false;
          lock.notify_all();
          while (calling < meet && order.size() < plan.changes.size() && met < meet) lock.wait();
          met = std::max(met, calling);
          lock.notify_all();
          lock.while_unlocked([] { std::this_thread::yield(); });
          --calling;
          if (change == throws_at) throw std::runtime_error("thrown");
          return !fails.contains(change);
        },
        [&] { return stop; });
    const ApplyLock::Guard guard(lock);
    pool.run();
  }

  Plan plan;
  ApplyLock lock;
  Schedule schedule;
  int width;
  std::set<std::size_t> fails;
  std::optional<std::size_t> throws_at;
  bool stop = false;
  std::atomic<bool> is_locked = false;
  // Guarded by the lock.
  std::size_t calling = 0, most = 0, met = 0;
  std::vector<std::size_t> order;
};

}  // namespace

TEST_CASE("the width of the pool is the number of concurrent changes") {
  for (int width : {1, 3, 16}) {
    Team team(100, width);
    team.run(static_cast<std::size_t>(width));
    CHECK(team.order.size() == 100);
    CHECK(team.most == static_cast<std::size_t>(width));
  }
}

TEST_CASE("a pool of one works in the plan's order, in the calling thread") {
  Team team(5, 1);
  team.run(1);
  CHECK(team.order == std::vector<std::size_t>{0, 1, 2, 3, 4});
}

TEST_CASE("no change starts after a stop") {
  Team team(5, 2);
  team.stop = true;
  team.run(1);
  CHECK(team.order.empty());
}

TEST_CASE("a parked change does not block others") {
  const auto plan = plan_with(20);
  ApplyLock lock;
  Schedule schedule(plan);
  std::size_t ended = 0;
  WorkerPool* all = nullptr;
  WorkerPool pool(
      lock, schedule, 1,
      [&](std::size_t change) {
        if (change % 2 == 0) {
          // Waits for all changes that are not parked.
          const WorkerPool::Parked parked(*all);
          while (ended < 10) lock.wait();
        } else {
          ++ended;
          lock.notify_all();
        }
        return true;
      },
      [] { return false; });
  all = &pool;
  const ApplyLock::Guard guard(lock);
  pool.run();
  CHECK(ended == 10);
  CHECK(schedule.under_way() == 0);
}

TEST_CASE("a change that failed does not end the pool") {
  Team team(10, 2);
  team.fails = {0, 3};
  team.run(1);
  CHECK(team.order.size() == 10);
  CHECK(!team.schedule.is_done(0));
  CHECK(team.schedule.is_done(4));
}

TEST_CASE("an exception ends the pool and all workers, and the caller gets it") {
  for (int width : {1, 4}) {
    Team team(100, width);
    team.throws_at = 10;
    CHECK_THROWS_WITH(team.run(1), "thrown");
    CHECK(team.calling == 0);
    CHECK(team.order.size() >= 11);
    CHECK(team.order.size() <= 10 + static_cast<std::size_t>(width) * 2);
  }
}

}  // namespace waveform::planner
