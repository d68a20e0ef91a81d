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

// Paths are as in the manifest: relative ones start at the working directory, as in Terraform. ERRORS of all:
// Refused, when a manifest may not read it, with the path and what to do.
class Files {
 public:
  virtual ~Files() = default;
  // ERRORS: NotFound, Io, Invalid (not a regular file, or larger than can be read).
  virtual base::Result<FileText> read(const std::string& path) const = 0;
  // ERRORS: Invalid (not a regular file), Io.
  virtual base::Result<bool> exists(const std::string& path) const = 0;
  // Every file below a directory, as sorted relative paths with "/"; empty if it does not exist. ERRORS: Io,
  // Invalid (too many).
  virtual base::Result<std::vector<std::string>> list(const std::string& directory) const = 0;
};

// No files: every path is NotFound.
const Files& no_files();

}  // namespace waveform::hcl
