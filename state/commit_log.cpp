#include "state/commit_log.h"

#include <utility>

#include "state/journal.h"

namespace waveform::state {

void CommitLog::append(const std::string& record) {
  const std::lock_guard lock(mutex_);
  if (!pending_.empty()) pending_ += ',';
  pending_ += record;
  ++appended_;
}

base::Result<void> CommitLog::commit() {
  std::unique_lock lock(mutex_);
  const auto mine = appended_;
  while (committed_ < mine && !failure_) {
    if (writing_) {
      written_.wait(lock);
      continue;
    }
    writing_ = true;
    const auto last = appended_;
    const std::string records = std::exchange(pending_, {});
    lock.unlock();
    auto result = backend_.append_journal(journal_line(records));
    lock.lock();
    writing_ = false;
    if (result) committed_ = last;
    if (!result) failure_ = result.error();
    written_.notify_all();
  }
  if (committed_ < mine) return base::fail(*failure_);
  return {};
}

}  // namespace waveform::state
