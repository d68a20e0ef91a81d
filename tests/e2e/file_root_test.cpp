// Files that a manifest under review can read, with the real program: attempts to leave the file root, and
// what has to work.
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include "tests/support/tenant.h"
#include "tests/support/text.h"

namespace waveform::test {
namespace {

namespace fs = std::filesystem;

constexpr const char* kLeak = "nobody-may-read-this";

// A checkout with its manifest in stage/, and files that a manifest must not read.
struct Checkout : Tenant {
  Checkout() {
    fs::create_directories(at("stage"));
    fs::create_directories(at(".git/hooks"));
    for (const char* file :
         {".git/config", ".env", "stage/secret.tfvars", "stage/terraform.tfstate", "stage/prod.vars"})
      directory().write(file, std::string("x = \"") + kLeak + "\"\n");
    directory().write("top.txt", "top");
    directory().write("stage/a.txt", "a");
    directory().write("stage/t.tftpl", "${x}");
    outside.write("secret.txt", kLeak);
    for (const auto& [name, target] :
         std::map<std::string, std::string>{{"out", outside.path().string() + "/secret.txt"},
                                            {"out-dir", outside.path().string()},
                                            {"git", "../.git/config"},
                                            {"environ", "/proc/self/environ"},
                                            {"in", "../top.txt"}})
      fs::create_symlink(target, at("stage/" + name));
    REQUIRE(::mkfifo(at("stage/fifo").c_str(), 0600) == 0);
    environment["LEAK"] = kLeak;
    environment["PWD"] = at("stage").string();
  }
  fs::path at(const std::string& name) const { return fs::canonical(directory().path()) / name; }
  Run in_stage(std::vector<std::string> arguments, const std::string& input = {}) {
    return run_program(WAVEFORM_BINARY, arguments,
                       {.directory = at("stage"), .environment = environment, .input = input});
  }
  void stage(const std::string& text) const { directory().write("stage/main.wf.hcl", text); }

