#include "state/backend/local.h"

#include <tuple>

#include <fmt/format.h>

#include "base/text.h"

namespace waveform::state {

namespace {

class HeldFileLock final : public Lock {
 public:
  explicit HeldFileLock(base::FileLock lock) : lock_(std::move(lock)) {}

 private:
  base::FileLock lock_;
};

constexpr std::size_t kLargest = 512u << 20;
constexpr std::size_t kLongestHolder = 4096;

base::Result<std::optional<std::string>> read_if_there(const base::Path& path) {
  auto text = base::read_file(path, kLargest, base::Links::Refuse);
  if (text) return std::optional(*std::move(text));
  if (text.error().kind == base::ErrorKind::NotFound) return std::nullopt;
  return base::fail(text.error());
}

}  // namespace

LocalBackend::LocalBackend(const base::Path& file) : shown_(file), file_(base::target_of(file)) {
  if (!file_) file_ = base::fail(file_.error(), "the state " + name());
}

base::Path LocalBackend::beside(const char* suffix) const {
  return file_->string() + suffix;
}

std::string LocalBackend::name() const {
  return base::printable(shown_.string());
}

base::Result<std::unique_ptr<Lock>> LocalBackend::lock(std::string_view holder) {
  if (!file_) return base::fail(file_.error());
  auto held = base::FileLock::acquire(beside(".lock"), holder);
  if (!held && held.error().kind == base::ErrorKind::Locked) {
    auto text = base::read_file(beside(".lock"), kLongestHolder, base::Links::Refuse).value_or("");
    std::string by = base::printable(base::trim(text));
    return base::fail(
        base::ErrorKind::Locked, "the state " + name() + " is locked by " + (by.empty() ? "another run" : by),
        "Wait until that run ends, for example with -lock-timeout=5m. The lock ends with the run.");
  }
  if (!held) return base::fail(held.error());
  base::remove_temporaries(*file_);
  base::remove_temporaries(beside(".backup"));
  return std::make_unique<HeldFileLock>(*std::move(held));
}

base::Result<std::optional<std::string>> LocalBackend::read_state() {
  if (!file_) return base::fail(file_.error());
  auto text = read_if_there(*file_);
  if (!text || *text) return text;
  std::error_code not_a_link;
  const bool is_link = std::filesystem::is_symlink(shown_, not_a_link);
  const std::string here = is_link ? base::printable(file_->string()) : name();
  for (const auto& [suffix, what, remedy] :
       {std::tuple(
            ".backup", "backup",
            "Copy {0}.backup to {0}, or move it away to start with an empty state. The backup is the state "
            "before the last write."),
        std::tuple(".journal", "journal",
                   "Restore the state file of this journal to {0}. If it is lost, move the journal away and "
                   "import the integrations that the run created.")}) {
    std::error_code ignored;
    const auto status = std::filesystem::symlink_status(beside(suffix), ignored);
    if (!std::filesystem::is_regular_file(status) && !std::filesystem::is_symlink(status)) continue;
    return base::fail(base::ErrorKind::Corrupt,
                      fmt::format("the state {} is missing, but its {} exists", name(), what),
                      fmt::format(fmt::runtime(remedy), here));
  }
  return text;
}

base::Result<void> LocalBackend::write_state(std::string_view text) {
  if (!file_) return base::fail(file_.error());
  // A state that was removed during the run is written again.
  auto previous = read_if_there(*file_);
  if (!previous) return base::fail(previous.error());
  if (*previous) {
    if (auto kept = base::replace_file(beside(".backup"), **previous); !kept) return kept;
  }
  return base::replace_file(*file_, text);
}

base::Result<std::optional<std::string>> LocalBackend::read_journal() {
  if (!file_) return base::fail(file_.error());
  return read_if_there(beside(".journal"));
}

base::Result<void> LocalBackend::append_journal(std::string_view line) {
  if (!file_) return base::fail(file_.error());
  if (!journal_) {
    auto opened = base::AppendFile::open(beside(".journal"));
    if (!opened) return base::fail(opened.error());
    journal_.emplace(*std::move(opened));
  }
  return journal_->append(line);
}

base::Result<void> LocalBackend::remove_journal() {
  if (!file_) return base::fail(file_.error());
  journal_.reset();
  return base::remove_file(beside(".journal"));
}

}  // namespace waveform::state
