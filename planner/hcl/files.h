// The files that expressions read: file(), fileset(), templatefile() and the like.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace waveform::hcl {

struct FileText {
  std::string text;
  bool sensitive = false;
};

// Paths are as the manifest writes them: relative ones are taken from where waveform runs, as Terraform has
// it. ERRORS of all: Refused, when a manifest may not read that, with a message that has the path and says
// what to do.
class Files {
 public:
  virtual ~Files() = default;
  // ERRORS: NotFound, Io, Invalid (not a regular file, or larger than can be read).
  virtual base::Result<FileText> read(const std::string& path) const = 0;
  // ERRORS: Invalid (not a regular file), Io.
  virtual base::Result<bool> exists(const std::string& path) const = 0;
  // Every file below a folder, by path from there with "/", sorted; none when the folder does not exist.
  // ERRORS: Io, Invalid (too many).
  virtual base::Result<std::vector<std::string>> list(const std::string& folder) const = 0;
};

// Where there are none: every path is NotFound.
const Files& no_files();

}  // namespace waveform::hcl
