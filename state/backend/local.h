// The state in a local file: FILE, FILE.backup (the previous one), FILE.journal and FILE.lock, all 0600. A
// link to a state is followed, also to one that does not exist yet: all names of one state have one lock and
// one journal.
#pragma once

#include "base/file.h"
#include "state/backend/backend.h"

namespace waveform::state {

// ERRORS of everything: Io when the directory of the state, or of the file that its link leads to, does not
// exist.
class LocalBackend final : public Backend {
 public:
  explicit LocalBackend(const base::Path& file);

  std::string name() const override;
  base::Result<std::unique_ptr<Lock>> lock(std::string_view holder) override;
  // ERRORS: Corrupt when the state is missing, and its backup or journal is not.
  base::Result<std::optional<std::string>> read_state() override;
  base::Result<void> write_state(std::string_view text) override;
  base::Result<std::optional<std::string>> read_journal() override;
  base::Result<void> append_journal(std::string_view line) override;
  base::Result<void> remove_journal() override;

 private:
  base::Path beside(const char* suffix) const;  // REQUIRES: file_

  base::Path shown_;               // as the user named it
  base::Result<base::Path> file_;  // links followed, so that a link to a state is not replaced by a file
  std::optional<base::AppendFile> journal_;
};

}  // namespace waveform::state
