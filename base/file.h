// Durable files. Every error names the file.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"

namespace waveform::base {

using Path = std::filesystem::path;

// Whether the last part of a path may be a link. A file of waveform beside the state must not be one: a link
// would make waveform read, truncate or append to another file.
enum class Links : bool { Follow, Refuse };

// ERRORS: NotFound when the file does not exist; Io; Invalid when it is larger than max_bytes or a directory;
// with Links::Refuse, also when it is a link or not a regular file.
Result<std::string> read_file(const Path& path, std::size_t max_bytes = 512u << 20,
                              Links links = Links::Follow);

// Reads the rest of an open file. ERRORS: Io; Invalid: it is larger than max_bytes. Messages continue after
// the file's name.
Result<std::string> read_open(int fd, std::size_t max_bytes);

// Resolves a name to a file: links are followed, also those to a file that does not exist yet. ENSURES:
// neither the file nor a directory above it is a link. ERRORS: Io: its directory does not exist or cannot be
// reached; a circle of links.
Result<Path> target_of(const Path& name);

// New content for `path`: written to a temporary file beside it, flushed, then renamed over it, and the
// directory flushed. Nothing changes before commit(); without it the destructor discards the new content.
class AtomicFile {
 public:
  static Result<AtomicFile> create(const Path& path, unsigned mode = 0600);
  AtomicFile(AtomicFile&& other) noexcept;
  AtomicFile& operator=(AtomicFile&&) = delete;
  ~AtomicFile();

  Result<void> write(std::string_view data);
  Result<void> commit();

 private:
  AtomicFile(Path path, Path temporary, int fd)
      : path_(std::move(path)), temporary_(std::move(temporary)), fd_(fd) {}
  Path path_;
  Path temporary_;
  int fd_;
};

// Removes temporary files that a killed run left for `path`. REQUIRES: no AtomicFile for `path` is open.
void remove_temporaries(const Path& path);

// Writes and commits in one call.
Result<void> replace_file(const Path& path, std::string_view data, unsigned mode = 0600);

// An append-only file. append() returns when the data is on the disk; with Flush::Never, when the kernel has
// it.
class AppendFile {
 public:
  enum class Flush : bool { Never, Always };
  // Opens or creates the file (0600). With Flush::Always the directory is flushed when the file is new, and
  // the file is never opened through a link. ERRORS: Io; Invalid: it is a link, or not a regular file.
  static Result<AppendFile> open(const Path& path, Flush flush = Flush::Always);
  AppendFile(AppendFile&& other) noexcept;
  AppendFile& operator=(AppendFile&&) = delete;
  ~AppendFile();

  Result<void> append(std::string_view data);

 private:
  AppendFile(Path path, int fd, Flush flush) : path_(std::move(path)), fd_(fd), flush_(flush) {}
  Path path_;
  int fd_;
  Flush flush_;
};

// A flock(2) that is held while the object lives. The file's content names the holder and is removed on
// release.
class FileLock {
 public:
  // Never opens a link. ERRORS: Locked when another run holds the lock; the message contains the holder. Io;
  // Invalid: it is a link, or not a regular file.
  static Result<FileLock> acquire(const Path& path, std::string_view holder);
  FileLock(FileLock&& other) noexcept;
  FileLock& operator=(FileLock&&) = delete;
  ~FileLock();

 private:
  explicit FileLock(int fd) : fd_(fd) {}
  int fd_;
};

// Removes the file durably. A missing file is not an error.
Result<void> remove_file(const Path& path);

}  // namespace waveform::base
