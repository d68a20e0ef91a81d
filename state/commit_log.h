// Records on their way into the journal. A thread of its own brings them to the disk, all that have gathered
// at once (group commit): as fast as that takes them while somebody waits for his, else within 20 ms.
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

// Safe from any thread. The backend belongs to the caller and outlives it.
class CommitLog {
 public:
  explicit CommitLog(Backend& backend);
  ~CommitLog();  // what was appended is on the disk then, if that takes it
  CommitLog(const CommitLog&) = delete;
  CommitLog& operator=(const CommitLog&) = delete;

  void append(const std::string& record);
  // Returns when all that was appended so far is on the disk. After one failure nothing is ever written
  // again: what a disk that lost a write holds is not known.
  base::Result<void> commit();

 private:
  void write();

  Backend& backend_;
  std::mutex mutex_;  // guards all below; not held while the disk works
  std::condition_variable wake_writer_;
  std::condition_variable committed_or_failed_;
  std::string pending_;  // records, a comma between each two
  std::int64_t appended_ = 0;
  std::int64_t committed_ = 0;
  std::int64_t wanted_ = 0;  // somebody waits for so many
  bool ended_ = false;
  std::optional<base::Error> failure_;
  std::thread writer_;
};

}  // namespace waveform::state
