#include "planner/config/disk_files.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "base/digest.h"
#include "base/source.h"
#include "base/text.h"

namespace waveform::planner {

namespace {

constexpr std::size_t kMostFiles = 100'000;

}  // namespace

base::Result<hcl::FileText> DiskFiles::read(const std::string& path) const {
  auto known = read_.find(path);
  if (known != read_.end()) return known->second;
  auto place = locate(roots_, path, Reads::Content);
  if (!place) return base::fail(place.error());
  auto text = read_place(roots_, *place, path, base::kLargestSource, by_);
  if (!text) return base::fail(text.error());
  if (bytes_ + text->size() > base::kLargestSources)
    return base::fail(base::ErrorKind::Invalid,
                      fmt::format("with {}, the files that expressions read exceed {} bytes in total",
                                  base::quote(path), base::kLargestSources));
  bytes_ += text->size();
  return read_.emplace(path, hcl::FileText{*std::move(text), place->is_added}).first->second;
}

base::Result<bool> DiskFiles::exists(const std::string& path) const {
  const auto place = locate(roots_, path, Reads::Name);
  if (!place && place.error().kind == base::ErrorKind::NotFound) return false;
  if (!place) return base::fail(place.error());
  std::error_code error;
  const auto status = std::filesystem::symlink_status(place->whole(), error);
  if (std::filesystem::is_regular_file(status)) return true;
  if (!std::filesystem::exists(status)) return false;
  const bool is_directory = std::filesystem::is_directory(status);
  return base::fail(
      base::ErrorKind::Invalid,
      base::quote(path) + (is_directory ? " is a directory, not a file" : " is not a regular file"));
}

base::Result<std::vector<std::string>> DiskFiles::list(const std::string& directory) const {
  namespace fs = std::filesystem;
  std::vector<std::string> found;
  const auto place = locate(roots_, directory, Reads::Name);
  if (!place && place.error().kind == base::ErrorKind::NotFound) return found;
  if (!place) return base::fail(place.error());
  const fs::path whole = place->whole();
  std::error_code error;
  if (!fs::is_directory(whole, error)) return found;
  auto options = fs::directory_options::skip_permission_denied;
  for (fs::recursive_directory_iterator it(whole, options, error), end; !error && it != end;
       it.increment(error)) {
    if (it->path().filename() == ".git") {
      it.disable_recursion_pending();
      continue;
    }
    std::error_code ignored;
    const bool is_link = it->is_symlink(ignored);
    const bool is_file = is_link ? exists(it->path().string()).value_or(false) : it->is_regular_file(ignored);
    if (is_file) found.push_back(it->path().lexically_relative(whole).generic_string());
    if (found.size() > kMostFiles)
      return base::fail(base::ErrorKind::Invalid, base::quote(directory) + " contains too many files");
  }
  if (error)
    return base::fail(base::ErrorKind::Io, "cannot read " + base::quote(directory) + ": " + error.message());
  std::sort(found.begin(), found.end());
  return found;
}

std::map<std::string, std::string> DiskFiles::digests() const {
  std::map<std::string, std::string> digests;
  for (const auto& [path, file] : read_)
    if (!file.sensitive) digests.emplace(path, base::sha256_hex(file.text));
  return digests;
}

std::set<std::string> DiskFiles::paths() const {
  std::set<std::string> paths;
  for (const auto& [path, file] : read_) paths.insert(path);
  return paths;
}

}  // namespace waveform::planner
