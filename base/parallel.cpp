#include "base/parallel.h"

#include <algorithm>
#include <atomic>
#include <system_error>
#include <thread>
#include <vector>

namespace waveform::base {

void in_parallel(std::size_t count, int width, const std::function<void(std::size_t)>& work) {
  std::atomic<std::size_t> next = 0;
  auto worker = [&] {
    for (std::size_t i = next++; i < count; i = next++) work(i);
  };
  const std::size_t most = std::min(count, static_cast<std::size_t>(std::max(width, 1)));
  std::vector<std::thread> others;
  try {
    for (std::size_t i = 1; i < most; ++i) others.emplace_back(worker);
  } catch (const std::system_error&) {
    // No more threads can be started: continue with those that run.
  }
  worker();
  for (auto& other : others) other.join();
}

}  // namespace waveform::base
