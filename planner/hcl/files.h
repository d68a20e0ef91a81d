// The files that expressions read: file(), fileset(), templatefile() and the like.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace waveform::hcl {

// Paths are as the manifest writes them: relative ones are taken from where waveform runs, as Terraform has
// it.
class Files {
 public:
  virtual ~Files() = default;
  // ERRORS: NotFound, Io, Invalid (a folder, or larger than can be read).
  virtual base::Result<std::string> read(const std::string& path) const = 0;
  virtual bool exists(const std::string& path) const = 0;
  // Every file below a folder, by path from there with "/", sorted; none when there is no such folder.
  // ERRORS: Io, Invalid (too many).
  virtual base::Result<std::vector<std::string>> list(const std::string& folder) const = 0;
};

// Where there are none: every path is NotFound.
const Files& no_files();

}  // namespace waveform::hcl
