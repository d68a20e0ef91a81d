// A state as commands use it: loaded with the left-over journal replayed in memory, or opened for writing.
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

// A snapshot with a new lineage and digest key, not written anywhere.
Snapshot new_snapshot();

// The snapshot, journal replayed; a new one when there is none yet. Writes nothing, needs no lock.
// ERRORS: those of decode() and replay(), with the file's name in front.
base::Result<Snapshot> load(Backend& backend);

// Holds the lock and keeps the journal while a run changes things. One thread at a time, except commit().
class Writer {
 public:
  // `holder`: who, where, since when; for the others who wait. `machine`: as in Run.
  static base::Result<Writer> open(Backend& backend, std::string_view holder,
                                   const std::string& machine = {});

  // What is known now; changes made here directly are written by save(). Its `run` is this one.
  Snapshot& snapshot() { return snapshot_; }
  const Snapshot& snapshot() const { return snapshot_; }
  // The run that wrote the state, or left the journal, that was found.
  const Run& last_run() const { return last_run_; }

  // The run applies this saved plan: state and journal say so. Any other run clears the mark of an earlier
  // one.
  void set_plan(const std::string& digest);
  // All of the saved plan is done.
  void end_plan(std::int64_t now_epoch_millis);

  // Before the first call: makes sure that the state that the journal will belong to is on the disk.
  base::Result<void> begin();
  // What is noted down is soon on the disk, and certainly when a commit() that comes after it has returned: a
  // call waits for its declaration. REQUIRES of all but remember(): begin().
  void know(std::set<std::string> ids);  // what the service has, before the first create
  std::int64_t declare(Declaration declaration);
  void done(std::int64_t seq, Mutation mutation);  // the mutation is applied to the snapshot at once
  void refused(std::int64_t seq);                  // or it is known by now that it had no effect
  void remember(Mutation mutation);                // no call was needed
  base::Result<void> commit();  // from any thread; ERRORS: Io and the like, then and ever after

  // Ends the run: writes the state if it differs from what is there, with the next serial, and removes the
  // journal.
  base::Result<void> save();

 private:
  Writer(Backend& backend, std::unique_ptr<Lock> lock, Snapshot snapshot, std::string written, Run run);

  base::Result<void> write(bool ended);

  Backend* backend_;
  std::unique_ptr<Lock> lock_;
  Snapshot snapshot_;
  Run last_run_;
  Run written_run_;      // of the text that is on the disk
  std::string written_;  // the digest of that text
  bool has_plan_ = false;
  Declarations declarations_;
  std::unique_ptr<CommitLog> journal_;  // null: not begun
  std::int64_t next_seq_ = 1;
};

}  // namespace waveform::state
