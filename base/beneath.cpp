#include "base/beneath.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <deque>
#include <utility>

#include <fcntl.h>
#include <linux/magic.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/text.h"

namespace waveform::base {

namespace {

constexpr int kMostLinks = 40;  // as in Linux
constexpr std::uint64_t kToRead = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;

// File systems whose content the kernel generates on read: environment, command lines, settings.
constexpr std::array<long, 9> kKernelFileSystems = {
    PROC_SUPER_MAGIC,   SYSFS_MAGIC,         DEBUGFS_MAGIC, TRACEFS_MAGIC,     SECURITYFS_MAGIC,
    CGROUP_SUPER_MAGIC, CGROUP2_SUPER_MAGIC, BPF_FS_MAGIC,  DEVPTS_SUPER_MAGIC};

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  int fd() const { return fd_; }

 private:
  int fd_;
};

tl::unexpected<Error> failure(int code) {
  return fail(code == ENOENT || code == ENOTDIR ? ErrorKind::NotFound : ErrorKind::Io, std::strerror(code));
}

// Returns -1 and sets errno on failure.
Descriptor open_by_kernel(int root, const Path& path) {
  open_how how{};
  how.flags = kToRead;
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS | RESOLVE_NO_SYMLINKS;
  constexpr int kMostTries = 10;  // EAGAIN: a directory was renamed during the lookup
  long fd = -1;
  for (int tries = 0; fd < 0 && tries < kMostTries && (tries == 0 || errno == EAGAIN || errno == EINTR);
       ++tries)
    fd = ::syscall(SYS_openat2, root, path.c_str(), &how, sizeof how);
  return Descriptor(static_cast<int>(fd));
}

Descriptor open_by_parts(int root, const Path& path) {
  Descriptor at(::fcntl(root, F_DUPFD_CLOEXEC, 0));
  for (auto part = path.begin(); part != path.end() && at.fd() >= 0; ++part) {
    if (*part == ".." || part->is_absolute()) {
      errno = EXDEV;
      return Descriptor(-1);
    }
    const bool last = std::next(part) == path.end();
    const int flags = static_cast<int>(kToRead) | O_NOFOLLOW | (last ? 0 : O_DIRECTORY);
    at = Descriptor(::openat(at.fd(), part->c_str(), flags));
  }
  return at;
}

bool is_refused(int code) {
  return code == ENOSYS || code == EPERM || code == EINVAL || code == E2BIG || code == EAGAIN;
}

Result<void> check_regular(int fd) {
  struct stat info {};
  if (::fstat(fd, &info) != 0) return failure(errno);
  if (S_ISDIR(info.st_mode)) return fail(ErrorKind::Invalid, "is a directory, not a file");
  if (!S_ISREG(info.st_mode)) return fail(ErrorKind::Invalid, "is not a regular file");
  struct statfs system {};
  if (::fstatfs(fd, &system) != 0) return failure(errno);
  const auto& kernels = kKernelFileSystems;
  if (std::find(kernels.begin(), kernels.end(), static_cast<long>(system.f_type)) == kernels.end()) return {};
  return fail(ErrorKind::Invalid, "is not a regular file: the kernel generates its content");
}

// The parts of a path, without "." and empty ones.
std::deque<Path> parts_of(const Path& path) {
  std::deque<Path> parts;
  for (const auto& part : path.relative_path())
    if (!part.empty() && part != ".") parts.push_back(part);
  return parts;
}

}  // namespace

bool is_below(const Path& path, const Path& directory) {
  const auto parts = std::mismatch(directory.begin(), directory.end(), path.begin(), path.end());
  return parts.first == directory.end();
}

Result<Followed> follow_beneath(const std::vector<Path>& roots, const Path& path) {
  const auto inside = [&](const Path& at) {
    return std::any_of(roots.begin(), roots.end(), [&](const Path& root) { return is_below(at, root); });
  };
  // Directories above a root, and the root itself. They are known to exist and are not links.
  const auto above = [&](const Path& at) {
    return std::any_of(roots.begin(), roots.end(), [&](const Path& root) { return is_below(root, at); });
  };
  Followed followed{"/", {path}};
  Path& at = followed.path;
  std::deque<Path> rest = parts_of(path);
  while (!rest.empty()) {
    const Path part = std::move(rest.front());
    rest.pop_front();
    const Path next = part == ".." ? at.parent_path() : at / part;
    if (part == ".." || above(next)) {
      at = next;
      continue;
    }
    if (!inside(next)) return fail(ErrorKind::Refused, "leads out");
    struct stat info {};
    if (::lstat(next.c_str(), &info) != 0) return failure(errno);
    if (!S_ISLNK(info.st_mode)) {
      at = next;
      continue;
    }
    std::error_code error;
    const Path target = std::filesystem::read_symlink(next, error);
    if (error) return failure(error.value());
    if (followed.names.size() > kMostLinks) return failure(ELOOP);
    followed.names.push_back(next);
    if (target.is_absolute()) at = "/";
    const auto parts = parts_of(target);
    rest.insert(rest.begin(), parts.begin(), parts.end());
  }
  if (!inside(at)) return fail(ErrorKind::Refused, "leads out");
  return followed;
}

Result<std::string> read_beneath(const Path& root, const Path& path, std::size_t max_bytes, OpenBy by) {
  const Descriptor directory(::open(root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (directory.fd() < 0) return failure(errno);
  Descriptor file(-1);
  if (by == OpenBy::Kernel) file = open_by_kernel(directory.fd(), path);
  if (by == OpenBy::Parts || (file.fd() < 0 && is_refused(errno))) file = open_by_parts(directory.fd(), path);
  if (file.fd() < 0) return failure(errno);
  if (auto regular = check_regular(file.fd()); !regular) return fail(regular.error());
  auto text = read_open(file.fd(), max_bytes);
  if (!text) return fail(text.error());
  return text;
}

}  // namespace waveform::base
