// One lock guards all state that the workers of an apply share. A worker releases it while it waits for the
// service, the disk or time.
#pragma once

#include <condition_variable>
#include <mutex>
#include <set>
#include <utility>

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

   private:
    const std::lock_guard<std::mutex> guard_;
  };

  // Releases the lock for one call.
  template <typename Call>
  auto while_unlocked(const Call& call) REQUIRES(apply_lock) {
    mutex_.unlock();
    const Relock relock{mutex_};
    return call();
  }
  // Releases the lock until the next notify_all().
  void wait() REQUIRES(apply_lock) { changed_.wait(mutex_); }
  void notify_all() { changed_.notify_all(); }

 private:
  struct Relock {
    std::mutex& mutex;
    ~Relock() { mutex.lock(); }
  };

  std::mutex mutex_;
  std::condition_variable_any changed_;
};

// Keeps a value in a set while it lives.
template <typename T>
class Membership {
 public:
  Membership(std::multiset<T>& set, T value) REQUIRES(apply_lock)
      : set_(set), place_(set.insert(std::move(value))) {}
  ~Membership() REQUIRES(apply_lock) { set_.erase(place_); }
  Membership(const Membership&) = delete;
  Membership& operator=(const Membership&) = delete;

 private:
  std::multiset<T>& set_;
  const typename std::multiset<T>::const_iterator place_;
};

}  // namespace waveform::planner
