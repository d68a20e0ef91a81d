// A state as commands use it: loaded with the left-over journal replayed in memory, or opened for writing.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "state/backend/backend.h"
#include "state/journal.h"
#include "state/snapshot.h"

namespace waveform::state {

// A snapshot with a new lineage and digest key, which nothing has been written of.
Snapshot new_snapshot();

// The snapshot, journal replayed; a new one when there is none yet. Writes nothing, needs no lock.
// ERRORS: those of decode() and replay(), with the file's name in front.
base::Result<Snapshot> load(Backend& backend);

// Holds the lock and keeps the journal while a run changes things. Not for several threads.
class Writer {
 public:
  // `holder`: who, where, since when; for the others who wait.
  static base::Result<Writer> open(Backend& backend, std::string_view holder);

  // What is known now; changes made here directly are written by save().
  Snapshot& snapshot() { return snapshot_; }
  const Snapshot& snapshot() const { return snapshot_; }

  // The run carries out this saved plan: its journal says so.
  void set_plan(std::string digest) { plan_ = std::move(digest); }

  // Before a call: returns when the intent is on the disk. The first one makes sure that the state it belongs
  // to is.
  base::Result<std::int64_t> intent(const Intent& intent);
  // After it: the mutation is applied to the snapshot even when writing it down fails.
  base::Result<void> done(std::int64_t seq, Mutation mutation);
  base::Result<void> refused(std::int64_t seq);
  // The answer to a create was lost now: until it is settled, its address is in doubt.
  void lost(const Intent& create, std::int64_t now_epoch_millis);

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
  std::string written_;  // the text that is on the disk; "" for none
  std::string plan_;
  bool journal_open_ = false;
  std::int64_t next_seq_ = 1;
};

}  // namespace waveform::state
