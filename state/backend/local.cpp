#include "state/backend/local.h"

#include "base/text.h"

namespace waveform::state {

namespace {

class HeldFileLock final : public Lock {
 public:
  explicit HeldFileLock(base::FileLock lock) : lock_(std::move(lock)) {}

 private:
  base::FileLock lock_;
};

base::Result<std::optional<std::string>> read_if_there(const base::Path& path) {
  auto text = base::read_file(path);
  if (text) return std::optional(*std::move(text));
  if (text.error().kind == base::ErrorKind::NotFound) return std::nullopt;
  return base::fail(text.error());
}

}  // namespace

LocalBackend::LocalBackend(const base::Path& file) : shown_(file) {
  std::error_code ignored;
  file_ = std::filesystem::weakly_canonical(file, ignored);
  if (file_.empty()) file_ = file;
}

base::Path LocalBackend::beside(const char* suffix) const {
  return file_.string() + suffix;
}

std::string LocalBackend::name() const {
  return base::printable(shown_.string());
}

base::Result<std::unique_ptr<Lock>> LocalBackend::lock(std::string_view holder) {
  auto held = base::FileLock::acquire(beside(".lock"), holder);
  if (!held && held.error().kind == base::ErrorKind::Locked) {
    auto text = base::read_file(beside(".lock"), 4096).value_or("");
    std::string by = base::printable(base::trim(text));
    return base::fail(
        base::ErrorKind::Locked, "the state " + name() + " is locked by " + (by.empty() ? "another run" : by),
        "Wait until that run has ended, with -lock-timeout=5m for example; its lock ends with it.");
  }
  if (!held) return base::fail(held.error());
  base::remove_temporaries(file_);
  base::remove_temporaries(beside(".backup"));
  return std::make_unique<HeldFileLock>(*std::move(held));
}

base::Result<std::optional<std::string>> LocalBackend::read_state() {
  return read_if_there(file_);
}

base::Result<void> LocalBackend::write_state(std::string_view text) {
  auto previous = read_state();
  if (!previous) return base::fail(previous.error());
  if (*previous) {
    if (auto kept = base::replace_file(beside(".backup"), **previous); !kept) return kept;
  }
  return base::replace_file(file_, text);
}

base::Result<std::optional<std::string>> LocalBackend::read_journal() {
  return read_if_there(beside(".journal"));
}

base::Result<void> LocalBackend::append_journal(std::string_view line) {
  if (!journal_) {
    auto opened = base::AppendFile::open(beside(".journal"));
    if (!opened) return base::fail(opened.error());
    journal_.emplace(*std::move(opened));
  }
  return journal_->append(line);
}

base::Result<void> LocalBackend::remove_journal() {
  journal_.reset();
  return base::remove_file(beside(".journal"));
}

}  // namespace waveform::state
