#include "base/parallel.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <thread>
#include <vector>

namespace waveform::base {

void in_parallel(std::size_t count, int width, const std::function<void(std::size_t)>& work) {
  std::atomic<std::size_t> next = 0;
  std::atomic<bool> has_thrown = false;
  std::exception_ptr thrown;
  auto worker = [&] {
    try {
      for (std::size_t i = next++; i < count && !has_thrown; i = next++) work(i);
    } catch (...) {
      if (!has_thrown.exchange(true)) thrown = std::current_exception();
    }
  };
  {
    const std::size_t most = std::min(count, static_cast<std::size_t>(std::max(width, 1)));
    std::vector<std::jthread> others;
    try {
      while (others.size() + 1 < most) others.emplace_back(worker);
    } catch (const std::exception&) {
      // No more threads can be started: go on with those that there are.
    }
    worker();
  }
  if (thrown) std::rethrow_exception(thrown);
}

}  // namespace waveform::base
