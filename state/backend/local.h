// The state in a local file: FILE, FILE.backup (the previous state), FILE.journal and FILE.lock, all with
// mode 0600. Links are followed, also to a state that does not exist yet, so that all names of one state
// share one lock and one journal.
#pragma once

#include "base/file.h"
#include "state/backend/backend.h"

namespace waveform::state {

// ERRORS of every function: Io when the directory of the state, or of the target of its link, does not exist.
class LocalBackend final : public Backend {
 public:
  explicit LocalBackend(const base::Path& file);

  std::string name() const override;
  base::Result<std::unique_ptr<Lock>> lock(std::string_view holder) override;
  // ERRORS: Corrupt when the state is missing but its backup or journal exists.
  base::Result<std::optional<std::string>> read_state() override;
  base::Result<void> write_state(std::string_view text) override;
  base::Result<std::optional<std::string>> read_journal() override;
  base::Result<void> append_journal(std::string_view line) override;
  base::Result<void> remove_journal() override;

 private:
  base::Path beside(const char* suffix) const;  // REQUIRES: file_

  base::Path shown_;               // as the user named it
  base::Result<base::Path> file_;  // with links resolved, so that a link to a state is not replaced by a file
  std::optional<base::AppendFile> journal_;
};

}  // namespace waveform::state
