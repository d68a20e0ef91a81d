#include <doctest/doctest.h>
#include <sys/stat.h>

#include "state/backend/local.h"
#include "state/store.h"
#include "tests/state/samples.h"
#include "tests/support/program.h"

namespace waveform::state {
namespace {

using base::ErrorKind;

unsigned mode(const base::Path& path) {
  struct stat info {};
  REQUIRE(::stat(path.c_str(), &info) == 0);
  return info.st_mode & 07777;
}

struct Directory : test::TemporaryDirectory {
  base::Path at(const std::string& name) const { return path() / name; }
};

}  // namespace

TEST_CASE("the previous state is kept beside the new one") {
  Directory directory;
  LocalBackend backend(directory.at("s.json"));
  CHECK(!backend.read_state()->has_value());
  REQUIRE(backend.write_state("one"));
  CHECK(directory.files() == std::vector<std::string>{"s.json"});
  REQUIRE(backend.write_state("two"));
  REQUIRE(backend.write_state("three"));
  CHECK(directory.read("s.json") == "three");
  CHECK(directory.read("s.json.backup") == "two");
  CHECK(directory.files() == std::vector<std::string>{"s.json", "s.json.backup"});
}

TEST_CASE("state, backup, journal and lock are only accessible to their owner, whatever their former mode") {
  Directory directory;
  directory.write("s.json", "old");
  std::filesystem::permissions(directory.at("s.json"), std::filesystem::perms(0644));
  LocalBackend backend(directory.at("s.json"));
  auto lock = backend.lock("me");
  REQUIRE(lock);
  REQUIRE(backend.write_state("new"));
  REQUIRE(backend.append_journal("line\n"));
  for (const char* name : {"s.json", "s.json.backup", "s.json.journal", "s.json.lock"}) {
    INFO(name);
    CHECK(mode(directory.at(name)) == 0600);
  }
}

TEST_CASE("a link to a state stays a link") {
  Directory directory;
  std::filesystem::create_directory(directory.at("real"));
  directory.write("real/s.json", "old");
  std::filesystem::create_symlink("real/s.json", directory.at("link.json"));
  LocalBackend backend(directory.at("link.json"));
  REQUIRE(backend.write_state("new"));
  CHECK(std::filesystem::is_symlink(directory.at("link.json")));
  CHECK(directory.read("real/s.json") == "new");
  CHECK(directory.read("real/s.json.backup") == "old");
  CHECK(backend.name() == directory.at("link.json").string());
}

TEST_CASE("two names of one state share one lock") {
  Directory directory;
  directory.write("s.json", "");
  std::filesystem::create_symlink("s.json", directory.at("link.json"));
  LocalBackend one(directory.at("s.json"));
  LocalBackend two(directory.at("link.json"));
  auto held = one.lock("ann on mars, since then\n");
  REQUIRE(held);
  auto refused = two.lock("bob");
  REQUIRE(!refused);
  CHECK(refused.error().kind == ErrorKind::Locked);
  CHECK(refused.error().message.ends_with("link.json is locked by ann on mars, since then"));
  CHECK(refused.error().hint.find("Wait until that run ends") == 0);
  held->reset();
  CHECK(two.lock("bob"));
  CHECK(directory.read("s.json.lock") == "");
}

TEST_CASE("the journal grows by lines, and can be removed") {
  Directory directory;
  LocalBackend backend(directory.at("s.json"));
  CHECK(!backend.read_journal()->has_value());
  REQUIRE(backend.remove_journal());
  REQUIRE(backend.append_journal("one\n"));
  REQUIRE(backend.append_journal("two\n"));
  CHECK(**backend.read_journal() == "one\ntwo\n");
  REQUIRE(backend.remove_journal());
  CHECK(!backend.read_journal()->has_value());
  REQUIRE(backend.append_journal("three\n"));
  CHECK(directory.read("s.json.journal") == "three\n");
}

TEST_CASE("when the backup cannot be written the state stays as it was") {
  Directory directory;
  directory.write("s.json", "old");
  std::filesystem::create_directory(directory.at("s.json.backup"));
  directory.write("s.json.backup/x", "");
  LocalBackend backend(directory.at("s.json"));
  auto written = backend.write_state("new");
  REQUIRE(!written);
  CHECK(written.error().kind == ErrorKind::Io);
  CHECK(directory.read("s.json") == "old");
  CHECK(directory.files() == std::vector<std::string>{"s.json", "s.json.backup/x"});
}

TEST_CASE("a missing directory is an error for reading as well: it may be a share that is not mounted") {
  Directory directory;
  std::filesystem::create_symlink("gone/s.json", directory.at("link.json"));
  std::filesystem::create_directory_symlink("gone", directory.at("dir"));
  for (const char* name : {"gone/s.json", "link.json", "dir/s.json"}) {
    LocalBackend backend(directory.at(name));
    INFO(name);
    auto read = backend.read_state();
    REQUIRE(!read);
    CHECK(read.error().message.starts_with("the state " + directory.at(name).string() + ": "));
    CHECK(read.error().message.find("the directory " + directory.at("").string()) != std::string::npos);
    CHECK(read.error().message.ends_with(" does not exist"));
    CHECK(!backend.write_state("x"));
    CHECK(!backend.lock("me"));
    CHECK(!backend.read_journal());
    CHECK(!backend.append_journal("x"));
    CHECK(!backend.remove_journal());
  }
  CHECK(std::filesystem::is_symlink(directory.at("link.json")));
  CHECK(!std::filesystem::exists(directory.at("gone")));
}

TEST_CASE("a link to a state that does not exist yet: the target is created, the link stays") {
  Directory directory;
  std::filesystem::create_directory(directory.at("shared"));
  std::filesystem::create_directory_symlink("shared", directory.at("dir"));
  std::filesystem::create_symlink("shared/s.json", directory.at("one.json"));
  std::filesystem::create_symlink("dir/s.json", directory.at("two.json"));
  LocalBackend one(directory.at("one.json")), two(directory.at("two.json"));
  CHECK(!one.read_state()->has_value());
  auto held = one.lock("ann");
  REQUIRE(held);
  CHECK(two.lock("bob").error().kind == ErrorKind::Locked);
  REQUIRE(one.write_state("text"));
  REQUIRE(one.append_journal("line\n"));
  CHECK(**two.read_state() == "text");
  CHECK(**two.read_journal() == "line\n");
  CHECK(std::filesystem::is_symlink(directory.at("one.json")));
  CHECK(std::filesystem::is_symlink(directory.at("two.json")));
  CHECK(directory.read("shared/s.json") == "text");
  CHECK(!std::filesystem::exists(directory.at("one.json.journal")));
}

TEST_CASE(
    "a state that is missing beside its backup or its journal is an error, until these are moved away") {
  for (const std::string suffix : {".backup", ".journal"}) {
    Directory directory;
    INFO(suffix);
    directory.write("s.json" + suffix, "text");
    LocalBackend backend(directory.at("s.json"));
    auto read = backend.read_state();
    REQUIRE(!read);
    CHECK(read.error().kind == ErrorKind::Corrupt);
    CHECK(read.error().message == "the state " + directory.at("s.json").string() + " is missing, but its " +
                                      suffix.substr(1) + " exists");
    CHECK(read.error().hint.find("move") != std::string::npos);
    CHECK(!load(backend));
    CHECK(!Writer::open(backend, "me"));
    std::filesystem::rename(directory.at("s.json" + suffix), directory.at("away"));
    CHECK(!backend.read_state()->has_value());
    CHECK(load(backend));
  }
  Directory directory;
  std::filesystem::create_symlink("nowhere", directory.at("s.json.backup"));
  CHECK(!LocalBackend(directory.at("s.json")).read_state());
}

TEST_CASE("a state that is removed during a run is written nevertheless") {
  Directory directory;
  LocalBackend backend(directory.at("s.json"));
  REQUIRE(backend.write_state("one"));
  REQUIRE(backend.write_state("two"));
  std::filesystem::remove(directory.at("s.json"));
  REQUIRE(backend.write_state("three"));
  CHECK(directory.read("s.json") == "three");
}

TEST_CASE("lock and journal that are links are refused, and their targets stay unchanged") {
  Directory directory;
  directory.write("precious", "text");
  directory.write("s.json", "old");
  for (const char* name : {"s.json.lock", "s.json.journal"})
    std::filesystem::create_symlink("precious", directory.at(name));
  LocalBackend backend(directory.at("s.json"));
  auto refused = backend.lock("me");
  REQUIRE(!refused);
  CHECK(refused.error().message == "cannot lock " + directory.at("s.json.lock").string() + ": it is a link");
  CHECK(!backend.read_journal());
  CHECK(!backend.append_journal("line\n"));
  CHECK(directory.read("precious") == "text");
}

TEST_CASE("a damaged file is refused with its name, and stays unchanged") {
  Directory directory;
  directory.write("s.json", "{\"format\": \"waveform-state\", \"version\": 1, \"lin");
  LocalBackend backend(directory.at("s.json"));
  auto writer = Writer::open(backend, "me");
  REQUIRE(!writer);
  CHECK(writer.error().message.starts_with(directory.at("s.json").string() +
                                           ": the state file cannot be read"));
  CHECK(directory.read("s.json") == "{\"format\": \"waveform-state\", \"version\": 1, \"lin");
  CHECK(directory.files() == std::vector<std::string>{"s.json", "s.json.lock"});
}

}  // namespace waveform::state
