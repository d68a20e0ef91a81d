// The workers of an apply.
#pragma once

#include <cstddef>
#include <exception>
#include <functional>
#include <thread>
#include <vector>

#include "planner/apply/apply_lock.h"
#include "planner/apply/schedule.h"

namespace waveform::planner {

// Runs up to `width` changes at a time, each as soon as it is ready. Parked changes, which wait for long, do
// not count.
class WorkerPool {
 public:
  // `work` applies one change and returns whether it is done; `stop`: start no more. Called with the lock.
  WorkerPool(ApplyLock& lock, Schedule& schedule, int width, std::function<bool(std::size_t)> work,
             std::function<bool()> stop)
      : lock_(lock),
        schedule_(schedule),
        width_(static_cast<std::size_t>(width)),
        work_(std::move(work)),
        stop_(std::move(stop)) {}

  // Returns when nothing more can be done. The calling thread works as well, alone if no other can be
  // started. After an exception of `work` or `stop` no more changes start, and it is thrown to the caller.
  void run() REQUIRES(apply_lock);

  // The change that creates it is parked while it lives.
  class Parked {
   public:
    explicit Parked(WorkerPool& pool) REQUIRES(apply_lock);
    ~Parked() REQUIRES(apply_lock);
    Parked(const Parked&) = delete;
    Parked& operator=(const Parked&) = delete;

   private:
    WorkerPool& pool_;
  };

 private:
  void work() REQUIRES(apply_lock);
  bool work_on_next() REQUIRES(apply_lock);
  bool has_place() const REQUIRES(apply_lock) { return schedule_.under_way() - parked_ < width_; }
  void add_workers() REQUIRES(apply_lock);

  ApplyLock& lock_;
  Schedule& schedule_ GUARDED_BY(apply_lock);
  const std::size_t width_;
  const std::function<bool(std::size_t)> work_ GUARDED_BY(apply_lock);
  const std::function<bool()> stop_ GUARDED_BY(apply_lock);
  std::vector<std::jthread> threads_ GUARDED_BY(apply_lock);
  std::size_t parked_ GUARDED_BY(apply_lock) = 0;
  std::exception_ptr thrown_ GUARDED_BY(apply_lock);
};

}  // namespace waveform::planner
