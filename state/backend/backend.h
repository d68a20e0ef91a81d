// Where a state is kept, as one small interface: a local file today, shared storage later.
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

// What a write returned from is on the disk. Writing REQUIRES the lock.
class Backend {
 public:
  virtual ~Backend() = default;

  virtual std::string name() const = 0;  // for messages: the file's path
  // ERRORS: Locked, with who holds it.
  virtual base::Result<std::unique_ptr<Lock>> lock(std::string_view holder) = 0;

  virtual base::Result<std::optional<std::string>> read_state() = 0;  // none: there is no state yet
  virtual base::Result<void> write_state(
      std::string_view text) = 0;  // whole or not at all; the previous one is kept

  virtual base::Result<std::optional<std::string>> read_journal() = 0;
  virtual base::Result<void> append_journal(std::string_view line) = 0;
  virtual base::Result<void> remove_journal() = 0;
};

}  // namespace waveform::state
