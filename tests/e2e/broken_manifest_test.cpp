// Manifests with common mistakes, with the output of the program: broken/NN-name/ contains a manifest and
// expected.txt, and `arguments`, one per line, if they are not just `validate`.
#include <doctest/doctest.h>

#include "base/file.h"
#include "base/text.h"
#include "tests/support/golden.h"
#include "tests/support/program.h"

namespace waveform::test {
namespace {

const std::filesystem::path kBroken = "tests/e2e/broken";

std::vector<std::string> cases() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(source_path(kBroken)))
    names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

std::vector<std::string> arguments_of(const std::string& name) {
  auto text = base::read_file(source_path(kBroken / name / "arguments"));
  if (!text) return {"validate"};
  std::vector<std::string> words;
  for (auto word : base::split(base::trim(*text), '\n')) words.emplace_back(word);
  return words;
}

Run run_case(const std::string& name) {
  return run_program(WAVEFORM_BINARY, arguments_of(name),
                     {.directory = source_path(kBroken / name), .environment = {}, .input = {}});
}

bool has_control_characters(const std::string& text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return (c >= 0 && c < ' ' && c != '\n') || c == '\x7F'; });
}

}  // namespace

TEST_CASE("every broken manifest is explained as its golden file says") {
  auto names = cases();
  CHECK(names.size() >= 36);
  for (const auto& name : names) {
    INFO(name);
    Run run = run_case(name);
    check_golden(kBroken / name / "expected.txt", run.err);
    CHECK(run.exit_code == 1);
    CHECK(run.out == "");
  }
}

TEST_CASE(
    "the output for a broken manifest is UTF-8 without control characters, and no file is left behind") {
  for (const auto& name : cases()) {
    INFO(name);
    auto before = std::distance(std::filesystem::directory_iterator(source_path(kBroken / name)), {});
    Run run = run_case(name);
    CHECK(base::is_utf8(run.err));
    CHECK(!has_control_characters(run.err));
    CHECK(std::distance(std::filesystem::directory_iterator(source_path(kBroken / name)), {}) == before);
  }
}

TEST_CASE("an error names its file, line and column, whatever the syntax") {
  for (const char* name :
       {"02-unknown-attribute", "07-bad-json", "14-misplaced-field", "22-truncated-file"}) {
    INFO(name);
    Run run = run_case(name);
    auto at = run.err.find("\n  at ");
    REQUIRE(at != std::string::npos);
    auto place = run.err.substr(at + 6, run.err.find('\n', at + 1) - at - 6);
    CHECK(base::split(place, ':').size() == 3);
  }
}

}  // namespace waveform::test
