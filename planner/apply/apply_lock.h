// One lock guards all state that the workers of an apply share. A worker releases it while it waits for the
// service, the disk or time.
#pragma once

#include <condition_variable>
#include <mutex>

#include "base/thread_annotations.h"

namespace waveform::planner {

// The lock, as clang's analysis sees it. The analysis cannot tell that two references name one object; since
// an apply has one lock, one name stands for it.
struct CAPABILITY("lock") ApplyCapability {};
inline constexpr ApplyCapability apply_lock = {};

class ApplyLock {
 public:
  // Holds the lock while it lives.
  class SCOPED_CAPABILITY Guard {
   public:
    explicit Guard(ApplyLock& lock) ACQUIRE(apply_lock) : guard_(lock.mutex_) {}
    ~Guard() RELEASE() {}
    Guard(const Guard&) = delete;
    Guard& operator=(const Guard&) = delete;

   private:
    const std::lock_guard<std::mutex> guard_;
  };

  // Releases the lock for one call.
  template <typename Call>
  auto while_unlocked(const Call& call) REQUIRES(apply_lock) {
    const Unlocked unlocked(mutex_);
    return call();
  }
  // Releases the lock until the next notify_all().
  void wait() REQUIRES(apply_lock) { changed_.wait(mutex_); }
  void notify_all() { changed_.notify_all(); }

 private:
  struct Unlocked {
    explicit Unlocked(std::mutex& held) : mutex(held) { mutex.unlock(); }
    ~Unlocked() { mutex.lock(); }
    Unlocked(const Unlocked&) = delete;
    Unlocked& operator=(const Unlocked&) = delete;
    std::mutex& mutex;
  };

  std::mutex mutex_;
  std::condition_variable_any changed_;
};

}  // namespace waveform::planner
