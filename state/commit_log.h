// Records on their way into the journal. A background thread writes and flushes all pending records together
// (group commit): immediately while a caller waits, else within 20 ms.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "base/result.h"
#include "state/backend/backend.h"

namespace waveform::state {

// Safe from any thread. The backend belongs to the caller and must outlive this object.
class CommitLog {
 public:
  explicit CommitLog(Backend& backend);
  ~CommitLog();  // flushes the pending records if possible
  CommitLog(const CommitLog&) = delete;
  CommitLog& operator=(const CommitLog&) = delete;

  void append(const std::string& record);
  // Returns when everything appended so far is on the disk. After one failure nothing more is written,
  // because the content of a disk that lost a write is unknown.
  base::Result<void> commit();

 private:
  void write();

  Backend& backend_;
  std::mutex mutex_;  // guards all members below; not held during a flush
  std::condition_variable wake_writer_;
  std::condition_variable committed_or_failed_;
  std::string pending_;  // records, separated by commas
  std::int64_t appended_ = 0;
  std::int64_t committed_ = 0;
  std::int64_t wanted_ = 0;  // the number of records that a caller waits for
  bool ended_ = false;
  std::optional<base::Error> failure_;
  std::thread writer_;
};

}  // namespace waveform::state
