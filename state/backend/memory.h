// The state in memory, for tests. Failures can be injected.
#pragma once

#include <atomic>

#include "state/backend/backend.h"

namespace waveform::state {

class MemoryBackend final : public Backend {
 public:
  std::string name() const override { return "memory"; }
  base::Result<std::unique_ptr<Lock>> lock(std::string_view holder) override;
  base::Result<std::optional<std::string>> read_state() override { return state; }
  base::Result<void> write_state(std::string_view text) override;
  base::Result<std::optional<std::string>> read_journal() override { return journal; }
  base::Result<void> append_journal(std::string_view line) override;
  base::Result<void> remove_journal() override;

  std::optional<std::string> state;
  std::optional<std::string> journal;
  std::string held_by;                         // "" when the lock is free
  std::atomic<int> writes_until_failure = -1;  // -1: never; 0: every write from now on fails

 private:
  base::Result<void> count_write();
};

}  // namespace waveform::state
