// Records on their way into the journal. A background thread writes and flushes all pending records together
// (group commit): at once while a caller waits, else within 20 ms.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <optional>
#include <string>
#include <thread>

#include "base/mutex.h"
#include "base/result.h"
#include "state/backend/backend.h"

namespace waveform::state {

// Safe from any thread. The backend belongs to the caller and outlives it.
class CommitLog {
 public:
  explicit CommitLog(Backend& backend);
  ~CommitLog();  // writes what is pending, if the disk takes it
  CommitLog(const CommitLog&) = delete;
  CommitLog& operator=(const CommitLog&) = delete;

  void append(const std::string& record);
  // Returns when all that was appended so far is on the disk. After one failure nothing is ever written
  // again: it is not known what a disk holds that lost a write.
  base::Result<void> commit();

 private:
  void write();

  Backend& backend_;
  base::Mutex mutex_;  // not held while the disk works
  std::condition_variable_any wake_writer_;
  std::condition_variable_any committed_or_failed_;
  std::string pending_ GUARDED_BY(mutex_);  // records, separated by commas
  std::int64_t appended_ GUARDED_BY(mutex_) = 0;
  std::int64_t committed_ GUARDED_BY(mutex_) = 0;
  std::int64_t wanted_ GUARDED_BY(mutex_) = 0;  // a caller waits for this number of records
  bool ended_ GUARDED_BY(mutex_) = false;
  std::optional<base::Error> failure_ GUARDED_BY(mutex_);
  std::jthread writer_;  // the last member: it ends before the others do
};

}  // namespace waveform::state
