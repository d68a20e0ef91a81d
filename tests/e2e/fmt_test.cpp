// `waveform fmt`: selection of files, output, exit codes, and the resulting files.
#include <doctest/doctest.h>
#include <sys/stat.h>

#include "tests/support/program.h"
#include "tests/support/text.h"

namespace waveform::test {
namespace {

namespace fs = std::filesystem;

const std::string kUgly = "a=1\nlonger = 2\n";
const std::string kNeat = "a      = 1\nlonger = 2\n";

Run fmt(const TemporaryDirectory& directory, std::vector<std::string> words, const std::string& input = "") {
  words.insert(words.begin(), "fmt");
  return run_program(WAVEFORM_BINARY, words,
                     {.directory = directory.path(), .environment = {}, .input = input});
}

}  // namespace

TEST_CASE("fmt rewrites the manifests of this directory and names those that changed") {
  TemporaryDirectory directory;
  for (const char* name : {"b.tf", "a.wf.hcl", "c.tfvars", "d.wfvars"}) directory.write(name, kUgly);
  directory.write("e.tf", kNeat);
  const std::vector<std::string> others = {"f.tf.json", "g.hcl", ".h.tf", "i.tf~"};
  for (const auto& name : others) directory.write(name, kUgly);
  auto files = directory.files();
  Run run = fmt(directory, {});
  CHECK(run.exit_code == 0);
  CHECK(run.out == "a.wf.hcl\nb.tf\nc.tfvars\nd.wfvars\n");
  CHECK(run.err == "");
  for (const char* name : {"b.tf", "a.wf.hcl", "c.tfvars", "d.wfvars", "e.tf"})
    CHECK(directory.read(name) == kNeat);
  for (const auto& name : others) CHECK(directory.read(name) == kUgly);
  CHECK(directory.files() == files);
  CHECK(fmt(directory, {}).out == "");
}

TEST_CASE("fmt keeps a file's mode, and a link stays a link") {
  TemporaryDirectory directory;
  directory.write("real/a.tf", kUgly);
  fs::permissions(directory.path() / "real/a.tf", fs::perms::owner_all | fs::perms::group_read);
  fs::create_symlink("real/a.tf", directory.path() / "link.tf");
  CHECK(fmt(directory, {"link.tf"}).out == "link.tf\n");
  CHECK(fs::is_symlink(directory.path() / "link.tf"));
  CHECK(directory.read("real/a.tf") == kNeat);
  CHECK(fs::status(directory.path() / "real/a.tf").permissions() ==
        (fs::perms::owner_all | fs::perms::group_read));
}

TEST_CASE("fmt takes files and directories, each file once, and -recursive subdirectories") {
  TemporaryDirectory directory;
  for (const char* name : {"a.tf", "sub/b.tf", "sub/deep/c.tf", "sub/.terraform/d.tf"})
    directory.write(name, kUgly);
  CHECK(fmt(directory, {"-check"}).out == "a.tf\n");
  CHECK(fmt(directory, {"-check", "sub/", "sub", "./sub/b.tf", "a.tf"}).out == "sub/b.tf\na.tf\n");
  CHECK(fmt(directory, {"-recursive"}).out == "a.tf\nsub/b.tf\nsub/deep/c.tf\n");
  CHECK(directory.read("sub/.terraform/d.tf") == kUgly);
}

TEST_CASE("fmt -check writes nothing and exits with 3 when something is not formatted") {
  TemporaryDirectory directory;
  directory.write("a.tf", kUgly);
  directory.write("b.tf", kNeat);
  Run run = fmt(directory, {"-check"});
  CHECK(run.exit_code == 3);
  CHECK(run.out == "a.tf\n");
  CHECK(directory.read("a.tf") == kUgly);
  run = fmt(directory, {"-check", "-list=false"});
  CHECK(run.exit_code == 3);
  CHECK(run.out == "");
  CHECK(fmt(directory, {"-check", "b.tf"}).exit_code == 0);
}

TEST_CASE("fmt -diff shows changes; -write=false does not write them") {
  TemporaryDirectory directory;
  directory.write("a.tf", kUgly);
  const std::string diff = "--- old/a.tf\n+++ new/a.tf\n@@ -1,2 +1,2 @@\n-a=1\n+a      = 1\n longer = 2\n";
  Run run = fmt(directory, {"-diff", "-write=false"});
  CHECK(run.exit_code == 0);
  CHECK(run.out == "a.tf\n" + diff);
  CHECK(directory.read("a.tf") == kUgly);
  CHECK(fmt(directory, {"-write=false", "-list=false"}).out == kNeat);
  CHECK(fmt(directory, {"-check", "-diff", "-list=false"}).out == diff);
  CHECK(fmt(directory, {"-diff", "-list=false"}).out == diff);
  CHECK(directory.read("a.tf") == kNeat);
}

TEST_CASE("fmt - reads stdin and writes stdout") {
  TemporaryDirectory directory;
  CHECK(fmt(directory, {"-"}, kUgly).out == kNeat);
  CHECK(fmt(directory, {"-"}, "a=1").out == "a = 1");
  CHECK(fmt(directory, {"-"}, kNeat).out == kNeat);
  CHECK(fmt(directory, {"-"}, "").out == "");
  CHECK(fmt(directory, {"-check", "-"}, "a=1").exit_code == 3);
  CHECK(fmt(directory, {"-check", "-"}, kUgly).out == "");
  CHECK(fmt(directory, {"-check", "-"}, kNeat).exit_code == 0);
  CHECK(has(fmt(directory, {"-diff", "-"}, kUgly).out, "--- old/<stdin>\n"));
  Run run = fmt(directory, {"-"}, "a = \n");
  CHECK(run.exit_code == 1);
  CHECK(run.out == "");
  CHECK(has(run.err, "at <stdin>:1:1"));
  run = fmt(directory, {"-", "a.tf"});
  CHECK(run.exit_code == 1);
  CHECK(has(run.err, "Use - alone"));
}

TEST_CASE("fmt does not change a file with errors, shows them, and formats the others") {
  TemporaryDirectory directory;
  directory.write("a.tf", "b {\n  c=1\n");
  directory.write("b.tf", kUgly);
  directory.write("c.tf", "a = \"\xff\"\n");
  Run run = fmt(directory, {});
  CHECK(run.exit_code == 1);
  CHECK(run.out == "b.tf\n");
  CHECK(has(run.err, "Unclosed block \"b\"\n  at a.tf:1:1"));
  CHECK(has(run.err, "c.tf"));
  CHECK(directory.read("a.tf") == "b {\n  c=1\n");
  CHECK(directory.read("b.tf") == kNeat);
  CHECK(fmt(directory, {"-check"}).exit_code == 1);
}

TEST_CASE("fmt reports a missing or unsupported path, and changes nothing") {
  TemporaryDirectory directory;
  directory.write("a.tf", kUgly);
  directory.write("b.wf.json", "{}");
  Run run = fmt(directory, {"a.tf", "nothing\x1b[31m", "b.wf.json"});
  CHECK(run.exit_code == 1);
  CHECK(run.out == "");
  CHECK(run.err ==
        "Error: No such file or directory: nothing\\u001b[31m\n"
        "  Name directories, or files that end in .wf.hcl, .tf, .tfvars or .wfvars; - reads stdin.\n"
        "Error: b.wf.json cannot be formatted\n"
        "  Name files that end in .wf.hcl, .tf, .tfvars or .wfvars; JSON is not formatted.\n");
  CHECK(directory.read("a.tf") == kUgly);
}

TEST_CASE("fmt prints names so that they cannot move the cursor") {
  TemporaryDirectory directory;
  directory.write("a\x1b[2J.tf", kUgly);
  Run run = fmt(directory, {"-diff"});
  CHECK(has(run.out, "a\\u001b[2J.tf\n--- old/a\\u001b[2J.tf\n"));
  CHECK(!has(run.out, "\x1b"));
}

}  // namespace waveform::test
