#include "planner/apply/worker_pool.h"

#include <algorithm>
#include <system_error>

namespace waveform::planner {

void Crew::run() {
  turn_.lock();
  add_workers();
  work();
  // What still works may need another one.
  while (!threads_.empty()) {
    std::thread thread = std::move(threads_.back());
    threads_.pop_back();
    turn_.without([&] { thread.join(); });
  }
  turn_.unlock();
}

void Crew::work() {
  while (true) {
    const bool stop = stop_();
    const auto next = !stop && has_place() ? schedule_.take() : std::nullopt;
    if (next) {
      work_(*next) ? schedule_.done(*next) : schedule_.failed(*next);
      add_workers();
      turn_.tell();
    } else if (stop || schedule_.under_way() == 0) {
      return;
    } else {
      turn_.wait();
    }
  }
}

// As many as there is work for. However many changes wait: no more threads than a machine bears.
void Crew::add_workers() {
  constexpr std::size_t kMostAside = 200;
  const std::size_t most = width_ + std::min(aside_, kMostAside);
  const std::size_t useful = schedule_.under_way() + schedule_.ready();
  try {
    while (1 + threads_.size() < std::min(most, useful)) {
      threads_.emplace_back([this] {
        turn_.lock();
        work();
        turn_.unlock();
      });
    }
  } catch (const std::system_error&) {
    // No more threads are to be had: those that there are do it.
  }
}

Crew::Aside::Aside(Crew& crew) : crew_(crew) {
  ++crew_.aside_;
  crew_.add_workers();
  crew_.turn_.tell();
}

Crew::Aside::~Aside() {
  --crew_.aside_;
}

}  // namespace waveform::planner
