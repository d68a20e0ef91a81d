// Files that must last. Every function names the file in its error.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"

namespace waveform::base {

using Path = std::filesystem::path;

// Whether the last part of a path may be a link. A file of our own beside a state is never one: a link in its
// place would have another file read, truncated or appended to.
enum class Links : bool { Follow, Refuse };

// ERRORS: NotFound when the file does not exist; Io; Invalid when it is larger than max_bytes or a directory;
// with Links::Refuse, also when it is a link or anything else that is not a regular file.
Result<std::string> read_file(const Path& path, std::size_t max_bytes = 512u << 20,
                              Links links = Links::Follow);

// The rest of an open file. ERRORS: Io; Invalid: it is larger than max_bytes. Messages go on behind the
// file's name.
Result<std::string> read_open(int fd, std::size_t max_bytes);

// The file that a name stands for: links are followed, also those to a file that does not exist yet.
// ENSURES: neither it nor a directory above it is a link. ERRORS: Io: its directory does not exist or cannot
// be reached; the links go in a circle.
Result<Path> target_of(const Path& name);

// A new content for `path`: written beside it, flushed, then moved over it and the folder flushed. Until
// commit() nothing has changed; without it the destructor throws the new content away.
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

// Removes what runs that were killed have left of an AtomicFile for `path`. REQUIRES: nobody writes it now.
void remove_temporaries(const Path& path);

// write + commit in one.
Result<void> replace_file(const Path& path, std::string_view data, unsigned mode = 0600);

// A file that only grows; append() returns when the data is on the disk, or with Never, when the system has
// it.
class AppendFile {
 public:
  enum class Flush : bool { Never, Always };
  // Opens or creates (0600). With Flush::Always the directory is flushed when the file is new, and the file
  // is never opened through a link. ERRORS: Io; Invalid: it is a link, or not a regular file.
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

// flock(2) held while the object lives. The file's text says who holds it and stays behind empty.
class FileLock {
 public:
  // Never through a link. ERRORS: Locked when another run holds it, with the text that it left in the
  // message; Io; Invalid: it is a link, or not a regular file.
  static Result<FileLock> acquire(const Path& path, std::string_view holder);
  FileLock(FileLock&& other) noexcept;
  FileLock& operator=(FileLock&&) = delete;
  ~FileLock();

 private:
  explicit FileLock(int fd) : fd_(fd) {}
  int fd_;
};

// Gone afterwards, and that is on the disk. A file that is not there is no error.
Result<void> remove_file(const Path& path);

}  // namespace waveform::base
