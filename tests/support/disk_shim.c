// A failing disk, for LD_PRELOAD: counts a program's accesses to the files of one directory, and fails at a
// chosen one. Environment variables:
//
//   WAVEFORM_DISK_DIRECTORY  absolute, without links; only files directly in it are watched
//   WAVEFORM_DISK_KIND    counted calls: write, sync, rename, create (open with O_CREAT, mkostemp), unlink,
//                         truncate; default: all. sync is fsync and fdatasync, of a file or the directory
//   WAVEFORM_DISK_TEXT    only writes that contain this text are counted
//   WAVEFORM_DISK_AT      the number of the failing call, from 1; default: none
//   WAVEFORM_DISK_DO      fail=ENOSPC, fail=EIO   this call fails
//                         fail-on=...             this counted call and all later ones fail
//                         kill-before, kill-after SIGKILL; written data stays
//                         tear                    SIGKILL after half of a write; else as kill-before
//                         crash                   SIGKILL, and unflushed data is lost, as in a power cut:
//                                                 contents need fsync or fdatasync of the file, names fsync
//                                                 of the directory
//   WAVEFORM_DISK_LOG     a file outside of the directory: gets a line "KIND NAME" for each counted call
//
// With AddressSanitizer: ASAN_OPTIONS=verify_asan_link_order=0.
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

// The original function.
#define NEXT(function) ((__typeof__(&(function)))dlsym(RTLD_NEXT, #function))

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int counted = 0;

static const char* setting(const char* name) {
  const char* value = getenv(name);
  return value && *value ? value : NULL;
}

static int does(const char* what) {
  const char* chosen = setting("WAVEFORM_DISK_DO");
  return chosen && strncmp(chosen, what, strlen(what)) == 0;
}

// ---- The disk: the files as they would be after a power cut.

enum { kMost = 256 };
// A file that has existed. Its descriptor is never closed, so that no other file gets its inode.
struct File {
  ino_t inode;
  int kept_open;
  char* content;
  size_t size;
};
static struct File files[kMost];
static int file_count = 0;
struct Name {
  char text[NAME_MAX + 1];
  struct File* file;
};
static struct Name names[kMost];
static int name_count = 0;

static void give_up(const char* why) {
  fprintf(stderr, "disk_shim: %s\n", why);
  abort();
}

static struct File* file_of(int fd) {
  struct stat info;
  if (fstat(fd, &info) != 0) give_up("a file cannot be looked at");
  for (int i = 0; i < file_count; ++i) {
    if (files[i].inode == info.st_ino) return &files[i];
  }
  if (file_count == kMost) give_up("too many files");
  struct File* file = &files[file_count++];
  file->inode = info.st_ino;
  file->kept_open = dup(fd);
  return file;
}

static void flush_content(int fd) {
  struct File* file = file_of(fd);
  char path[64];
  snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
  const int reader = NEXT(open)(path, O_RDONLY | O_CLOEXEC);
  struct stat info;
  if (reader < 0 || fstat(reader, &info) != 0) give_up("a file cannot be read");
  file->content = realloc(file->content, (size_t)info.st_size + 1);
  const ssize_t got = pread(reader, file->content, (size_t)info.st_size, 0);
  file->size = got < 0 ? 0 : (size_t)got;
  close(reader);
}

// Calls `visit` for every regular file of the directory.
static void each_file(const char* directory, void (*visit)(int directory_fd, const char* name)) {
  DIR* listing = opendir(directory);
  if (!listing) give_up("the directory cannot be read");
  for (struct dirent* entry = readdir(listing); entry; entry = readdir(listing)) {
    if (entry->d_type == DT_REG) visit(dirfd(listing), entry->d_name);
  }
  closedir(listing);
}

