#include "state/commit_log.h"

#include <chrono>
#include <utility>

#include "state/journal.h"

namespace waveform::state {

using base::MutexLock;

namespace {

constexpr std::chrono::milliseconds kGathering(20);

base::Result<void> append_records(Backend& backend, const std::string& records) {
  try {
    return backend.append_journal(journal_line(records));
  } catch (const std::exception& exception) {
    return base::fail(base::ErrorKind::Io, base::exception_text(exception));
  }
}

}  // namespace

CommitLog::CommitLog(Backend& backend) : backend_(backend), writer_([this] { write(); }) {}

CommitLog::~CommitLog() {
  const MutexLock lock(mutex_);
  ended_ = true;
  wake_writer_.notify_one();
}

void CommitLog::append(const std::string& record) {
  const MutexLock lock(mutex_);
  if (!pending_.empty()) pending_ += ',';
  pending_ += record;
  if (appended_++ == committed_) wake_writer_.notify_one();
}

base::Result<void> CommitLog::commit() {
  const MutexLock lock(mutex_);
  const auto mine = appended_;
  wanted_ = mine;
  if (committed_ < mine) wake_writer_.notify_one();
  while (committed_ < mine && !failure_) committed_or_failed_.wait(mutex_);
  if (committed_ < mine) return base::fail(*failure_);
  return {};
}

void CommitLog::write() {
  for (bool has_failed = false; !has_failed;) {
    std::string records;
    std::int64_t last = 0;
    {
      const MutexLock lock(mutex_);
      while (!ended_ && pending_.empty()) wake_writer_.wait(mutex_);
      // Records that no caller waits for gather for a while.
      if (!ended_ && wanted_ <= committed_) wake_writer_.wait_for(mutex_, kGathering);
      if (pending_.empty()) return;
      last = appended_;
      records = std::exchange(pending_, {});
    }
    auto result = append_records(backend_, records);
    const MutexLock lock(mutex_);
    has_failed = !result;
    if (has_failed) failure_ = result.error();
    if (!has_failed) committed_ = last;
    committed_or_failed_.notify_all();
  }
}

}  // namespace waveform::state
