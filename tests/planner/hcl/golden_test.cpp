// Whole messages, for broken files of every kind, and the fuzz target's seeds.
#include "tests/support/golden.h"

#include <algorithm>
#include <vector>

#include <doctest/doctest.h>

#include "tests/fuzz/format_input.h"
#include "tests/fuzz/hcl_input.h"

namespace waveform::test {
namespace {

const std::filesystem::path kGolden = "tests/planner/hcl/golden";

std::vector<std::filesystem::path> inputs() {
  std::vector<std::filesystem::path> found;
  for (const auto& entry : std::filesystem::directory_iterator(source_path(kGolden))) {
    if (entry.path().extension() != ".expected") found.push_back(kGolden / entry.path().filename());
  }
  std::sort(found.begin(), found.end());
  return found;
}

std::string messages(const std::filesystem::path& file) {
  const base::Source source{file.filename().string(), source_text(file)};
  const std::vector<hcl::BlockShape> shapes = {{"resource", 2, {{"lifecycle", 0, {}}}}, {"locals", 0, {}}};
  base::Diags diags;
  hcl::Body body;
  if (file.extension() == ".json") {
    if (const auto tree = hcl::parse_json_tree(source, diags, hcl::Keys::Any))
      body = hcl::parse_json_body(*tree, shapes, diags);
  } else {
    body = hcl::parse_native(source, diags);
  }
  if (!diags.has_errors()) evaluate_all(body, TestScope(), diags);
  return rendered(diags);
}

}  // namespace

TEST_CASE("messages about broken files are as the golden files have them") {
  REQUIRE(!inputs().empty());
  for (const auto& file : inputs()) check_golden(file.string() + ".expected", messages(file));
}

TEST_CASE("the seeds of the fuzz target run through, whole and cut at every place") {
  for (const auto& file : inputs()) {
    const std::string text = source_text(file);
    const std::size_t step = text.size() > 400 ? 7 : 1;
    for (std::size_t size = 0; size <= text.size(); size += step) {
      run_hcl_input(text.substr(0, size));
      CHECK(format_fault(text.substr(0, size)) == "");
      CHECK(print_fault(text.substr(0, size)) == "");
    }
    run_hcl_input(text);
  }
}

}  // namespace waveform::test
