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

struct Folder : test::TemporaryFolder {
  base::Path at(const std::string& name) const { return path() / name; }
};

}  // namespace

TEST_CASE("the previous state is kept beside the new one") {
  Folder folder;
  LocalBackend backend(folder.at("s.json"));
  CHECK(!backend.read_state()->has_value());
  REQUIRE(backend.write_state("one"));
  CHECK(folder.files() == std::vector<std::string>{"s.json"});
  REQUIRE(backend.write_state("two"));
  REQUIRE(backend.write_state("three"));
  CHECK(folder.read("s.json") == "three");
  CHECK(folder.read("s.json.backup") == "two");
  CHECK(folder.files() == std::vector<std::string>{"s.json", "s.json.backup"});
}

TEST_CASE("state, backup, journal and lock are for their owner alone, whatever they were") {
  Folder folder;
  folder.write("s.json", "old");
  std::filesystem::permissions(folder.at("s.json"), std::filesystem::perms(0644));
  LocalBackend backend(folder.at("s.json"));
  auto lock = backend.lock("me");
  REQUIRE(lock);
  REQUIRE(backend.write_state("new"));
  REQUIRE(backend.append_journal("line\n"));
  for (const char* name : {"s.json", "s.json.backup", "s.json.journal", "s.json.lock"}) {
    INFO(name);
    CHECK(mode(folder.at(name)) == 0600);
  }
}

TEST_CASE("a link to a state stays a link") {
  Folder folder;
  std::filesystem::create_directory(folder.at("real"));
  folder.write("real/s.json", "old");
  std::filesystem::create_symlink("real/s.json", folder.at("link.json"));
  LocalBackend backend(folder.at("link.json"));
  REQUIRE(backend.write_state("new"));
  CHECK(std::filesystem::is_symlink(folder.at("link.json")));
  CHECK(folder.read("real/s.json") == "new");
  CHECK(folder.read("real/s.json.backup") == "old");
  CHECK(backend.name() == folder.at("link.json").string());
}

TEST_CASE("two names of one state are one lock") {
  Folder folder;
  folder.write("s.json", "");
  std::filesystem::create_symlink("s.json", folder.at("link.json"));
  LocalBackend one(folder.at("s.json"));
  LocalBackend two(folder.at("link.json"));
  auto held = one.lock("ann on mars, since then\n");
  REQUIRE(held);
  auto refused = two.lock("bob");
  REQUIRE(!refused);
  CHECK(refused.error().kind == ErrorKind::Locked);
  CHECK(refused.error().message.ends_with("link.json is locked by ann on mars, since then"));
  CHECK(refused.error().hint.find("Wait until that run has ended") == 0);
  held->reset();
  CHECK(two.lock("bob"));
  CHECK(folder.read("s.json.lock") == "");
}

TEST_CASE("the journal grows by lines, and is gone when it was removed") {
  Folder folder;
  LocalBackend backend(folder.at("s.json"));
  CHECK(!backend.read_journal()->has_value());
  REQUIRE(backend.remove_journal());
  REQUIRE(backend.append_journal("one\n"));
  REQUIRE(backend.append_journal("two\n"));
  CHECK(**backend.read_journal() == "one\ntwo\n");
  REQUIRE(backend.remove_journal());
  CHECK(!backend.read_journal()->has_value());
  REQUIRE(backend.append_journal("three\n"));
  CHECK(folder.read("s.json.journal") == "three\n");
}

TEST_CASE("when the backup cannot be written the state stays as it was") {
  Folder folder;
  folder.write("s.json", "old");
  std::filesystem::create_directory(folder.at("s.json.backup"));
  folder.write("s.json.backup/x", "");
  LocalBackend backend(folder.at("s.json"));
  auto written = backend.write_state("new");
  REQUIRE(!written);
  CHECK(written.error().kind == ErrorKind::Io);
  CHECK(folder.read("s.json") == "old");
  CHECK(folder.files() == std::vector<std::string>{"s.json", "s.json.backup/x"});
}

TEST_CASE("a folder that is not there is named") {
  LocalBackend backend("/nowhere/at/all/s.json");
  CHECK(!backend.read_state()->has_value());
  CHECK(backend.write_state("x").error().message.find("/nowhere/at/all/s.json") != std::string::npos);
  CHECK(!backend.lock("me"));
}

TEST_CASE("a damaged file is refused with its name, and stays as it is") {
  Folder folder;
  folder.write("s.json", "{\"format\": \"waveform-state\", \"version\": 1, \"lin");
  LocalBackend backend(folder.at("s.json"));
  auto writer = Writer::open(backend, "me");
  REQUIRE(!writer);
  CHECK(writer.error().message.starts_with(folder.at("s.json").string() + ": the state file cannot be read"));
  CHECK(folder.read("s.json") == "{\"format\": \"waveform-state\", \"version\": 1, \"lin");
  CHECK(folder.files() == std::vector<std::string>{"s.json", "s.json.lock"});
}

}  // namespace waveform::state
