#include "base/parallel.h"

#include <algorithm>
#include <atomic>
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
  for (std::size_t i = 1; i < most; ++i) others.emplace_back(worker);
  worker();
  for (auto& other : others) other.join();
}

}  // namespace waveform::base
