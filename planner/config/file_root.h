// Which files a manifest may read: docs/trust.md. A manifest under review has another author, and planning it
// runs with tokens in the environment.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/beneath.h"
#include "base/result.h"

namespace waveform::planner {

// Paths are absolute and canonical, except those `given`.
struct FileRoots {
  base::Path directory;                                    // the working directory, base of relative paths
  base::Path root;                                         // the file root; "" when there is none
  std::vector<base::Path> added;                           // by -file-root
  std::vector<std::pair<base::Path, base::Path>> aliases;  // other names of directories, and their targets
  std::vector<base::Path> private_files;                   // states and files of variables, with any name
};

// The nearest directory at or above this one that has .git and is neither "/" nor a home; else this one,
// except "/".
base::Path find_file_root(const base::Path& directory, const std::vector<base::Path>& homes);

// `given`: the values of -file-root, as the user wrote them. `shell_directory`: PWD, which can name the
// directory by a link. ERRORS: NotFound: a directory that does not exist.
base::Result<FileRoots> make_file_roots(const base::Path& directory, const std::vector<base::Path>& homes,
                                        const std::vector<std::string>& given,
                                        const std::string& shell_directory = {});

// The purpose. A file of the manifest or of variables can have any name, but the target of a link is
// restricted.
enum class Reads : std::uint8_t {
  Content = 1,   // an expression reads it
  Name = 2,      // an expression checks its existence
  Manifest = 4,  // it is part of the manifest
  Values = 8,    // it has values of variables
};

// A file or directory below a root: `path` is relative to it, and has no links.
struct Place {
  base::Path root;
  base::Path path;
  bool is_added = false;  // outside the file root, below an added one
  bool is_link = false;
  base::Path whole() const { return path == "." ? root : root / path; }
};

// ERRORS: Refused, with what to do; NotFound; Io.
base::Result<Place> locate(const FileRoots& roots, const std::string& written, Reads reads);
// Reads what locate() found. ERRORS: Refused: the content is a state, a journal or a plan; those of
// base::read_beneath, with the path.
base::Result<std::string> read_place(const FileRoots& roots, const Place& place, const std::string& written,
                                     std::size_t max_bytes, base::OpenBy by = base::OpenBy::Kernel);

// A file of the manifest or of variables. Files that the user names outside of the roots are allowed.
base::Result<std::string> read_source(const FileRoots& roots, const base::Path& path, Reads reads,
                                      std::size_t max_bytes);

}  // namespace waveform::planner
