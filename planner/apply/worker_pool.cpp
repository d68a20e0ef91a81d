#include "planner/apply/worker_pool.h"

#include <algorithm>

namespace waveform::planner {

void WorkerPool::run() {
  add_workers();
  work();
  // A change that still runs may need another worker.
  while (!threads_.empty()) {
    std::jthread thread = std::move(threads_.back());
    threads_.pop_back();
    lock_.while_unlocked([&] { thread.join(); });
  }
  if (thrown_) std::rethrow_exception(thrown_);
}

void WorkerPool::work() {
  try {
    while (work_on_next()) {
    }
  } catch (...) {
    if (!thrown_) thrown_ = std::current_exception();
    lock_.notify_all();
  }
}

// Returns false when nothing is left for this worker.
bool WorkerPool::work_on_next() {
  const bool stop = thrown_ || stop_();
  const auto next = !stop && has_place() ? schedule_.take() : std::nullopt;
  if (next) {
    work_(*next) ? schedule_.done(*next) : schedule_.failed(*next);
    add_workers();
    lock_.notify_all();
  } else if (stop || schedule_.under_way() == 0) {
    return false;
  } else {
    lock_.wait();
  }
  return true;
}

// As many as there is work for, up to a limit of parked ones.
void WorkerPool::add_workers() {
  constexpr std::size_t kMostParked = 200;
  const std::size_t most = width_ + std::min(parked_, kMostParked);
  const std::size_t useful = schedule_.under_way() + schedule_.ready();
  try {
    while (1 + threads_.size() < std::min(most, useful)) {
      threads_.emplace_back([this] {
        const ApplyLock::Guard guard(lock_);
        work();
      });
    }
  } catch (const std::exception&) {
    // Go on with those that could be started.
  }
}

WorkerPool::Parked::Parked(WorkerPool& pool) : pool_(pool) {
  ++pool_.parked_;
  pool_.add_workers();
  pool_.lock_.notify_all();
}

WorkerPool::Parked::~Parked() {
  --pool_.parked_;
}

}  // namespace waveform::planner
