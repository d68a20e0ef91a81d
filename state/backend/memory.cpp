#include "state/backend/memory.h"

namespace waveform::state {

namespace {

class HeldName final : public Lock {
 public:
  explicit HeldName(std::string& held_by) : held_by_(held_by) {}
  ~HeldName() override { held_by_.clear(); }

 private:
  std::string& held_by_;
};

}  // namespace

base::Result<std::unique_ptr<Lock>> MemoryBackend::lock(std::string_view holder) {
  if (!held_by.empty()) return base::fail(base::ErrorKind::Locked, "memory is locked by " + held_by);
  held_by = holder;
  return std::make_unique<HeldName>(held_by);
}

base::Result<void> MemoryBackend::write_state(std::string_view text) {
  return count_write().map([&] { state = std::string(text); });
}

base::Result<void> MemoryBackend::append_journal(std::string_view line) {
  return count_write().map([&] { journal = journal.value_or("") + std::string(line); });
}

base::Result<void> MemoryBackend::remove_journal() {
  return count_write().map([&] { journal.reset(); });
}

base::Result<void> MemoryBackend::count_write() {
  if (writes_until_failure == 0)
    return base::fail(base::ErrorKind::Io, "cannot write memory: no space left on device");
  if (writes_until_failure > 0) --writes_until_failure;
  return {};
}

}  // namespace waveform::state
