// Files below a directory and nowhere else: for paths that were written by someone who must not read the rest
// of the disk. Links are followed by hand, what they lead to is opened without any.
#pragma once

#include <vector>

#include "base/file.h"

namespace waveform::base {

// `path` is `folder` or lies below it, by their text. REQUIRES: both absolute, without "." and "..".
bool is_below(const Path& path, const Path& folder);

struct Followed {
  Path path;  // where it leads: absolute, without links
  std::vector<Path>
      names;  // what it was called on the way: the path itself, then each link that was followed
};

// Where a path leads. A link may lead from one root into another, and by way of directories above a root.
// Nothing outside the roots is looked at. `path`: absolute, without "." and "..". REQUIRES: roots as
// canonical() has them. ERRORS: Refused: it leads out of the roots; NotFound; Io: a circle of links, or no
// permission.
Result<Followed> follow_beneath(const std::vector<Path>& roots, const Path& path);

// What keeps an open below its directory: openat2(2); or each part is opened by itself, where the kernel or a
// filter of system calls refuses openat2.
enum class OpenBy : bool { Kernel, Parts };

// A regular file, read whole. `path`: relative to `root`, without "." and "..". Waits for no FIFO and no
// device. ERRORS: NotFound; Io, also when a part of the path is a link; Invalid: it is not a regular file, it
// stands in a file system of the kernel (/proc, /sys, ...), or it is larger than max_bytes. Messages have no
// path.
Result<std::string> read_beneath(const Path& root, const Path& path, std::size_t max_bytes,
                                 OpenBy by = OpenBy::Kernel);

}  // namespace waveform::base
