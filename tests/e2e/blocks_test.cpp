// Valid and invalid examples of every block, with the output of `validate`: tests/e2e/blocks/*.txt. A case
// begins with "== good: title" or "== bad: title". A manifest follows, then a line "--" and the output.
// WAVEFORM_ACCEPT=1 writes the output.
#include <doctest/doctest.h>

#include "base/text.h"
#include "tests/support/golden.h"
#include "tests/support/program.h"

namespace waveform::test {
namespace {

const std::filesystem::path kBlocks = "tests/e2e/blocks";

struct Case {
  std::string head;  // the line "== …"
  std::string manifest;
  std::string said;

  bool is_good() const { return head.starts_with("== good: "); }
};

std::vector<Case> read_cases(const std::string& text) {
  std::vector<Case> cases;
  bool of_manifest = true;
  for (auto line : base::split(text, '\n')) {
    if (line.starts_with("== ")) {
      cases.push_back({std::string(line), {}, {}});
      of_manifest = true;
    } else if (cases.empty()) {
      FAIL("before the first case: ", std::string(line));
    } else if (line == "--") {
      of_manifest = false;
    } else {
      auto& part = of_manifest ? cases.back().manifest : cases.back().said;
      part += std::string(line) + "\n";
    }
  }
  for (auto& one : cases) {
    for (auto* part : {&one.manifest, &one.said}) *part = std::string(base::trim(*part)) + "\n";
  }
  return cases;
}

std::string written(const std::vector<Case>& cases) {
  std::string text;
  for (const auto& one : cases) {
    text += (text.empty() ? "" : "\n") + one.head + "\n" + one.manifest;
    if (one.said != "\n") text += "--\n" + one.said;
  }
  return text;
}

}  // namespace

TEST_CASE("each block is accepted or refused as in its examples") {
  int good = 0, bad = 0;
  for (const auto& entry : std::filesystem::directory_iterator(source_path(kBlocks))) {
    auto file = kBlocks / entry.path().filename();
    auto cases = read_cases(source_text(file));
    for (auto& one : cases) {
      INFO(file.string(), ": ", one.head);
      (one.is_good() ? good : bad) += 1;
      CHECK((one.is_good() || one.head.starts_with("== bad: ")));
      TemporaryDirectory directory;
      directory.write("main.wf.hcl", one.manifest);
      Run run = run_program(WAVEFORM_BINARY, {"validate"},
                            {.directory = directory.path(), .environment = {}, .input = {}});
      CHECK(run.exit_code == (one.is_good() ? 0 : 1));
      one.said = std::string(base::trim(run.err + run.out)) + "\n";
    }
    check_golden(file, written(cases));
  }
  CHECK(good >= 50);
  CHECK(bad >= 110);
}

}  // namespace waveform::test
