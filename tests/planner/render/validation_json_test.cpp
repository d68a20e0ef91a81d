#include "planner/render/validation_json.h"

#include <doctest/doctest.h>

#include "base/json.h"
#include "tests/support/golden.h"

namespace waveform::render {
namespace {

using base::Diags;
using base::Range;
using base::Value;

const std::string kValidation = "tests/planner/render/golden/validation/";

std::string in_no_block(const Range&) {
  return "";
}

// The one diagnostic about `part` of the text, which is what the snippet has to highlight.
Value about(const std::string& text, const std::string& part) {
  base::Sources sources;
  const auto& source = sources.add("main.tf", text);
  auto begin = static_cast<std::uint32_t>(text.find(part));
  Diags diags;
  diags.error({&source, begin, begin + static_cast<std::uint32_t>(part.size())}, "It is wrong");
  auto document = base::parse_json(validation_json(diags, in_no_block));
  REQUIRE(document);
  return document->get("diagnostics").as_list()[0];
}

std::string highlighted(const Value& diagnostic) {
  const auto& snippet = diagnostic.get("snippet");
  auto from = static_cast<std::size_t>(snippet.get("highlight_start_offset").as_integer());
  auto to = static_cast<std::size_t>(snippet.get("highlight_end_offset").as_integer());
  return snippet.get("code").as_string().substr(from, to - from);
}

}  // namespace

TEST_CASE("a valid manifest, and one of errors, warnings and notes, look as their golden files do") {
  test::check_golden(kValidation + "valid.json", validation_json({}, in_no_block));
  base::Sources sources;
  const auto& source = sources.add("main.tf", "variable \"x\" {\n  typ = \"\xc3\xa4\"\n}\n");
  Diags diags;
  diags.error({}, "No value for y", "", "Give it with -var.");
  diags.warning({&source, 17, 20}, "There is no argument \"typ\"", "A variable has none.",
                "Did you mean \"type\"?");
  diags.add({base::Severity::Error,
             "It does not fit",
             "",
             "",
             {&source, 23, 27},
             {{"var.x", "is 3"}, {"var.y", "is sensitive"}}});
  diags.note({&source, 0, 8}, "Nothing to do about");
  test::check_golden(kValidation + "faults.json",
                     validation_json(diags, [](const Range&) { return std::string("variable \"x\""); }));
}

TEST_CASE("what is highlighted is the range, whatever stands before it; columns are characters") {
  auto plain = about("a = true\n", "true");
  CHECK(highlighted(plain) == "true");
  CHECK(plain.at_path("range.start") == Value(Value::Map{{"line", 1}, {"column", 5}, {"byte", 4}}));
  CHECK(plain.at_path("range.end") == Value(Value::Map{{"line", 1}, {"column", 9}, {"byte", 8}}));
  auto umlaut = about("\n\xc3\xa4 = true\r\nb", "true");
  CHECK(highlighted(umlaut) == "true");
  CHECK(umlaut.at_path("snippet.code") == Value("\xc3\xa4 = true"));
  CHECK(umlaut.at_path("range.start") == Value(Value::Map{{"line", 2}, {"column", 5}, {"byte", 6}}));
}

TEST_CASE("a range of several lines shows them all; an empty one marks what follows") {
  auto lines = about("a = [\n  1,\n]\nb = 2\n", "[\n  1,\n]");
  CHECK(lines.at_path("snippet.code") == Value("a = [\n  1,\n]"));
  CHECK(highlighted(lines) == "[\n  1,\n]");
  CHECK(highlighted(about("a\xc3\xa4", "")) == "a");
  CHECK(about("", "").at_path("range.end.byte") == Value(0));
  base::Source source{"f", "a\xc3\xa4"};
  Diags diags;
  diags.error({&source, 1, 1}, "Here");
  diags.error({&source, 9, 12}, "Beyond");
  auto document = base::parse_json(validation_json(diags, in_no_block));
  CHECK(highlighted(document->get("diagnostics").as_list()[0]) == "\xc3\xa4");
  CHECK(document->get("diagnostics").as_list()[1].at_path("range.start.byte") == Value(3));
}

}  // namespace waveform::render
