// Expressions in the console, from a pipe and from a terminal.
#include <doctest/doctest.h>

#include "tests/support/tenant.h"
#include "tests/support/terminal.h"
#include "tests/support/text.h"

namespace waveform::test {
namespace {

Run console(const TemporaryDirectory& directory, const std::string& input,
            std::vector<std::string> arguments = {}) {
  arguments.insert(arguments.begin(), "console");
  return run_program(WAVEFORM_BINARY, arguments,
                     {.directory = directory.path(), .environment = {}, .input = input});
}

constexpr const char* kIntegration = R"(variable "external_id" {
  sensitive = true
}

locals {
  names = ["b", "a"]
}

resource "wavefront_cloud_integration_ec2" "main" {
  name        = "Main"
  role_arn    = "arn:aws:iam::123456789012:role/wavefront"
  external_id = var.external_id
}

resource "wavefront_cloud_integration_ec2" "later" {
  name        = "Later, ${wavefront_cloud_integration_ec2.main.name}"
  role_arn    = "arn:aws:iam::123456789012:role/wavefront"
  external_id = var.external_id
}
)";

}  // namespace

TEST_CASE("an empty directory is enough; each line is evaluated, brackets continue over several") {
  TemporaryDirectory directory;
  Run run = console(directory, "1 + 1\n[\n1,\n\"a\"]\n\ntry(\n \"A\")\n1 +\\\n2\n<<EOT\ntext\nEOT\n");
  CHECK(run.err == "");
  CHECK(run.exit_code == 0);
  CHECK(run.out == "2\n[\n  1,\n  \"a\",\n]\n\n\"A\"\n3\n<<EOT\ntext\n\nEOT\n");
  CHECK(directory.files().empty());
}

TEST_CASE("a wrong line is reported, the next ones are evaluated, and the exit code is 1") {
  TemporaryDirectory directory;
  Run run = console(directory, "nope\n1 +\n2\n");
  CHECK(run.exit_code == 1);
  CHECK(run.out == "2\n");
  CHECK(has(run.err, "  at console:1:1\n  1 | nope\n    | ^^^^\n"));
  CHECK(has(run.err, "  1 | 1 +\n"));
  run = console(directory, "false ? var.x : uper(\"a\")\n");
  CHECK(run.exit_code == 1);
  CHECK(has(run.err, "Error: There is no var.x\n"));
  CHECK(has(run.err, "Did you mean \"upper\"?"));
  run = console(directory, "[1\n");
  CHECK(run.exit_code == 1);
  CHECK(has(run.err, "  1 | [1\n"));
}

TEST_CASE("exit ends it, help explains it") {
  TemporaryDirectory directory;
  Run run = console(directory, "1\n exit \n2\n");
  CHECK(run.exit_code == 0);
  CHECK(run.out == "1\n");
  CHECK(has(console(directory, "help\n").out, "Type exit or ctrl-D to quit.\n"));
}

TEST_CASE("variables and locals have their values; secrets are not shown, missing values are unknown") {
  TemporaryDirectory directory;
  directory.write(
      "main.tf",
      "variable \"x\" {}\nvariable \"s\" {\n  sensitive = true\n}\nlocals {\n  l = [var.x, 1]\n}\n");
  directory.write("terraform.tfvars", "s = \"hush\"\n");
  Run run = console(directory, "var.x\nvar.s\n\"${var.s}!\"\nlocal.l\n");
  CHECK(run.out ==
        "(known after apply)\n(sensitive value)\n(sensitive value)\n[\n  (known after apply),\n  1,\n]\n");
  CHECK(console(directory, "var.x\n", {"-var=x=1"}).out == "\"1\"\n");
  CHECK(console(directory, "1 +\nvar.s.t\n").err.find("hush") == std::string::npos);
}

TEST_CASE("a manifest with errors is refused, only a file in -f is read") {
  TemporaryDirectory directory;
  directory.write("main.tf", "nonsense {}\n");
  directory.write("other.tf", "locals {\n  x = 1\n}\n");
  Run run = console(directory, "1\n");
  CHECK(run.exit_code == 1);
  CHECK(run.out == "");
  CHECK(has(run.err, "There is no block \"nonsense\""));
  CHECK(console(directory, "local.x\n", {"-f=other.tf"}).out == "1\n");
}

TEST_CASE("resources have the attributes in the state, without the service") {
  Tenant tenant;
  tenant.manifest(kIntegration);
  tenant.environment["TF_VAR_external_id"] = tenant.make_external_id();
  CHECK(tenant.apply({"-target=wavefront_cloud_integration_ec2.main"}).exit_code == 0);
  std::string id = tenant.id_of("Main");
  const std::string main = "wavefront_cloud_integration_ec2.main",
                    later = "wavefront_cloud_integration_ec2.later";
  Run run = console(tenant.directory(), main + ".id\n" + main + ".external_id\n" + later + ".name\n" + later +
                                            ".id\n" + "local.names[0]\n");
  CHECK(run.err == "");
  CHECK(run.out == "\"" + id + "\"\n(sensitive value)\n\"Later, Main\"\n(known after apply)\n\"b\"\n");
  run = console(tenant.directory(), main + ".id\n", {"-state=none.json"});
  CHECK(run.out == "(known after apply)\n");
}

TEST_CASE("at a terminal there is a prompt; lines are edited and remembered") {
  TemporaryDirectory directory;
  Run run = run_on_terminal(WAVEFORM_BINARY, {"console", "-no-color"},
                            {.directory = directory.path(), .environment = {}, .input = {}},
                            {{"> ", "1 + 41\n"},
                             {"\n42\n> ", "[\n"},
                             {"\n. ", "7]\n"},
                             {"\n  7,\n]\n> ", "nope\n"},
                             {"^^^^\n", "98x\x7f\n"},  // backspace
                             {"\n98\n> ", "\x10\n"},   // one line up
                             {"\n98\n> ", "half\x03"},
                             {"half", "\"\xc3\xa4\"\n"},
                             {"\n\"\xc3\xa4\"\n> ", "\x04"}});
  INFO(run.out);
  CHECK(run.exit_code == 0);
}

TEST_CASE("ctrl-C on an empty line ends the console as exit does") {
  TemporaryDirectory directory;
  CHECK(run_on_terminal(WAVEFORM_BINARY, {"console"},
                        {.directory = directory.path(), .environment = {}, .input = {}}, {{"> ", "\x03"}})
            .exit_code == 0);
  CHECK(run_on_terminal(WAVEFORM_BINARY, {"console"},
                        {.directory = directory.path(), .environment = {}, .input = {}}, {{"> ", "exit\n"}})
            .exit_code == 0);
}

}  // namespace waveform::test
