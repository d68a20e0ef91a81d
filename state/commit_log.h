// Records on their way into the journal: whoever needs his on the disk waits, and one write serves all who
// wait (group commit).
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>

#include "base/result.h"
#include "state/backend/backend.h"

namespace waveform::state {

// Safe from any thread. The backend belongs to the caller and outlives it.
class CommitLog {
 public:
  explicit CommitLog(Backend& backend) : backend_(backend) {}

  void append(const std::string& record);
  // Returns when all that was appended so far is on the disk. After one failure nothing is ever written
  // again: what a disk that lost a write holds is not known.
  base::Result<void> commit();

 private:
  Backend& backend_;
  std::mutex mutex_;  // guards all below; not held while the disk works
  std::condition_variable written_;
  std::string pending_;  // records, a comma between each two
  std::int64_t appended_ = 0;
  std::int64_t committed_ = 0;
  bool writing_ = false;
  std::optional<base::Error> failure_;
};

}  // namespace waveform::state
