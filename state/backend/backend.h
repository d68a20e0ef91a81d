// Storage for a state, as one small interface: a local file today, shared storage later.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace waveform::state {

// Held while the object lives.
class Lock {
 public:
  virtual ~Lock() = default;
};

// When a write returns, its data is on the disk. All writes REQUIRE the lock.
class Backend {
 public:
  virtual ~Backend() = default;

  virtual std::string name() const = 0;  // for messages: the file's path
  // ERRORS: Locked, with the holder.
  virtual base::Result<std::unique_ptr<Lock>> lock(std::string_view holder) = 0;

  virtual base::Result<std::optional<std::string>> read_state() = 0;  // nothing: there is no state yet
  // Atomic; the previous state is kept as the backup.
  virtual base::Result<void> write_state(std::string_view text) = 0;

  virtual base::Result<std::optional<std::string>> read_journal() = 0;
  virtual base::Result<void> append_journal(std::string_view line) = 0;
  virtual base::Result<void> remove_journal() = 0;
};

}  // namespace waveform::state