static void flush_name(int directory, const char* name) {
  if (name_count == kMost) give_up("too many names");
  const int fd = openat(directory, name, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return;
  snprintf(names[name_count].text, sizeof names[name_count].text, "%s", name);
  names[name_count++].file = file_of(fd);
  close(fd);
}

static void flush_name_and_content(int directory, const char* name) {
  flush_name(directory, name);
  flush_content(names[name_count - 1].file->kept_open);
}

static void remove_name(int directory, const char* name) { unlinkat(directory, name, 0); }

static void lose_what_was_not_flushed(const char* directory) {
  each_file(directory, remove_name);
  const int place = NEXT(open)(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  for (int i = 0; i < name_count; ++i) {
    const struct File* file = names[i].file;
    const int fd = openat(place, names[i].text, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0 || NEXT(write)(fd, file->content, file->size) != (ssize_t)file->size) give_up("cannot restore");
  }
}

static void start(void) __attribute__((constructor));
static void start(void) {
  const char* directory = setting("WAVEFORM_DISK_DIRECTORY");
  if (directory && does("crash")) each_file(directory, flush_name_and_content);
}

// ---- Counting a call, and its failure.

// The file's name if it is directly in the directory, else null. `path` may be relative.
static const char* watched(const char* path, char* buffer) {
  const char* directory = setting("WAVEFORM_DISK_DIRECTORY");
  if (!directory || !path) return NULL;
  if (*path != '/') {
    if (!getcwd(buffer, PATH_MAX)) return NULL;
    const size_t length = strlen(buffer);
    snprintf(buffer + length, PATH_MAX - length, "/%s", path);
    path = buffer;
  }
  const size_t length = strlen(directory);
  if (strncmp(path, directory, length) != 0 || (path[length] != '/' && path[length] != '\0')) return NULL;
  return path[length] ? path + length + 1 : ".";
}

static const char* watched_fd(int fd, char* buffer) {
  if (!setting("WAVEFORM_DISK_DIRECTORY")) return NULL;
  char link[64];
  char path[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  const ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return NULL;
  path[length] = '\0';
  const char* name = watched(path, buffer);
  return name ? strcpy(buffer, name) : NULL;
}

static void note(const char* kind, const char* name) {
  const char* log = setting("WAVEFORM_DISK_LOG");
  if (!log) return;
  const int fd = NEXT(open)(log, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  char line[PATH_MAX + 16];
  const int length = snprintf(line, sizeof line, "%s %s\n", kind, name);
  if (fd < 0 || NEXT(write)(fd, line, (size_t)length) != length) give_up("the log cannot be written");
  close(fd);
}

static int is_counted(const char* kind, const void* data, size_t size) {
  const char* wanted = setting("WAVEFORM_DISK_KIND");
  const char* text = setting("WAVEFORM_DISK_TEXT");
  if (wanted && strcmp(wanted, kind) != 0) return 0;
  return !text || (data && memmem(data, size, text, strlen(text)) != NULL);
}

static int error_number(void) {
  const char* chosen = setting("WAVEFORM_DISK_DO");
  return strstr(chosen, "ENOSPC") ? ENOSPC : EIO;
}

enum Fate { Go, Fail, KillAfter, Tear };
static enum Fate fate(const char* kind, const char* name, const void* data, size_t size) {
  if (!is_counted(kind, data, size)) return Go;
  note(kind, name);
  ++counted;
  const char* at = setting("WAVEFORM_DISK_AT");
  const int chosen = at ? atoi(at) : 0;
  if (chosen == 0 || counted < chosen) return Go;
  if (does("fail-on") || (does("fail=") && counted == chosen)) {
    errno = error_number();
    return Fail;
  }
  if (counted != chosen) return Go;
  if (does("kill-after")) return KillAfter;
  if (does("tear") && data) return Tear;
  if (does("crash")) lose_what_was_not_flushed(setting("WAVEFORM_DISK_DIRECTORY"));
  if (does("fail")) return Go;
  kill(getpid(), SIGKILL);
  return Go;
}

// REQUIRES: the call was made, and errno belongs to it.
static void after(enum Fate fate) {
  if (fate == KillAfter) kill(getpid(), SIGKILL);
}

// ---- The calls. One at a time, so that nothing changes during a crash.

#define WATCHED_CALL(result_type, kind, name, data, size, call) \
  result_type result = -1;                                      \
  pthread_mutex_lock(&lock);                                    \
  const enum Fate chosen = fate(kind, name, data, size);        \
  if (chosen != Fail) result = (call);                          \
  after(chosen);

#define END_CALL              \
  pthread_mutex_unlock(&lock); \
  return result;

ssize_t write(int fd, const void* data, size_t size) {
  char buffer[PATH_MAX];
  const char* name = watched_fd(fd, buffer);
  if (!name) return NEXT(write)(fd, data, size);
  WATCHED_CALL(ssize_t, "write", name, data, size, NEXT(write)(fd, data, chosen == Tear ? size / 2 : size))
  if (chosen == Tear) kill(getpid(), SIGKILL);
  END_CALL
}

static int sync_call(int fd, const char* name, int (*next)(int)) {
  WATCHED_CALL(int, "sync", name, NULL, 0, next(fd))
  if (result == 0 && does("crash")) {
    if (strcmp(name, ".") == 0) {
      name_count = 0;
      each_file(setting("WAVEFORM_DISK_DIRECTORY"), flush_name);
    } else {
      flush_content(fd);
    }
  }
  END_CALL
}

int fsync(int fd) {
  char buffer[PATH_MAX];
  const char* name = watched_fd(fd, buffer);
  return name ? sync_call(fd, name, NEXT(fsync)) : NEXT(fsync)(fd);
}

int fdatasync(int fd) {
  char buffer[PATH_MAX];
  const char* name = watched_fd(fd, buffer);
  return name ? sync_call(fd, name, NEXT(fdatasync)) : NEXT(fdatasync)(fd);
}

int rename(const char* from, const char* to) {
  char buffer[PATH_MAX];
  const char* name = watched(to, buffer);
  if (!name) return NEXT(rename)(from, to);
  WATCHED_CALL(int, "rename", name, NULL, 0, NEXT(rename)(from, to))
  END_CALL
}

int unlink(const char* path) {
  char buffer[PATH_MAX];
  const char* name = watched(path, buffer);
  if (!name) return NEXT(unlink)(path);
  WATCHED_CALL(int, "unlink", name, NULL, 0, NEXT(unlink)(path))
  END_CALL
}

int ftruncate(int fd, off_t size) {
  char buffer[PATH_MAX];
  const char* name = watched_fd(fd, buffer);
  if (!name) return NEXT(ftruncate)(fd, size);
  WATCHED_CALL(int, "truncate", name, NULL, 0, NEXT(ftruncate)(fd, size))
  END_CALL
}

// A new file is recorded at once, because its inode may have belonged to a removed file.
static int created(int fd) {
  if (fd >= 0 && does("crash")) file_of(fd);
  return fd;
}

static int open_call(const char* path, int flags, mode_t mode, int (*next)(const char*, int, ...)) {
  char buffer[PATH_MAX];
  const char* name = flags & O_CREAT ? watched(path, buffer) : NULL;
  if (!name) return next(path, flags, mode);
  WATCHED_CALL(int, "create", name, NULL, 0, created(next(path, flags, mode)))
  END_CALL
}

#define MODE_OF(flags)                     \
  mode_t mode = 0;                         \
  if ((flags) & O_CREAT) {                 \
    va_list rest;                          \
    va_start(rest, flags);                 \
    mode = (mode_t)va_arg(rest, unsigned); \
    va_end(rest);                          \
  }

int open(const char* path, int flags, ...) {
  MODE_OF(flags)
  return open_call(path, flags, mode, NEXT(open));
}

int open64(const char* path, int flags, ...) {
  MODE_OF(flags)
  return open_call(path, flags, mode, NEXT(open64));
}

static int temporary_call(char* pattern, int flags, int (*next)(char*, int)) {
  char buffer[PATH_MAX];
  const char* name = watched(pattern, buffer);
  if (!name) return next(pattern, flags);
  WATCHED_CALL(int, "create", name, NULL, 0, created(next(pattern, flags)))
  END_CALL
}

int mkostemp(char* pattern, int flags) { return temporary_call(pattern, flags, NEXT(mkostemp)); }
int mkostemp64(char* pattern, int flags) { return temporary_call(pattern, flags, NEXT(mkostemp64)); }
