// Access to files below given directories only, for paths whose author must not read the rest of the disk.
// Links are resolved step by step; the resolved path is opened without following any link.
#pragma once

#include <vector>

#include "base/file.h"

namespace waveform::base {

// Whether `path` is `directory` or lies below it, compared as strings. REQUIRES: both absolute, without "."
// and
// "..".
bool is_below(const Path& path, const Path& directory);

struct Followed {
  Path path;                // the resolved path: absolute, without links
  std::vector<Path> names;  // the path itself, then each link that was followed
};

// Resolves a path. A link may lead from one root into another, also through directories above a root. Nothing
// outside the roots is accessed. `path`: absolute, without "." and "..". REQUIRES: roots as canonical()
// returns them. ERRORS: Refused: the path leads out of the roots; NotFound; Io: a circle of links, or no
// permission.
Result<Followed> follow_beneath(const std::vector<Path>& roots, const Path& path);

// How an open is confined to its directory: by openat2(2), or by opening each part separately where the
// kernel or a seccomp filter refuses openat2.
enum class OpenBy : bool { Kernel, Parts };

// Reads a regular file completely. `path`: relative to `root`, without "." and "..". Does not wait for a FIFO
// or a device. ERRORS: NotFound; Io, also when a part of the path is a link; Invalid: not a regular file, in
// a file system of the kernel (/proc, /sys, ...), or larger than max_bytes. Messages do not contain the path.
Result<std::string> read_beneath(const Path& root, const Path& path, std::size_t max_bytes,
                                 OpenBy by = OpenBy::Kernel);

}  // namespace waveform::base
