// The files that a manifest's expressions read, from the disk: each once, so that one run sees one content.
#pragma once

#include <map>
#include <string>

#include "planner/hcl/files.h"

namespace waveform::planner {

class DiskFiles final : public hcl::Files {
 public:
  base::Result<std::string> read(const std::string& path) const override;
  bool exists(const std::string& path) const override;
  base::Result<std::vector<std::string>> list(const std::string& folder) const override;

  // SHA-256 of every file that was read, by path.
  std::map<std::string, std::string> digests() const;

 private:
  mutable std::map<std::string, std::string> read_;
  mutable std::size_t bytes_ = 0;  // of all of them
};

}  // namespace waveform::planner
