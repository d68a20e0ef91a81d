// The state in memory, for tests. Failures can be injected.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>

#include "state/backend/backend.h"

namespace waveform::state {

class HeldName final : public Lock {
 public:
  explicit HeldName(std::string& held_by) : held_by_(held_by) {}
  ~HeldName() override { held_by_.clear(); }

 private:
  std::string& held_by_;
};

class MemoryBackend final : public Backend {
 public:
  std::string name() const override { return "memory"; }
  base::Result<std::unique_ptr<Lock>> lock(std::string_view holder) override {
    if (!held_by.empty()) return base::fail(base::ErrorKind::Locked, "memory is locked by " + held_by);
    held_by = holder;
    return std::make_unique<HeldName>(held_by);
  }
  base::Result<std::optional<std::string>> read_state() override { return state; }
  base::Result<void> write_state(std::string_view text) override {
    return count_write().map([&] { state = std::string(text); });
  }
  base::Result<std::optional<std::string>> read_journal() override { return journal; }
  base::Result<void> append_journal(std::string_view line) override {
    return count_write().map([&] { journal = journal.value_or("") + std::string(line); });
  }
  base::Result<void> remove_journal() override {
    return count_write().map([&] { journal.reset(); });
  }

  std::optional<std::string> state;
  std::optional<std::string> journal;
  std::string held_by;                         // "" when the lock is free
  std::atomic<int> writes_until_failure = -1;  // -1: never; 0: every write from now on fails

 private:
  base::Result<void> count_write() {
    if (writes_until_failure == 0)
      return base::fail(base::ErrorKind::Io, "cannot write memory: no space left on device");
    if (writes_until_failure > 0) --writes_until_failure;
    return {};
  }
};

}  // namespace waveform::state
