// A mutex that clang's analysis sees. Wait with std::condition_variable_any and a loop: the analysis does not
// see that a predicate runs with the lock held.
#pragma once

#include <mutex>

#include "base/thread_annotations.h"

namespace waveform::base {

class CAPABILITY("mutex") Mutex {
 public:
  void lock() ACQUIRE() { mutex_.lock(); }
  void unlock() RELEASE() { mutex_.unlock(); }

 private:
  std::mutex mutex_;
};

class SCOPED_CAPABILITY MutexLock {
 public:
  explicit MutexLock(Mutex& mutex) ACQUIRE(mutex) : lock_(mutex) {}
  ~MutexLock() RELEASE() {}

 private:
  const std::lock_guard<Mutex> lock_;
};

}  // namespace waveform::base
