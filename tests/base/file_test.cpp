#include "base/file.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include "tests/support/program.h"

namespace waveform::base {
namespace {

struct Directory : test::TemporaryDirectory {
  Path at(const std::string& name) const { return path() / name; }
};

unsigned mode(const Path& path) {
  struct stat info {};
  REQUIRE(::stat(path.c_str(), &info) == 0);
  return info.st_mode & 07777;
}

}  // namespace

TEST_CASE("a file is read whole, or the error names it") {
  Directory directory;
  std::string bytes("a\0b\xff\r\n", 6);
  directory.write("f", bytes);
  CHECK(*read_file(directory.at("f")) == bytes);
  CHECK(*read_file(directory.at("f"), 6) == bytes);
  CHECK(read_file(directory.at("f"), 5).error().kind == ErrorKind::Invalid);
  auto missing = read_file(directory.at("no\x1bne"));
  CHECK(missing.error().kind == ErrorKind::NotFound);
  CHECK(missing.error().message ==
        "cannot read " + directory.path().string() + "/no\\u001bne: No such file or directory");
  CHECK(read_file(directory.path()).error().kind == ErrorKind::Invalid);
  CHECK(read_file(directory.at("f/x")).error().kind == ErrorKind::Io);
}

TEST_CASE("a large file is read whole") {
  Directory directory;
  std::string text(300'000, 'x');
  directory.write("f", text);
  CHECK(*read_file(directory.at("f")) == text);
}

TEST_CASE("until it is committed nothing has changed, and without it nothing is left") {
  Directory directory;
  directory.write("f", "old");
  {
    auto file = AtomicFile::create(directory.at("f"));
    REQUIRE(file);
    REQUIRE(file->write("new "));
    REQUIRE(file->write("text"));
    CHECK(directory.read("f") == "old");
    CHECK(directory.files().size() == 2);
  }
  CHECK(directory.files() == std::vector<std::string>{"f"});
  CHECK(directory.read("f") == "old");
  auto file = AtomicFile::create(directory.at("f"));
  REQUIRE(file->write("new"));
  auto moved = *std::move(file);
  REQUIRE(moved.commit());
  CHECK(directory.read("f") == "new");
  CHECK(directory.files() == std::vector<std::string>{"f"});
}

TEST_CASE("a replaced file has the requested mode and a new inode") {
  Directory directory;
  directory.write("f", "old");
  std::filesystem::permissions(directory.at("f"), std::filesystem::perms(0666));
  std::filesystem::create_hard_link(directory.at("f"), directory.at("other"));
  REQUIRE(replace_file(directory.at("f"), "new"));
  CHECK(mode(directory.at("f")) == 0600);
  CHECK(directory.read("other") == "old");
  REQUIRE(replace_file(directory.at("g"), "", 0644));
  CHECK(mode(directory.at("g")) == 0644);
}

TEST_CASE("a failed write names the file and leaves nothing behind") {
  Directory directory;
  auto nowhere = replace_file(directory.at("none/f"), "x");
  CHECK(nowhere.error().kind == ErrorKind::Io);
  CHECK(nowhere.error().message.find("none/f") != std::string::npos);
  std::filesystem::create_directories(directory.at("d/in"));
  CHECK(!replace_file(directory.at("d"), "x"));
  CHECK(directory.files().empty());
}

TEST_CASE("an append file continues at its end") {
  Directory directory;
  {
    auto file = AppendFile::open(directory.at("f"));
    REQUIRE(file);
    REQUIRE(file->append("one\n"));
    REQUIRE(file->append("two\n"));
  }
  CHECK(mode(directory.at("f")) == 0600);
  auto again = AppendFile::open(directory.at("f"));
  REQUIRE(again->append("three\n"));
  CHECK(directory.read("f") == "one\ntwo\nthree\n");
  CHECK(!AppendFile::open(directory.path()));
}

TEST_CASE("a lock has one holder, which the others see, and is released") {
  Directory directory;
  auto path = directory.at("f.lock");
  {
    auto held = FileLock::acquire(path, "ann\x1b on mars\n");
    REQUIRE(held);
    CHECK(directory.read("f.lock") == "ann\x1b on mars\n");
    auto refused = FileLock::acquire(path, "bob");
    REQUIRE(!refused);
    CHECK(refused.error().kind == ErrorKind::Locked);
    CHECK(refused.error().message == path.string() + " is locked by ann\\u001b on mars");
    CHECK(directory.read("f.lock") == "ann\x1b on mars\n");
    auto moved = *std::move(held);
    CHECK(!FileLock::acquire(path, "bob"));
  }
  CHECK(directory.read("f.lock") == "");
  CHECK(FileLock::acquire(path, "bob"));
  CHECK(FileLock::acquire(directory.at("none/f"), "x").error().kind == ErrorKind::Io);
}

TEST_CASE("lock and journal are never opened through a link, and nothing waits for a FIFO") {
  Directory directory;
  directory.write("precious", "text");
  std::filesystem::create_symlink("precious", directory.at("link"));
  std::filesystem::create_symlink("none", directory.at("dangling"));
  REQUIRE(::mkfifo(directory.at("fifo").c_str(), 0600) == 0);
  for (const char* name : {"link", "dangling", "fifo"}) {
    INFO(name);
    auto locked = FileLock::acquire(directory.at(name), "me");
    auto appended = AppendFile::open(directory.at(name));
    auto text = read_file(directory.at(name), 100, Links::Refuse);
    REQUIRE(!locked);
    REQUIRE(!appended);
    REQUIRE(!text);
    CHECK(locked.error().kind == ErrorKind::Invalid);
    CHECK(text.error().kind == ErrorKind::Invalid);
    const bool is_link = std::string(name) != "fifo";
    CHECK(locked.error().message == "cannot lock " + directory.at(name).string() + ": it is " +
                                        (is_link ? "a link" : "not a regular file"));
    CHECK(locked.error().hint == "It must be a regular file. Use another path, or remove it.");
  }
  CHECK(directory.read("precious") == "text");
  CHECK(!std::filesystem::exists(directory.at("none")));
  // A log may be a link: -log-file=/dev/stderr.
  CHECK(AppendFile::open(directory.at("link"), AppendFile::Flush::Never));
}

TEST_CASE("a link is followed, also to a file that does not exist yet") {
  Directory directory;
  const Path real = std::filesystem::canonical(directory.path());
  std::filesystem::create_directories(directory.at("a/b"));
  std::filesystem::create_directory_symlink("a/b", directory.at("dir"));
  std::filesystem::create_symlink("dir/new", directory.at("one"));
  std::filesystem::create_symlink(directory.at("one"), directory.at("two"));
  for (const char* name : {"one", "two", "dir/new", "a/../dir/./new"})
    CHECK(*target_of(directory.at(name)) == real / "a/b/new");
  CHECK(*target_of(directory.at("plain")) == real / "plain");

  std::filesystem::create_symlink("gone/new", directory.at("broken"));
  auto broken = target_of(directory.at("broken"));
  REQUIRE(!broken);
  CHECK(broken.error().kind == ErrorKind::Io);
  CHECK(broken.error().message == "it is a link to " + directory.at("gone/new").string() +
                                      ", and the directory " + directory.at("gone").string() +
                                      " does not exist");
  CHECK(target_of(directory.at("gone/new")).error().message ==
        "the directory " + directory.at("gone").string() + " does not exist");
  std::filesystem::create_symlink("circle", directory.at("circle"));
  CHECK(target_of(directory.at("circle")).error().message.ends_with("it is a link that cannot be followed"));
}

TEST_CASE("removing a missing file is not an error") {
  Directory directory;
  directory.write("f", "");
  REQUIRE(remove_file(directory.at("f")));
  REQUIRE(remove_file(directory.at("f")));
  CHECK(directory.files().empty());
  std::filesystem::create_directory(directory.at("d"));
  CHECK(!remove_file(directory.at("d")));
}

}  // namespace waveform::base
