#include "base/file.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include "tests/support/program.h"

namespace waveform::base {
namespace {

struct Folder : test::TemporaryFolder {
  Path at(const std::string& name) const { return path() / name; }
};

unsigned mode(const Path& path) {
  struct stat info {};
  REQUIRE(::stat(path.c_str(), &info) == 0);
  return info.st_mode & 07777;
}

}  // namespace

TEST_CASE("a file is read whole, or the error names it") {
  Folder folder;
  std::string bytes("a\0b\xff\r\n", 6);
  folder.write("f", bytes);
  CHECK(*read_file(folder.at("f")) == bytes);
  CHECK(*read_file(folder.at("f"), 6) == bytes);
  CHECK(read_file(folder.at("f"), 5).error().kind == ErrorKind::Invalid);
  auto missing = read_file(folder.at("no\x1bne"));
  CHECK(missing.error().kind == ErrorKind::NotFound);
  CHECK(missing.error().message ==
        "cannot read " + folder.path().string() + "/no\\u001bne: No such file or directory");
  CHECK(read_file(folder.path()).error().kind == ErrorKind::Invalid);
  CHECK(read_file(folder.at("f/x")).error().kind == ErrorKind::Io);
}

TEST_CASE("a large file is read whole") {
  Folder folder;
  std::string text(300'000, 'x');
  folder.write("f", text);
  CHECK(*read_file(folder.at("f")) == text);
}

TEST_CASE("until it is committed nothing has changed, and without it nothing is left") {
  Folder folder;
  folder.write("f", "old");
  {
    auto file = AtomicFile::create(folder.at("f"));
    REQUIRE(file);
    REQUIRE(file->write("new "));
    REQUIRE(file->write("text"));
    CHECK(folder.read("f") == "old");
    CHECK(folder.files().size() == 2);
  }
  CHECK(folder.files() == std::vector<std::string>{"f"});
  CHECK(folder.read("f") == "old");
  auto file = AtomicFile::create(folder.at("f"));
  REQUIRE(file->write("new"));
  auto moved = *std::move(file);
  REQUIRE(moved.commit());
  CHECK(folder.read("f") == "new");
  CHECK(folder.files() == std::vector<std::string>{"f"});
}

TEST_CASE("a replaced file has the requested mode and a new inode") {
  Folder folder;
  folder.write("f", "old");
  std::filesystem::permissions(folder.at("f"), std::filesystem::perms(0666));
  std::filesystem::create_hard_link(folder.at("f"), folder.at("other"));
  REQUIRE(replace_file(folder.at("f"), "new"));
  CHECK(mode(folder.at("f")) == 0600);
  CHECK(folder.read("other") == "old");
  REQUIRE(replace_file(folder.at("g"), "", 0644));
  CHECK(mode(folder.at("g")) == 0644);
}

TEST_CASE("a failed write names the file and leaves nothing behind") {
  Folder folder;
  auto nowhere = replace_file(folder.at("none/f"), "x");
  CHECK(nowhere.error().kind == ErrorKind::Io);
  CHECK(nowhere.error().message.find("none/f") != std::string::npos);
  std::filesystem::create_directories(folder.at("d/in"));
  CHECK(!replace_file(folder.at("d"), "x"));
  CHECK(folder.files().empty());
}

TEST_CASE("an append file continues at its end") {
  Folder folder;
  {
    auto file = AppendFile::open(folder.at("f"));
    REQUIRE(file);
    REQUIRE(file->append("one\n"));
    REQUIRE(file->append("two\n"));
  }
  CHECK(mode(folder.at("f")) == 0600);
  auto again = AppendFile::open(folder.at("f"));
  REQUIRE(again->append("three\n"));
  CHECK(folder.read("f") == "one\ntwo\nthree\n");
  CHECK(!AppendFile::open(folder.path()));
}

TEST_CASE("a lock has one holder, which the others see, and is released") {
  Folder folder;
  auto path = folder.at("f.lock");
  {
    auto held = FileLock::acquire(path, "ann\x1b on mars\n");
    REQUIRE(held);
    CHECK(folder.read("f.lock") == "ann\x1b on mars\n");
    auto refused = FileLock::acquire(path, "bob");
    REQUIRE(!refused);
    CHECK(refused.error().kind == ErrorKind::Locked);
    CHECK(refused.error().message == path.string() + " is locked by ann\\u001b on mars");
    CHECK(folder.read("f.lock") == "ann\x1b on mars\n");
    auto moved = *std::move(held);
    CHECK(!FileLock::acquire(path, "bob"));
  }
  CHECK(folder.read("f.lock") == "");
  CHECK(FileLock::acquire(path, "bob"));
  CHECK(FileLock::acquire(folder.at("none/f"), "x").error().kind == ErrorKind::Io);
}

TEST_CASE("lock and journal are never opened through a link, and nothing waits for a FIFO") {
  Folder folder;
  folder.write("precious", "text");
  std::filesystem::create_symlink("precious", folder.at("link"));
  std::filesystem::create_symlink("none", folder.at("dangling"));
  REQUIRE(::mkfifo(folder.at("fifo").c_str(), 0600) == 0);
  for (const char* name : {"link", "dangling", "fifo"}) {
    INFO(name);
    auto locked = FileLock::acquire(folder.at(name), "me");
    auto appended = AppendFile::open(folder.at(name));
    auto text = read_file(folder.at(name), 100, Links::Refuse);
    REQUIRE(!locked);
    REQUIRE(!appended);
    REQUIRE(!text);
    CHECK(locked.error().kind == ErrorKind::Invalid);
    CHECK(text.error().kind == ErrorKind::Invalid);
    const bool is_link = std::string(name) != "fifo";
    CHECK(locked.error().message == "cannot lock " + folder.at(name).string() + ": it is " +
                                        (is_link ? "a link" : "not a regular file"));
    CHECK(locked.error().hint == "It must be a regular file. Use another path, or remove it.");
  }
  CHECK(folder.read("precious") == "text");
  CHECK(!std::filesystem::exists(folder.at("none")));
  // A log may be a link: -log-file=/dev/stderr.
  CHECK(AppendFile::open(folder.at("link"), AppendFile::Flush::Never));
}

TEST_CASE("a link is followed, also to a file that does not exist yet") {
  Folder folder;
  const Path real = std::filesystem::canonical(folder.path());
  std::filesystem::create_directories(folder.at("a/b"));
  std::filesystem::create_directory_symlink("a/b", folder.at("dir"));
  std::filesystem::create_symlink("dir/new", folder.at("one"));
  std::filesystem::create_symlink(folder.at("one"), folder.at("two"));
  for (const char* name : {"one", "two", "dir/new", "a/../dir/./new"})
    CHECK(*target_of(folder.at(name)) == real / "a/b/new");
  CHECK(*target_of(folder.at("plain")) == real / "plain");

  std::filesystem::create_symlink("gone/new", folder.at("broken"));
  auto broken = target_of(folder.at("broken"));
  REQUIRE(!broken);
  CHECK(broken.error().kind == ErrorKind::Io);
  CHECK(broken.error().message == "it is a link to " + folder.at("gone/new").string() +
                                      ", and the directory " + folder.at("gone").string() +
                                      " does not exist");
  CHECK(target_of(folder.at("gone/new")).error().message ==
        "the directory " + folder.at("gone").string() + " does not exist");
  std::filesystem::create_symlink("circle", folder.at("circle"));
  CHECK(target_of(folder.at("circle")).error().message.ends_with("it is a link that cannot be followed"));
}

TEST_CASE("removing a missing file is not an error") {
  Folder folder;
  folder.write("f", "");
  REQUIRE(remove_file(folder.at("f")));
  REQUIRE(remove_file(folder.at("f")));
  CHECK(folder.files().empty());
  std::filesystem::create_directory(folder.at("d"));
  CHECK(!remove_file(folder.at("d")));
}

}  // namespace waveform::base
