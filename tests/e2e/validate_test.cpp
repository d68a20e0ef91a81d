// validate -json, for editors and pipelines.
#include <doctest/doctest.h>

#include "base/json.h"
#include "tests/support/program.h"

namespace waveform::test {
namespace {

struct Validated {
  int exit_code;
  base::Value document;
};

Validated validate_json(const TemporaryDirectory& directory, std::vector<std::string> more = {}) {
  more.insert(more.begin(), {"validate", "-json"});
  Run run =
      run_program(WAVEFORM_BINARY, more, {.directory = directory.path(), .environment = {}, .input = {}});
  CHECK(run.err == "");
  auto document = base::parse_json(run.out);
  REQUIRE(document);
  return {run.exit_code, *document};
}

}  // namespace

TEST_CASE("validate -json reports a valid manifest") {
  TemporaryDirectory directory;
  directory.write("main.tf", "output \"x\" {\n  value = 1\n}\nprovider \"aws\" {}\n");
  auto [code, document] = validate_json(directory);
  CHECK(code == 0);
  CHECK(document.get("valid") == base::Value(true));
  CHECK(document.get("diagnostics").as_list().empty());
}

TEST_CASE("validate -json contains the position, the block, and the values of references") {
  TemporaryDirectory directory;
  directory.write("main.tf", "locals {\n  n = \"x\"\n}\noutput \"x\" {\n  value = local.n + 1\n}\n");
  auto [code, document] = validate_json(directory);
  CHECK(code == 1);
  CHECK(document.get("error_count") == base::Value(1));
  REQUIRE(document.get("diagnostics").as_list().size() == 1);
  const auto& diagnostic = document.get("diagnostics").as_list()[0];
  CHECK(diagnostic.at_path("range.filename") == base::Value("main.tf"));
  CHECK(diagnostic.at_path("range.start.line") == base::Value(5));
  CHECK(diagnostic.at_path("snippet.context") == base::Value("output \"x\""));
  CHECK(diagnostic.at_path("snippet.code") == base::Value("  value = local.n + 1"));
  const auto& value = diagnostic.at_path("snippet.values").as_list().at(0);
  CHECK(value.get("traversal") == base::Value("local.n"));
  CHECK(value.get("statement") == base::Value("is \"x\""));
}

TEST_CASE("validate -json shows no line of a file that may hold a secret, and no value") {
  TemporaryDirectory directory;
  directory.write("main.tf",
                  "variable \"x\" {\n  sensitive = true\n  validation {\n    condition = var.x == \"\"\n"
                  "    error_message = \"${var.x}\"\n  }\n}\n");
  directory.write("terraform.tfvars", "x = \"hush\" hush\n");
  auto [code, document] = validate_json(directory);
  CHECK(code == 1);
  CHECK(base::write_json(document).find("hush") == std::string::npos);
  std::tie(code, document) = [&] {
    auto run = validate_json(directory, {"-var=x=hush"});
    return std::pair(run.exit_code, run.document);
  }();
  CHECK(base::write_json(document).find("hush") == std::string::npos);
}

}  // namespace waveform::test
