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

// Behind a file's name, that of its new content, as mkstemp wants it.
constexpr const char* kTemporary = ".tmp-";
constexpr std::string_view kRandom = "XXXXXX";

tl::unexpected<Error> io_error(const char* doing, const Path& path, ErrorKind kind = ErrorKind::Io) {
  int code = errno;
  return fail(kind,
              std::string("cannot ") + doing + " " + printable(path.string()) + ": " + std::strerror(code));
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

// A rename, a new file or a removal lasts only when its folder has been flushed.
Result<void> flush_folder(const Path& file) {
  Path folder = file.parent_path().empty() ? Path(".") : file.parent_path();
  int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return io_error("open the folder", folder);
  int failed = ::fsync(fd);
  Result<void> result = {};
  if (failed != 0) result = io_error("flush the folder", folder);
  ::close(fd);
  return result;
}

}  // namespace

Result<std::string> read_file(const Path& path, std::size_t max_bytes) {
  int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return io_error("read", path, errno == ENOENT ? ErrorKind::NotFound : ErrorKind::Io);
  struct stat info {};
  if (::fstat(fd, &info) == 0 && S_ISDIR(info.st_mode)) {
    ::close(fd);
    return fail(ErrorKind::Invalid, printable(path.string()) + " is a folder, not a file");
  }
  std::string data;
  char buffer[1 << 16];
  while (true) {
    ssize_t got = ::read(fd, buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) {
      Result<std::string> result = std::move(data);
      if (got < 0) result = io_error("read", path);
      ::close(fd);
      return result;
    }
    data.append(buffer, static_cast<std::size_t>(got));
    if (data.size() > max_bytes) {
      ::close(fd);
      return fail(ErrorKind::Invalid,
                  printable(path.string()) + " is larger than " + std::to_string(max_bytes) + " bytes");
    }
  }
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
  return flush_folder(path_);
}

void remove_temporaries(const Path& path) {
  const std::string start = path.filename().string() + kTemporary;
  const Path folder = path.parent_path().empty() ? Path(".") : path.parent_path();
  std::error_code ignored;
  std::filesystem::directory_iterator entry(folder, ignored), end;
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
  int fd = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) return io_error("write", path);
  AppendFile file(path, fd, flush);
  if (is_new && flush == Flush::Always) {
    if (auto flushed = flush_folder(path); !flushed) return fail(flushed.error());
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
  int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) return io_error("lock", path);
  if (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
    bool held = errno == EWOULDBLOCK;
    Result<FileLock> result = io_error("lock", path);
    ::close(fd);
    if (!held) return result;
    auto text = read_file(path, 4096).value_or("");
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
  // Who held it is of no interest any more; the file itself stays, so that two waiters never lock two files.
  [[maybe_unused]] int ignored = ::ftruncate(fd_, 0);
  ::close(fd_);
}

Result<void> remove_file(const Path& path) {
  if (::unlink(path.c_str()) != 0) {
    if (errno == ENOENT) return {};
    return io_error("remove", path);
  }
  return flush_folder(path);
}

}  // namespace waveform::base
