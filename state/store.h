// A state as commands use it: loaded read-only with a left-over journal replayed in memory, or opened for
// writing.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "state/backend/backend.h"
#include "state/commit_log.h"
#include "state/declarations.h"
#include "state/snapshot.h"

namespace waveform::state {

// A snapshot with a new lineage and digest key, not stored yet.
Snapshot new_snapshot();

// The snapshot with the journal replayed; a new one if there is no state yet. Writes nothing, needs no lock.
// ERRORS: those of decode() and replay(), prefixed with the file's name.
base::Result<Snapshot> load(Backend& backend);

// Holds the lock and keeps the journal during a run. One thread at a time, except commit().
class Writer {
 public:
  // `holder`: who, where and since when, for runs that wait. `machine`: as in Run.
  static base::Result<Writer> open(Backend& backend, std::string_view holder,
                                   const std::string& machine = {});

  // The current snapshot; direct changes are written by save(). Its `run` is the current run.
  Snapshot& snapshot() { return snapshot_; }
  const Snapshot& snapshot() const { return snapshot_; }
  // The run that wrote the state or left the journal.
  const Run& last_run() const { return last_run_; }

  // Records in state and journal that the run applies this saved plan. Any other run removes that record.
  void set_plan(const std::string& digest);
  // The saved plan is completely applied.
  void end_plan(std::int64_t now_epoch_millis);

  // Before the first call: ensures that the state that the journal continues is on the disk.
  base::Result<void> begin();
  // Records are flushed soon, and certainly before a later commit() returns: a call waits for its
  // declaration. REQUIRES for all but remember(): begin().
  void know(std::set<std::string> ids);  // the ids of the inventory, before the first create
  std::int64_t declare(Declaration declaration);
  void done(std::int64_t seq, Mutation mutation);  // applied to the snapshot at once
  void refused(std::int64_t seq);                  // it certainly had no effect
  void remember(Mutation mutation);                // without a call
  base::Result<void> commit();  // from any thread; ERRORS: Io and others, repeated by every later call

  // Ends the run: writes the state with the next serial if it has changed, and removes the journal.
  base::Result<void> save();

 private:
  Writer(Backend& backend, std::unique_ptr<Lock> lock, Snapshot snapshot, std::string written, Run run);

  base::Result<void> write(bool ended);

  Backend* backend_;
  std::unique_ptr<Lock> lock_;
  Snapshot snapshot_;
  Run last_run_;
  Run written_run_;      // the run in the file
  std::string written_;  // the digest of the file
  bool has_plan_ = false;
  Declarations declarations_;
  std::unique_ptr<CommitLog> journal_;  // null before begin()
  std::int64_t next_seq_ = 1;
};

}  // namespace waveform::state
