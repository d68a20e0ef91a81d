#include "planner/hcl/console_input.h"

#include <doctest/doctest.h>

namespace waveform::hcl {
namespace {

// The expressions that the lines make, each in angle brackets; what is left behind a bar.
std::string expressions(const std::vector<std::string>& lines) {
  ConsoleInput input;
  std::string out;
  for (const auto& line : lines) {
    if (auto whole = input.add(line)) out += "<" + *whole + ">";
  }
  return out + (input.open() > 0 ? "|" + input.take() : "");
}

int open_after(const std::string& line) {
  ConsoleInput input;
  input.add(line);
  return input.open();
}

}  // namespace

TEST_CASE("a line is an expression, unless brackets are open at its end") {
  CHECK(expressions({"1 + 1", " a "}) == "<1 + 1><a>");
  CHECK(expressions({"[", "1,", "", "2]", "3"}) == "<[\n1,\n\n2]><3>");
  CHECK(expressions({"upper(", "  \"a\"", ")"}) == "<upper(\n\"a\"\n)>");
  CHECK(expressions({""}) == "<>");
  CHECK(expressions({"{ a = ["}) == "|{ a = [\n");
}

TEST_CASE("what is open is counted as tokens, not as characters") {
  CHECK(open_after("{ a = [(") == 3);
  CHECK(open_after("\"([{\"") == 0);
  CHECK(open_after("1 # [") == 0);
  CHECK(open_after("\"${[1][0]}\"") == 0);
  CHECK(open_after("\"") == 0);
  CHECK(open_after("\xff[") == 0);
}

TEST_CASE("one bracket too many is reported at once") {
  CHECK(expressions({")("}) == "<)(>");
  CHECK(expressions({"[1]]", "2"}) == "<[1]]><2>");
}

TEST_CASE("a backslash at the end of a line goes on with the next one; two do not") {
  CHECK(expressions({"1 +\\", "2"}) == "<1 +2>");
  CHECK(expressions({"a \\\\"}) == "<a \\\\>");
  CHECK(open_after("1 +\\") == 1);
}

TEST_CASE("a heredoc ends with its marker, and keeps its white space") {
  CHECK(expressions({"<<-EOT", "  a", "    b", "EOT", "1"}) == "<<<-EOT\n  a\n    b\nEOT><1>");
  CHECK(open_after("<<EOT") == 1);
}

}  // namespace waveform::hcl
