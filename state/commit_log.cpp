#include "state/commit_log.h"

#include <chrono>
#include <utility>

#include "state/journal.h"

namespace waveform::state {

namespace {

constexpr std::chrono::milliseconds kGathering(20);

}  // namespace

CommitLog::CommitLog(Backend& backend) : backend_(backend), writer_([this] { write(); }) {}

CommitLog::~CommitLog() {
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
  }
  wake_writer_.notify_one();
  writer_.join();
}

void CommitLog::append(const std::string& record) {
  const std::lock_guard lock(mutex_);
  if (!pending_.empty()) pending_ += ',';
  pending_ += record;
  if (appended_++ == committed_) wake_writer_.notify_one();
}

base::Result<void> CommitLog::commit() {
  std::unique_lock lock(mutex_);
  const auto mine = appended_;
  wanted_ = mine;
  if (committed_ < mine) wake_writer_.notify_one();
  committed_or_failed_.wait(lock, [&] { return committed_ >= mine || failure_; });
  if (committed_ < mine) return base::fail(*failure_);
  return {};
}

void CommitLog::write() {
  std::unique_lock lock(mutex_);
  while (!failure_) {
    wake_writer_.wait(lock, [this] { return ended_ || !pending_.empty(); });
    // Records are collected for a while when no caller waits.
    wake_writer_.wait_for(lock, kGathering, [this] { return ended_ || wanted_ > committed_; });
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
