#include "base/parallel.h"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <stdexcept>
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

TEST_CASE("an exception ends the work, and the caller gets it") {
  for (int width : {1, 4}) {
    std::atomic<int> begun = 0;
    CHECK_THROWS_WITH(in_parallel(1'000'000, width,
                                  [&](std::size_t) {
                                    if (++begun == 5) throw std::runtime_error("the fifth");
                                  }),
                      "the fifth");
    CHECK(begun < 1'000'000);
  }
}

}  // namespace waveform::base
