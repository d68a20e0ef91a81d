#include "base/file.h"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"

namespace waveform::base {

namespace {

// The suffix of the temporary file that holds the new content, as a template for mkstemp.
constexpr const char* kTemporary = ".tmp-";
constexpr std::string_view kRandom = "XXXXXX";

tl::unexpected<Error> io_error(const char* doing, const Path& path, ErrorKind kind = ErrorKind::Io) {
  const int code = errno;
  const char* hint = code == EACCES || code == EPERM
                         ? "Check the owner and mode of the file and its directory."
                     : code == ENOSPC || code == EDQUOT ? "Free disk space, then run the command again."
                                                        : "";
  return fail(kind,
              std::string("cannot ") + doing + " " + printable(path.string()) + ": " + std::strerror(code),
              hint);
}

Result<void> write_all(int fd, std::string_view data, const Path& path) {
  while (!data.empty()) {
    ssize_t written = ::write(fd, data.data(), data.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return io_error("write", path);
    data.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

// A rename, a new file or a removal is durable only after its directory has been flushed.
Result<void> flush_directory(const Path& file) {
  Path directory = file.parent_path().empty() ? Path(".") : file.parent_path();
  int fd = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return io_error("open the directory", directory);
  int failed = ::fsync(fd);
  Result<void> result = {};
  if (failed != 0) result = io_error("flush the directory", directory);
  ::close(fd);
  return result;
}

// Opens a file that belongs to waveform: not through a link, and without waiting for the other end of a FIFO.
Result<int> open_own(const Path& path, int flags, const char* doing) {
  int fd = ::open(path.c_str(), flags | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, 0600);
  if (fd < 0 && errno != ELOOP) {
    const bool is_missing = errno == ENOENT && (flags & O_CREAT) == 0;
    return io_error(doing, path, is_missing ? ErrorKind::NotFound : ErrorKind::Io);
  }
  struct stat info {};
  if (fd >= 0 && ::fstat(fd, &info) == 0 && S_ISREG(info.st_mode)) return fd;
  if (fd >= 0) ::close(fd);
  return fail(ErrorKind::Invalid,
              std::string("cannot ") + doing + " " + printable(path.string()) + ": it is " +
                  (fd < 0 ? "a link" : "not a regular file"),
              S_ISDIR(info.st_mode) ? "Use the path of a file in it."
                                    : "It must be a regular file. Use another path, or remove it.");
}

Result<int> open_to_read(const Path& path, Links links) {
  if (links == Links::Refuse) return open_own(path, O_RDONLY, "read");
  int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return io_error("read", path, errno == ENOENT ? ErrorKind::NotFound : ErrorKind::Io);
  return fd;
}

}  // namespace

Result<std::string> read_open(int fd, std::size_t max_bytes) {
  std::string data;
  char buffer[1 << 16];
  while (true) {
    ssize_t got = ::read(fd, buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail(ErrorKind::Io, std::strerror(errno));
    if (got == 0) return data;
    data.append(buffer, static_cast<std::size_t>(got));
    if (data.size() > max_bytes)
      return fail(ErrorKind::Invalid, "is larger than " + std::to_string(max_bytes) + " bytes");
  }
}

Result<std::string> read_file(const Path& path, std::size_t max_bytes, Links links) {
  auto opened = open_to_read(path, links);
  if (!opened) return fail(opened.error());
  struct stat info {};
  if (::fstat(*opened, &info) == 0 && S_ISDIR(info.st_mode)) {
    ::close(*opened);
    return fail(ErrorKind::Invalid, printable(path.string()) + " is a directory, not a file");
  }
  auto data = read_open(*opened, max_bytes);
  ::close(*opened);
  if (data) return data;
  const std::string name = printable(path.string());
  if (data.error().kind == ErrorKind::Io) return fail(data.error(), "cannot read " + name);
  return fail(ErrorKind::Invalid, name + " " + data.error().message);
}

Result<Path> target_of(const Path& name) {
  constexpr int kMostFollowed = 40;  // as in Linux
  Path at = name;
  std::error_code error;
  for (int links = 0; std::filesystem::is_symlink(std::filesystem::symlink_status(at, error)); ++links) {
    const Path target = std::filesystem::read_symlink(at, error);
    if (error || links == kMostFollowed)
      return fail(ErrorKind::Io, "it is a link that cannot be followed",
                  "Remove the link, or point it to a file.");
    at = at.parent_path() / target;  // an absolute target replaces the whole path
  }
  const Path directory = at.parent_path().empty() ? Path(".") : at.parent_path();
  const Path canonical = std::filesystem::canonical(directory, error);
  if (!error) return canonical / at.filename();
  const bool missing = error == std::errc::no_such_file_or_directory;
  const std::string leads = at == name ? "" : "it is a link to " + printable(at.string()) + ", and ";
  return fail(ErrorKind::Io,
              leads + "the directory " + printable(directory.string()) +
                  (missing ? " does not exist" : " cannot be reached: " + error.message()),
              "Create or mount it, or use another path.");
}

Result<AtomicFile> AtomicFile::create(const Path& path, unsigned mode) {
  std::string pattern = path.string() + kTemporary + std::string(kRandom);
  int fd = ::mkostemp(pattern.data(), O_CLOEXEC);
  if (fd < 0) return io_error("write beside", path);
  AtomicFile file(path, pattern, fd);
  if (::fchmod(fd, static_cast<mode_t>(mode)) != 0) return io_error("set the mode of", pattern);
  return file;
}

AtomicFile::AtomicFile(AtomicFile&& other) noexcept
    : path_(std::move(other.path_)),
      temporary_(std::move(other.temporary_)),
      fd_(std::exchange(other.fd_, -1)) {}

AtomicFile::~AtomicFile() {
  if (fd_ < 0) return;
  ::close(fd_);
  ::unlink(temporary_.c_str());
}

Result<void> AtomicFile::write(std::string_view data) {
  return write_all(fd_, data, path_);
}

Result<void> AtomicFile::commit() {
  if (::fsync(fd_) != 0) return io_error("flush", temporary_);
  if (::rename(temporary_.c_str(), path_.c_str()) != 0) return io_error("replace", path_);
  ::close(std::exchange(fd_, -1));
  return flush_directory(path_);
}

void remove_temporaries(const Path& path) {
  const std::string start = path.filename().string() + kTemporary;
  const Path directory = path.parent_path().empty() ? Path(".") : path.parent_path();
  std::error_code ignored;
  std::filesystem::directory_iterator entry(directory, ignored), end;
  for (; entry != end; entry.increment(ignored)) {
    const std::string name = entry->path().filename().string();
    if (name.starts_with(start) && name.size() == start.size() + kRandom.size())
      ::unlink(entry->path().c_str());
  }
}

Result<void> replace_file(const Path& path, std::string_view data, unsigned mode) {
  return AtomicFile::create(path, mode).and_then([&](AtomicFile&& file) {
    return file.write(data).and_then([&] { return file.commit(); });
  });
}

Result<AppendFile> AppendFile::open(const Path& path, Flush flush) {
  bool is_new = ::access(path.c_str(), F_OK) != 0;
  constexpr int kFlags = O_WRONLY | O_APPEND | O_CREAT;
  Result<int> opened = -1;
  if (flush == Flush::Always) {
    opened = open_own(path, kFlags, "write");
  } else if (*opened = ::open(path.c_str(), kFlags | O_NONBLOCK | O_CLOEXEC, 0600); *opened < 0) {
    return io_error("write", path);
  }
  if (!opened) return fail(opened.error());
  AppendFile file(path, *opened, flush);
  if (is_new && flush == Flush::Always) {
    if (auto flushed = flush_directory(path); !flushed) return fail(flushed.error());
  }
  return file;
}

AppendFile::AppendFile(AppendFile&& other) noexcept
    : path_(std::move(other.path_)), fd_(std::exchange(other.fd_, -1)), flush_(other.flush_) {}

AppendFile::~AppendFile() {
  if (fd_ >= 0) ::close(fd_);
}

Result<void> AppendFile::append(std::string_view data) {
  if (auto written = write_all(fd_, data, path_); !written) return written;
  if (flush_ == Flush::Always && ::fdatasync(fd_) != 0) return io_error("flush", path_);
  return {};
}

Result<FileLock> FileLock::acquire(const Path& path, std::string_view holder) {
  auto opened = open_own(path, O_RDWR | O_CREAT, "lock");
  if (!opened) return fail(opened.error());
  const int fd = *opened;
  if (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
    bool held = errno == EWOULDBLOCK;
    Result<FileLock> result = io_error("lock", path);
    ::close(fd);
    if (!held) return result;
    auto text = read_file(path, 4096, Links::Refuse).value_or("");
    return fail(ErrorKind::Locked, printable(path.string()) + " is locked" +
                                       (text.empty() ? "" : " by " + printable(trim(text))));
  }
  FileLock lock(fd);
  if (::ftruncate(fd, 0) != 0) return io_error("write", path);
  if (auto written = write_all(fd, holder, path); !written) return fail(written.error());
  return lock;
}

FileLock::FileLock(FileLock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

FileLock::~FileLock() {
  if (fd_ < 0) return;
  // The former holder is removed from the file. The file itself stays, so that two waiters never lock two
  // different files.
  [[maybe_unused]] int ignored = ::ftruncate(fd_, 0);
  ::close(fd_);
}

Result<void> remove_file(const Path& path) {
  if (::unlink(path.c_str()) != 0) {
    if (errno == ENOENT) return {};
    return io_error("remove", path);
  }
  return flush_directory(path);
}

}  // namespace waveform::base
