// The workers of an apply take turns: what they share (snapshot, scope, counts) is read and written by the
// one who has the turn. Nobody keeps it while he waits for the service, for the disk or for time to pass.
#pragma once

#include <condition_variable>
#include <mutex>
#include <utility>

namespace waveform::planner {

class Turn {
 public:
  void lock() { mutex_.lock(); }
  void unlock() { mutex_.unlock(); }

  // REQUIRES, of all below: the caller has the turn; he has it again afterwards.
  template <typename Work>
  auto without(Work&& work) {
    const Away away(mutex_);
    return std::forward<Work>(work)();
  }
  void wait() { changed_.wait(mutex_); }  // until somebody tells
  void tell() { changed_.notify_all(); }

 private:
  class Away {
   public:
    explicit Away(std::mutex& mutex) : mutex_(mutex) { mutex_.unlock(); }
    ~Away() { mutex_.lock(); }
    Away(const Away&) = delete;
    Away& operator=(const Away&) = delete;

   private:
    std::mutex& mutex_;
  };

  std::mutex mutex_;
  std::condition_variable_any changed_;
};

}  // namespace waveform::planner
