// A state as commands use it: loaded with the left-over journal replayed in memory, or opened for writing.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "state/backend/backend.h"
#include "state/commit_log.h"
#include "state/journal.h"
#include "state/snapshot.h"

namespace waveform::state {

// A snapshot with a new lineage and digest key, which nothing has been written of.
Snapshot new_snapshot();

// The snapshot, journal replayed; a new one when there is none yet. Writes nothing, needs no lock.
// ERRORS: those of decode() and replay(), with the file's name in front.
base::Result<Snapshot> load(Backend& backend);

// Holds the lock and keeps the journal while a run changes things. One thread at a time, but for commit().
class Writer {
 public:
  // `holder`: who, where, since when; for the others who wait.
  static base::Result<Writer> open(Backend& backend, std::string_view holder);

  // What is known now; changes made here directly are written by save().
  Snapshot& snapshot() { return snapshot_; }
  const Snapshot& snapshot() const { return snapshot_; }

  // The run carries out this saved plan: its journal says so.
  void set_plan(std::string digest) { plan_ = std::move(digest); }

  // Before the first call: makes sure that the state that the journal will belong to is on the disk.
  base::Result<void> begin();
  // What is noted down is soon on the disk, and certainly when a commit() that comes after it has returned: a
  // call waits for its intent. REQUIRES of all four: begin().
  std::int64_t intent(const Intent& intent);
  void done(std::int64_t seq, Mutation mutation);  // the mutation is applied to the snapshot at once
  void refused(std::int64_t seq);
  base::Result<void> commit();  // from any thread; ERRORS: Io and the like, then and ever after
  // The answer to a create was lost now: until it is settled, its address is in doubt.
  void lost(const Intent& create, std::int64_t now_epoch_millis);
  // The answer to a delete was lost for good, now: before another one, somebody has to wait.
  void lost_delete(const base::Address& address, const std::string& id, std::int64_t now_epoch_millis);
  // It is settled: nothing was made.
  void not_made(std::int64_t seq, const base::Address& address);

  // Writes the state if it differs from what is there, with the next serial, and removes the journal.
  base::Result<void> save();

 private:
  Writer(Backend& backend, std::unique_ptr<Lock> lock, Snapshot snapshot, std::string written)
      : backend_(&backend),
        lock_(std::move(lock)),
        snapshot_(std::move(snapshot)),
        written_(std::move(written)) {}

  base::Result<void> write();

  Backend* backend_;
  std::unique_ptr<Lock> lock_;
  Snapshot snapshot_;
  std::string written_;  // the digest of the text that is on the disk
  std::string plan_;
  std::unique_ptr<CommitLog> journal_;  // null: not begun
  std::int64_t next_seq_ = 1;
};

}  // namespace waveform::state
