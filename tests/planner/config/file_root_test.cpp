#include "planner/config/file_root.h"

#include <doctest/doctest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "planner/config/disk_files.h"
#include "tests/support/program.h"
#include "tests/support/text.h"

namespace waveform::planner {
namespace {

namespace fs = std::filesystem;
using base::Path;
using test::has;

const std::string kState = "{\n  \"digest_key\": \"0\",\n  \"format\" : \n \"waveform-state\"}";

// repo/ is the file root, repo/stage/ has the manifest; added/ is beside it.
struct Checkout : test::TemporaryDirectory {
  Checkout() {
    for (const char* directory : {"repo/.git", "repo/stage/sub", "repo/.hidden", "repo/dots/..data",
                                  "repository", "added/.ssh", "out", "home"})
      fs::create_directories(path() / directory);
    for (const char* file : {"repo/.git/config",
                             "repo/top.txt",
                             "repo/stage/a.txt",
                             "repo/stage/sub/b.txt",
                             "repo/.env",
                             "repo/.hidden/c.txt",
                             "repo/stage/prod.tfvars",
                             "repo/stage/prod.tfvars.json",
                             "repo/stage/p.auto.wfvars.bak",
                             "repo/stage/PROD.TFVARS",
                             "repo/stage/terraform.tfstate.backup",
                             "repo/stage/waveform.state.json",
                             "repo/stage/waveform.state.json.lock",
                             "repo/stage/own.json",
                             "repo/stage/own.json.backup",
                             "repo/dots/..data/d.txt",
                             "repository/secret",
                             "added/e.txt",
                             "added/.ssh/id",
                             "out/secret",
                             "home/h.txt"})
      write(file, file);
    write("repo/stage/copy-of-a-state.txt", kState);
    write("repo/stage/copy-of-a-journal", "0badcafe [{\"format\":\"waveform-journal\"}]\n");
    write("repo/stage/copy-of-a-plan", "{\"digest\": \"\", \"format\": \"waveform-plan\"}");
    write("repo/stage/talks-of-it.md", "\"format\" is \"waveform-state\"");
    for (const auto& [name, target] : std::vector<std::pair<std::string, std::string>>{
             {"repo/stage/in", "../top.txt"},
             {"repo/stage/dir", "sub"},
             {"repo/stage/absolute", at("repo/top.txt").string()},
             {"repo/stage/to-added", "../../added/e.txt"},
             {"repo/stage/out", "../../out/secret"},
             {"repo/stage/out-dir", "../../out"},
             {"repo/stage/out-chain", "out-dir/secret"},
             {"repo/stage/git", "../.git/config"},
             {"repo/stage/git-dir", "../.git"},
             {"repo/stage/env", "../.env"},
             {"repo/stage/vars", "prod.tfvars"},
             {"repo/stage/.by", "a.txt"},
             {"repo/stage/through", ".by"},
             {"repo/stage/x.tfvars.link", "a.txt"},
             {"repo/stage/state-link", "waveform.state.json"},
             {"repo/stage/etc", "/etc/passwd"},
             {"repo/stage/environ", "/proc/self/environ"},
             {"repo/stage/magic", "/proc/self/root/etc/passwd"},
             {"repo/stage/root", "/"},
             {"repo/stage/circle", "circle"},
             {"repo/dots/e.txt", "..data/d.txt"}})
      fs::create_symlink(target, path() / name);
    REQUIRE(::mkfifo(at("repo/stage/fifo").c_str(), 0600) == 0);
    const int fd = ::socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
    const std::string name = at("repo/stage/socket").string();
    REQUIRE(name.size() < sizeof address.sun_path);
    name.copy(address.sun_path, name.size());
    REQUIRE(::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
    ::close(fd);
  }
  Path at(const std::string& name) const { return fs::canonical(path()) / name; }
  FileRoots roots(const std::vector<std::string>& added = {}) const {
    auto roots = make_file_roots(at("repo/stage"), {at("home")}, added);
    REQUIRE(roots);
    roots->private_files = {at("repo/stage/own.json")};
    return *std::move(roots);
  }
};

}  // namespace

TEST_CASE(
    "the file root is the nearest directory with .git, not the home directory and not /, else the manifest's "
    "own") {
  Checkout checkout;
  const Path repo = checkout.at("repo");
  CHECK(find_file_root(checkout.at("repo/stage/sub"), {}) == repo);
  CHECK(find_file_root(repo, {}) == repo);
  CHECK(find_file_root(checkout.at("out"), {}) == checkout.at("out"));
  CHECK(find_file_root(checkout.at("repo/stage"), {repo}) == checkout.at("repo/stage"));
  fs::create_directory_symlink(repo, checkout.at("me"));
  CHECK(find_file_root(checkout.at("repo/stage"), {checkout.at("me")}) == checkout.at("repo/stage"));
  checkout.write("repo/stage/.git", "gitdir: elsewhere\n");  // of a worktree
  CHECK(find_file_root(checkout.at("repo/stage/sub"), {}) == checkout.at("repo/stage"));
  CHECK(find_file_root("/", {}) == "");
}

TEST_CASE("every way out of the file root is an error that names path, root and what to do") {
  Checkout checkout;
  const std::string top = checkout.at("").string();
  struct Way {
    std::string path, words;
  };
  const std::string outside = "is outside of the file root",
                    link = "is a link that leads outside of the file root",
                    hidden = "has a part that begins with \".\"", variables = "is a file of variables",
                    state = "is a state of waveform", own = "contains a state, a journal or a saved plan";
  const std::vector<Way> ways = {
      {"../../out/secret", outside},
      {"../../repository/secret", outside},  // begins with the root's name
      {"sub/../../../out/secret", outside},
      {"/etc/passwd", outside},
      {"/etc/../etc/passwd", outside},
      {top + "out/secret", outside},
      {"/proc/self/environ", outside},
      {"/proc/self/cwd/a.txt", outside},
      {"/dev/stdin", outside},
      {"/dev/zero", outside},
      {"..", "is a directory, not a file"},
      {"../..", outside},
      {"/", outside},
      {"out", link},
      {"out-dir/secret", link},
      {"out-chain", link},
      {"etc", link},
      {"environ", link},
      {"magic", link},
      {"root/etc/passwd", link},
      {"to-added", link},
      {"../.git/config", hidden},
      {"../.git/none", hidden},
      {"git", hidden},
      {"git-dir/config", hidden},
      {"../.env", hidden},
      {"env", hidden},
      {"../.hidden/c.txt", hidden},
      {"../dots/..data/d.txt", hidden},
      {".by", hidden},
      {"through", hidden},
      {"prod.tfvars", variables},
      {"prod.tfvars.json", variables},
      {"p.auto.wfvars.bak", variables},
      {"PROD.TFVARS", variables},
      {"vars", variables},
      {"x.tfvars.link", variables},
      {"terraform.tfstate.backup", "is a state of Terraform"},
      {"waveform.state.json", state},
      {"waveform.state.json.lock", state},
      {"state-link", state},
      {"own.json", "is a file with states or variables that this run uses"},
      {"own.json.backup", "is a file with states or variables that this run uses"},
      {"copy-of-a-state.txt", own},
      {"copy-of-a-journal", own},
      {"copy-of-a-plan", own},
      {"fifo", "is not a regular file"},
      {"socket", "cannot read"},
      {"sub", "is a directory, not a file"},
      {"circle", "Too many levels of symbolic links"},
      {std::string("a.txt\0/../x", 11), "cannot be the path of a file"},
  };
  for (base::OpenBy by : {base::OpenBy::Kernel, base::OpenBy::Parts}) {
    const DiskFiles files(checkout.roots(), by);
    for (const auto& [path, words] : ways) {
      CAPTURE(path);
      auto text = files.read(path);
      REQUIRE(!text);
      const std::string& message = text.error().message;
      CHECK_MESSAGE(has(message, words), message);
      if (text.error().kind != base::ErrorKind::Refused) continue;
      CHECK(has(message, path));
      CHECK(has(message, "(file root: " + checkout.at("repo").string() + ")"));
      CHECK((has(message, "-file-root=DIR") || has(message, "variable")));
      CHECK(files.digests().empty());
    }
  }
}

TEST_CASE("what stays below the file root is read") {
  Checkout checkout;
  for (base::OpenBy by : {base::OpenBy::Kernel, base::OpenBy::Parts}) {
    const DiskFiles files(checkout.roots(), by);
    for (const auto& [path, text] :
         std::map<std::string, std::string>{{"a.txt", "repo/stage/a.txt"},
                                            {"./sub/../a.txt", "repo/stage/a.txt"},
                                            {"sub/b.txt", "repo/stage/sub/b.txt"},
                                            {"../top.txt", "repo/top.txt"},
                                            {"../../repo/top.txt", "repo/top.txt"},
                                            {checkout.at("repo/top.txt").string(), "repo/top.txt"},
                                            {"in", "repo/top.txt"},
                                            {"absolute", "repo/top.txt"},
                                            {"dir/b.txt", "repo/stage/sub/b.txt"},
                                            {"talks-of-it.md", "\"format\" is \"waveform-state\""}}) {
      CAPTURE(path);
      auto read = files.read(path);
      REQUIRE_MESSAGE(read, read.error().message);
      CHECK(read->text == text);
      CHECK(!read->sensitive);
    }
    CHECK(files.read("none.txt").error().kind == base::ErrorKind::NotFound);
    CHECK(files.digests().size() == 10);
  }
}

TEST_CASE("what is read from an added root is sensitive; its rules are the same") {
  Checkout checkout;
  const DiskFiles files(checkout.roots({"../../added", "../.hidden"}));
  for (const std::string& path : {std::string("../../added/e.txt"), checkout.at("added/e.txt").string(),
                                  std::string("to-added"), std::string("../.hidden/c.txt")}) {
    CAPTURE(path);
    auto read = files.read(path);
    REQUIRE_MESSAGE(read, read.error().message);
    CHECK(read->sensitive);
  }
  CHECK(!files.read("a.txt")->sensitive);
  CHECK(files.digests().size() == 1);
  CHECK(files.paths().size() == 5);
  CHECK(has(files.read("../../added/.ssh/id").error().message, "begins with \".\""));
  CHECK(!files.read("../../out/secret"));
  auto missing = make_file_roots(checkout.at("repo"), {}, {"none"});
  REQUIRE(!missing);
  CHECK(missing.error().message == "-file-root: \"none\" is not a directory");
  // By another name of the same directory.
  fs::create_directory_symlink("added", checkout.at("alias"));
  const DiskFiles by_alias(checkout.roots({checkout.at("alias").string()}));
  CHECK(by_alias.read(checkout.at("alias/e.txt").string())->text == "added/e.txt");
  fs::create_directory_symlink("repo", checkout.at("work"));
  auto in_link = make_file_roots(checkout.at("repo/stage"), {}, {}, checkout.at("work/stage").string());
  CHECK(DiskFiles(*in_link).read(checkout.at("work/top.txt").string())->text == "repo/top.txt");
}

TEST_CASE("whether a file exists is known below the root, except in .git") {
  Checkout checkout;
  const DiskFiles files(checkout.roots());
  for (const char* path : {"a.txt", "../top.txt", "in", "prod.tfvars", "../.env"}) CHECK(*files.exists(path));
  for (const char* path : {"none", "sub/none", "a.txt/x"}) CHECK(!*files.exists(path));
  for (const char* path :
       {"../../out/secret", "/etc/passwd", "out", "../.git/config", "git", "fifo", "sub", "circle"}) {
    CAPTURE(path);
    CHECK(!files.exists(path));
  }
}

TEST_CASE("a list has the names below the root, nothing of .git and nothing outside") {
  Checkout checkout;
  const DiskFiles files(checkout.roots());
  auto all = files.list("..");
  REQUIRE(all);
  const auto lists = [&](const std::string& name) {
    return std::find(all->begin(), all->end(), name) != all->end();
  };
  for (const char* name :
       {"top.txt", "stage/a.txt", "stage/in", "stage/prod.tfvars", ".env", ".hidden/c.txt"}) {
    CAPTURE(name);
    CHECK(lists(name));
  }
  for (const char* name : {".git/config", "stage/git", "stage/out", "stage/etc", "stage/environ",
                           "stage/to-added", "stage/fifo", "stage/circle", "stage/out-dir/secret"}) {
    CAPTURE(name);
    CHECK(!lists(name));
  }
  CHECK(*files.list("dir") == std::vector<std::string>{"b.txt"});
  CHECK(files.list("none")->empty());
  for (const char* directory :
       {"../..", "/", "/etc", "out-dir", "../.git", "git-dir", "root", "/proc/self"}) {
    CAPTURE(directory);
    auto refused = files.list(directory);
    REQUIRE(!refused);
    CHECK(refused.error().kind == base::ErrorKind::Refused);
  }
  CHECK(*DiskFiles(checkout.roots({"../../added"})).list("../../added") ==
        std::vector<std::string>{".ssh/id", "e.txt"});
}

TEST_CASE("a file of the manifest or of variables may be a link, but not to any file") {
  Checkout checkout;
  const auto roots = checkout.roots();
  const auto link = [&](const std::string& name, const std::string& target) {
    fs::create_symlink(target, checkout.at("repo/stage/" + name));
    return name;
  };
  const auto read = [&](const std::string& name, Reads reads) {
    auto text = read_source(roots, name, reads, 1000);
    return text ? *text : text.error().message;
  };
  for (Reads reads : {Reads::Manifest, Reads::Values}) {
    CHECK(read("in", reads) == "repo/top.txt");
    CHECK(read(checkout.at("out/secret"), reads) == "out/secret");  // the user's own word, not the manifest's
    CHECK(read("../.env", reads) == "repo/.env");
    CHECK(read("../dots/e.txt", reads) == "repo/dots/..data/d.txt");  // as Kubernetes mounts files
    for (const char* name : {"out", "out-chain", "etc", "environ", "git", "env", "state-link"}) {
      CAPTURE(name);
      CHECK(has(read(name, reads), "(file root: "));
    }
    CHECK(has(read("fifo", reads), "is not a regular file"));
  }
  CHECK(read("vars", Reads::Values) == "repo/stage/prod.tfvars");
  CHECK(has(read("vars", Reads::Manifest), "is a file of variables"));
  CHECK(has(read(link("x.tf", "own.json"), Reads::Manifest), "that this run uses"));
  CHECK(has(read(link("y.tf", "copy-of-a-state.txt"), Reads::Manifest), "contains a state"));
  CHECK(read("copy-of-a-state.txt", Reads::Manifest) == kState);  // it is not a manifest, and that is told
}

}  // namespace waveform::planner
