#include "base/beneath.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include "tests/support/program.h"

namespace waveform::base {
namespace {

namespace fs = std::filesystem;

struct Tree : test::TemporaryDirectory {
  Tree() {
    for (const char* directory : {"root/a/b", "added", "out"}) fs::create_directories(path() / directory);
    for (const char* file : {"root/f", "root/a/b/g", "added/h", "out/secret"}) write(file, file);
  }
  Path at(const std::string& name) const { return fs::canonical(path()) / name; }
  void link(const std::string& name, const std::string& target) const {
    fs::create_symlink(target, path() / name);
  }
  // The resolved path, relative to the test directory; or the message.
  std::string follow(const std::string& name) const {
    auto followed = follow_beneath({at("root"), at("added")}, name.starts_with('/') ? Path(name) : at(name));
    return followed ? followed->path.lexically_relative(at("")).string() : followed.error().message;
  }
};

}  // namespace

TEST_CASE("a link may lead anywhere below the roots, and nowhere else") {
  Tree tree;
  tree.link("root/plain", "f");
  tree.link("root/chain", "a/../plain");
  tree.link("root/dir", "a/b");
  tree.link("root/a/up", "../f");
  tree.link("root/absolute", tree.at("root/f").string());
  tree.link("root/other", "../added/h");
  tree.link("root/round", "../root/../root/f");
  tree.link("root/dir_up", "dir/../b/g");
  CHECK(tree.follow("root/f") == "root/f");
  CHECK(tree.follow("root") == "root");
  CHECK(tree.follow("root/plain") == "root/f");
  CHECK(tree.follow("root/chain") == "root/f");
  CHECK(tree.follow("root/dir/g") == "root/a/b/g");
  CHECK(tree.follow("root/a/up") == "root/f");
  CHECK(tree.follow("root/absolute") == "root/f");
  CHECK(tree.follow("root/other") == "added/h");
  CHECK(tree.follow("root/round") == "root/f");
  CHECK(tree.follow("root/dir_up") == "root/a/b/g");  // ".." is relative to the target of the link

  tree.link("root/out", "../out/secret");
  tree.link("root/out_dir", "../out");
  tree.link("root/out_chain", "out_dir/secret");
  tree.link("root/away", "/etc/passwd");
  tree.link("root/proc", "/proc/self/cwd/f");
  tree.link("root/parent", "..");
  tree.link("root/beside", "../rooty");
  tree.link("root/back", "../out/../root/f");
  for (const char* name :
       {"root/out", "root/out_dir/secret", "root/out_chain", "root/away", "root/proc", "root/parent",
        "root/beside", "root/parent/out/secret", "root/back", "out/secret", "rooty", "/etc/passwd", "/"}) {
    INFO(name);
    CHECK(tree.follow(name) == "leads out");
  }
  tree.link("root/circle", "circle");
  CHECK(tree.follow("root/circle") == "Too many levels of symbolic links");
  CHECK(tree.follow("root/none") == "No such file or directory");
  CHECK(tree.follow("root/f/x") == "Not a directory");
}

TEST_CASE("only a regular file is read, with openat2 and without it") {
  Tree tree;
  tree.link("root/link", "f");
  tree.link("root/dir", "a");
  REQUIRE(::mkfifo(tree.at("root/fifo").c_str(), 0600) == 0);
  for (OpenBy by : {OpenBy::Kernel, OpenBy::Parts}) {
    CAPTURE(static_cast<int>(by));
    CHECK(*read_beneath(tree.at("root"), "f", 100, by) == "root/f");
    CHECK(*read_beneath(tree.at("root"), "a/b/g", 100, by) == "root/a/b/g");
    CHECK(read_beneath(tree.at("root"), "a/b/g", 9, by).error().message == "is larger than 9 bytes");
    CHECK(read_beneath(tree.at("root"), "a", 100, by).error().message == "is a directory, not a file");
    CHECK(read_beneath(tree.at("root"), "fifo", 100, by).error().message == "is not a regular file");
    CHECK(read_beneath("/dev", "null", 100, by).error().message == "is not a regular file");
    CHECK(read_beneath("/proc", "version", 10000, by).error().message ==
          "is not a regular file: the kernel generates its content");
    CHECK(read_beneath(tree.at("root"), "none", 100, by).error().kind == ErrorKind::NotFound);
    for (const char* name : {"link", "dir/b/g", "../out/secret", "/etc/passwd"}) {
      INFO(name);
      CHECK(!read_beneath(tree.at("root"), name, 100, by));
    }
  }
}

}  // namespace waveform::base
