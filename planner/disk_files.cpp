#include "planner/disk_files.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "base/digest.h"
#include "base/file.h"
#include "base/text.h"

namespace waveform::planner {

namespace {

constexpr std::size_t kLargestFile = 16u << 20;
constexpr std::size_t kLargestInAll = 64u << 20;
constexpr std::size_t kMostFiles = 100'000;

}  // namespace

base::Result<std::string> DiskFiles::read(const std::string& path) const {
  auto known = read_.find(path);
  if (known != read_.end()) return known->second;
  auto text = base::read_file(path, kLargestFile);
  if (!text) return text;
  if (bytes_ + text->size() > kLargestInAll)
    return base::fail(
        base::ErrorKind::Invalid,
        fmt::format("with {}, the files that expressions read are larger than {} bytes together",
                    base::quote(path), kLargestInAll));
  bytes_ += text->size();
  read_.emplace(path, *text);
  return text;
}

bool DiskFiles::exists(const std::string& path) const {
  std::error_code ignored;
  return std::filesystem::is_regular_file(path, ignored);
}

base::Result<std::vector<std::string>> DiskFiles::list(const std::string& folder) const {
  namespace fs = std::filesystem;
  std::vector<std::string> found;
  std::error_code error;
  if (!fs::is_directory(folder, error)) return found;
  auto options = fs::directory_options::skip_permission_denied;
  for (fs::recursive_directory_iterator it(folder, options, error), end; !error && it != end;
       it.increment(error)) {
    std::error_code ignored;
    if (it->is_regular_file(ignored))
      found.push_back(fs::path(it->path()).lexically_relative(folder).generic_string());
    if (found.size() > kMostFiles)
      return base::fail(base::ErrorKind::Invalid, base::quote(folder) + " holds too many files");
  }
  if (error)
    return base::fail(base::ErrorKind::Io, "cannot read " + base::quote(folder) + ": " + error.message());
  std::sort(found.begin(), found.end());
  return found;
}

std::map<std::string, std::string> DiskFiles::digests() const {
  std::map<std::string, std::string> digests;
  for (const auto& [path, text] : read_) digests.emplace(path, base::sha256_hex(text));
  return digests;
}

}  // namespace waveform::planner
