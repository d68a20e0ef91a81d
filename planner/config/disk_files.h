// The files that expressions read. Each is read once per run, so its content is consistent.
#pragma once

#include <map>
#include <set>
#include <string>

#include "planner/config/file_root.h"
#include "planner/hcl/files.h"

namespace waveform::planner {

// Only files that file_root.h allows.
class DiskFiles final : public hcl::Files {
 public:
  explicit DiskFiles(FileRoots roots, base::OpenBy by = base::OpenBy::Kernel)
      : roots_(std::move(roots)), by_(by) {}

  base::Result<hcl::FileText> read(const std::string& path) const override;
  base::Result<bool> exists(const std::string& path) const override;
  base::Result<std::vector<std::string>> list(const std::string& directory) const override;

  const FileRoots& roots() const { return roots_; }
  // SHA-256 of every file that was read, by path; except sensitive ones, whose content it could reveal.
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