  TemporaryDirectory outside;
};

}  // namespace

TEST_CASE("no function leads out of the file root, waits, or reveals files") {
  Checkout checkout;
  const std::string out = checkout.outside.path().string() + "/secret.txt";
  std::vector<std::string> expressions;
  for (const std::string& path :
       {out, std::string("out"), std::string("out-dir/secret.txt"), std::string("git"),
        std::string("../.git/config"), std::string("../.env"), std::string("secret.tfvars"),
        std::string("terraform.tfstate"), std::string("/proc/self/environ"), std::string("environ"),
        std::string("/proc/self/root/etc/passwd"), std::string("/etc/passwd"),
        std::string("../../../../../../../../etc/passwd"), std::string("/dev/zero"),
        std::string("/dev/stdin"), std::string("fifo"), std::string("."),
        std::string("waveform.state.json")}) {
    for (const char* form : {"file(\"{}\")", "filebase64(\"{}\")", "templatefile(\"{}\", {{}})",
                             "sha256(file(\"{}\"))", "md5(filebase64(\"{}\"))"})
      expressions.push_back(fmt::format(fmt::runtime(form), path));
  }
  for (const std::string& directory :
       {checkout.outside.path().string(), std::string("/etc"), std::string("../.git"), std::string("out-dir"),
        std::string("../.."), std::string("/proc/self")})
    expressions.push_back(fmt::format("fileset(\"{}\", \"**\")", directory));
  for (const char* pattern : {"../../**", "../.git/**", "out-dir/*", "{a,../../}*"})
    expressions.push_back(fmt::format("fileset(\".\", \"{}\")", pattern));
  for (const char* path : {"/etc/passwd", "out", "../.git/config", "fifo"})
    expressions.push_back(fmt::format("fileexists(\"{}\")", path));
  // A refused file is not an error that `try` can replace.
  for (const char* form : {"try({}, \"fallback\")", "can({})"})
    for (const char* call :
         {"file(\"/etc/passwd\")", "templatefile(\"out\", {})", "fileexists(\"../.git/config\")"})
      expressions.push_back(fmt::format(fmt::runtime(form), call));
  for (const auto& expression : expressions) {
    Run run = checkout.in_stage({"console"}, expression + "\n");
    CAPTURE(expression);
    INFO(run.all());
    // A pattern is matched by its text: one that leads to .git or out of the root matches nothing or is an
    // error.
    CHECK(run.exit_code == 1);
    CHECK(run.out == "");
    CHECK(!has(run.err, kLeak));
    CHECK(!has(run.err, "root:x"));
  }
  CHECK(expressions.size() > 100);
}

TEST_CASE("each refusal names the path, the root and -file-root") {
  Checkout checkout;
  checkout.stage("output \"x\" {\n  value = file(\"/etc/passwd\")\n}\n");
  for (const char* command : {"validate", "plan", "apply"}) {
    Run run = checkout.in_stage({command});
    INFO(run.all());
    CHECK(run.exit_code == 1);
    CHECK(has(one_line(run.err),
              fmt::format("\"/etc/passwd\" is outside of the file root, and only files below that can be "
                          "read (file root: {}). Copy the file there, or allow its directory with "
                          "-file-root=DIR.",
                          checkout.at("").parent_path().string())));
  }
  // A sensitive path is not shown.
  checkout.stage("output \"x\" {\n  sensitive = true\n  value = file(sensitive(\"/etc/passwd\"))\n}\n");
  Run run = checkout.in_stage({"plan"});
  CHECK(has(one_line(run.err), "its path is sensitive"));
}

TEST_CASE(
    "files below the file root are read; those of an added root as well, as sensitive, also for a saved "
    "plan") {
  Checkout checkout;
  checkout.stage(
      fmt::format("output \"x\" {{\n  value = join(\",\", [file(\"a.txt\"), file(\"../top.txt\"), "
                  "file(\"{}\"), file(\"in\"), templatefile(\"t.tftpl\", {{ x = 1 }})])\n}}\n"
                  "output \"names\" {{\n  value = fileset(\"..\", \"*.txt\")\n}}\n",
                  checkout.at("top.txt").string()));
  Run run = checkout.in_stage({"plan"});
  CHECK(has(run.out, "\"a,top,top,top,1\""));
  CHECK(has(run.out, "top.txt"));

  const std::string out = checkout.outside.path().string();
  checkout.stage(fmt::format("output \"x\" {{\n  value = file(\"{}/secret.txt\")\n}}\n", out));
  CHECK(has(checkout.in_stage({"plan", "-file-root=" + out}).err, "sensitive"));
  checkout.stage(
      fmt::format("output \"x\" {{\n  sensitive = true\n  value = file(\"{}/secret.txt\")\n}}\n", out));
  run = checkout.in_stage({"plan", "-file-root=" + out, "-out=p.wfplan"});
  INFO(run.all());
  CHECK(run.exit_code == 0);
  CHECK(!has(run.all(), kLeak));
  run = checkout.in_stage({"apply", "p.wfplan"});
  INFO(run.all());
  CHECK(run.exit_code == 0);
  CHECK(has(checkout.in_stage({"plan", "-file-root=none"}).err, "-file-root: \"none\" is not a directory"));
}

TEST_CASE(
    "a file of the manifest or of variables that is a link out of the file root is refused, and not shown") {
  for (const char* name : {"x.tf", "x.wf.hcl", "x.wf.json", "x.auto.tfvars", "terraform.tfvars.json"}) {
    for (const char* target : {"environ", "out", "git", "fifo"}) {
      Checkout checkout;
      checkout.stage("variable \"x\" {\n  default = 1\n}\n");
      fs::create_symlink(target, checkout.at("stage/" + std::string(name)));
      for (const char* command : {"validate", "plan", "fmt"}) {
        Run run = checkout.in_stage({command});
        CAPTURE(command);
        CAPTURE(name);
        CAPTURE(target);
        INFO(run.all());
        const bool is_formatted = !std::string(name).ends_with(".json");
        CHECK(run.exit_code == (command == std::string("fmt") && !is_formatted ? 0 : 1));
        CHECK(!has(run.all(), kLeak));
      }
    }
  }
}

TEST_CASE("variable files and states on the command line cannot be read by a manifest") {
  Checkout checkout;
  checkout.stage("variable \"x\" {}\noutput \"x\" {\n  value = file(\"prod.vars\")\n}\n");
  Run run = checkout.in_stage({"plan", "-var-file=prod.vars"});
  CHECK(run.exit_code == 1);
  CHECK(has(one_line(run.err), "is a file with states or variables that this run uses"));
  checkout.stage("output \"x\" {\n  value = 1\n}\n");
  REQUIRE(checkout.in_stage({"apply", "-auto-approve", "-state=mine.json"}).exit_code == 0);
  checkout.stage("output \"x\" {\n  value = file(\"mine.json\")\n}\n");
  CHECK(has(one_line(checkout.in_stage({"plan", "-state=mine.json"}).err), "that this run uses"));
  CHECK(has(one_line(checkout.in_stage({"plan"}).err),
            "contains a state, a journal or a saved plan of waveform"));
}

}  // namespace waveform::test
