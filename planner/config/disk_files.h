// The files that a manifest's expressions read, from the disk: each once, so that one run sees one content.
#pragma once

#include <map>
#include <set>
#include <string>

#include "planner/config/file_root.h"
#include "planner/hcl/files.h"

namespace waveform::planner {

// Only what file_root.h allows.
class DiskFiles final : public hcl::Files {
 public:
  explicit DiskFiles(FileRoots roots, base::OpenBy by = base::OpenBy::Kernel)
      : roots_(std::move(roots)), by_(by) {}

  base::Result<hcl::FileText> read(const std::string& path) const override;
  base::Result<bool> exists(const std::string& path) const override;
  base::Result<std::vector<std::string>> list(const std::string& folder) const override;

  const FileRoots& roots() const { return roots_; }
  // SHA-256 of every file that was read, by path; not of sensitive ones, whose content could be guessed by
  // it.
  std::map<std::string, std::string> digests() const;
  // Of every file that was read.
  std::set<std::string> paths() const;

 private:
  FileRoots roots_;
  base::OpenBy by_;
  mutable std::map<std::string, hcl::FileText> read_;
  mutable std::size_t bytes_ = 0;  // of all of them
};

}  // namespace waveform::planner
