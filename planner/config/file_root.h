// Which files a manifest may read: docs/trust.md. A manifest under review was written by someone else, and a
// plan of it runs with tokens in the environment.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/beneath.h"
#include "base/result.h"

namespace waveform::planner {

// Paths are absolute and canonical, except what was `given`.
struct FileRoots {
  base::Path folder;              // where waveform runs; relative paths begin here
  base::Path root;                // the file root; "" when there is none
  std::vector<base::Path> added;  // by -file-root
  std::vector<std::pair<base::Path, base::Path>>
      aliases;                            // other names of directories, and what they stand for
  std::vector<base::Path> private_files;  // states and files of variables, whatever their names
};

// The nearest directory above `folder`, or itself, that has .git and is neither "/" nor one of the homes;
// else `folder`, except "/".
base::Path find_file_root(const base::Path& folder, const std::vector<base::Path>& homes);

// `given`: the values of -file-root, as the user wrote them. `shell_folder`: PWD, which may name the folder
// by a link. ERRORS: NotFound: a directory that does not exist.
base::Result<FileRoots> make_file_roots(const base::Path& folder, const std::vector<base::Path>& homes,
                                        const std::vector<std::string>& given,
                                        const std::string& shell_folder = {});

// What for. A file of the manifest or of variables may have any name, but when it is a link, it may not lead
// to any file.
enum class Reads : std::uint8_t {
  Content = 1,   // an expression reads it
  Name = 2,      // an expression learns that it exists, no more
  Manifest = 4,  // it is a part of the manifest
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

// A file of the manifest or of variables. What the user names outside of the roots is read as it is.
base::Result<std::string> read_source(const FileRoots& roots, const base::Path& path, Reads reads,
                                      std::size_t max_bytes);

}  // namespace waveform::planner
