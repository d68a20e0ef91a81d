#include "base/parallel.h"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <vector>

#include <doctest/doctest.h>

namespace waveform::base {

TEST_CASE("everything is done once, in the allowed number of threads") {
  for (int width : {0, 1, 4, 100}) {
    std::vector<std::atomic<int>> done(50);
    in_parallel(done.size(), width, [&](std::size_t i) { ++done[i]; });
    for (const auto& times : done) CHECK(times == 1);
  }
  in_parallel(0, 4, [](std::size_t) { FAIL("there is nothing"); });
}

TEST_CASE("the allowed number runs at the same time: each waits for all others") {
  constexpr std::size_t kWidth = 6;
  std::mutex mutex;
  std::condition_variable all;
  std::size_t there = 0;
  in_parallel(kWidth, kWidth, [&](std::size_t) {
    std::unique_lock lock(mutex);
    ++there;
    all.notify_all();
    all.wait(lock, [&] { return there == kWidth; });
  });
  CHECK(there == kWidth);
}

}  // namespace waveform::base
