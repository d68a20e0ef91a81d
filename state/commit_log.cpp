#include "state/commit_log.h"

#include <utility>

#include "state/journal.h"

namespace waveform::state {

CommitLog::CommitLog(Backend& backend) : backend_(backend), writer_([this] { write(); }) {}

CommitLog::~CommitLog() {
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
  }
  appended_or_ended_.notify_one();
  writer_.join();
}

void CommitLog::append(const std::string& record) {
  const std::lock_guard lock(mutex_);
  if (!pending_.empty()) pending_ += ',';
  pending_ += record;
  ++appended_;
  appended_or_ended_.notify_one();
}

base::Result<void> CommitLog::commit() {
  std::unique_lock lock(mutex_);
  const auto mine = appended_;
  committed_or_failed_.wait(lock, [&] { return committed_ >= mine || failure_; });
  if (committed_ < mine) return base::fail(*failure_);
  return {};
}

void CommitLog::write() {
  std::unique_lock lock(mutex_);
  while (!failure_) {
    appended_or_ended_.wait(lock, [this] { return ended_ || !pending_.empty(); });
    if (pending_.empty()) return;
    const auto last = appended_;
    const std::string records = std::exchange(pending_, {});
    lock.unlock();
    auto result = backend_.append_journal(journal_line(records));
    lock.lock();
    if (result) committed_ = last;
    if (!result) failure_ = result.error();
    committed_or_failed_.notify_all();
  }
}

}  // namespace waveform::state
