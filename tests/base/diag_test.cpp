#include "base/diag.h"

#include <doctest/doctest.h>

#include "base/text.h"
#include "tests/support/golden.h"

namespace waveform::base {
namespace {

// A diagnostic whose range is `part` of the text.
std::string about(const std::string& text, const std::string& part, DiagStyle style = {}) {
  Sources sources;
  const auto& source = sources.add("main.wf.hcl", text);
  auto begin = static_cast<std::uint32_t>(text.find(part));
  REQUIRE(begin < text.size() + 1);
  Range range{&source, begin, begin + static_cast<std::uint32_t>(part.size())};
  return render({Severity::Error, "It is wrong", "", "", range}, style);
}

}  // namespace

TEST_CASE("places count from 1, columns in characters") {
  Source source{"f",
                "a\nb\xc3\xb6"
                "c\r\n\nd"};
  auto at = [&](std::uint32_t offset) {
    auto place = position(source, offset);
    return std::pair(place.line, place.column);
  };
  CHECK(at(0) == std::pair(1, 1));
  CHECK(at(1) == std::pair(1, 2));
  CHECK(at(2) == std::pair(2, 1));
  CHECK(at(5) == std::pair(2, 3));
  CHECK(at(8) == std::pair(3, 1));
  CHECK(at(9) == std::pair(4, 1));
  CHECK(at(100) == std::pair(4, 2));
}

TEST_CASE("a byte order mark has no column and does not belong to its line") {
  Source source{"f",
                "\xef\xbb\xbf"
                "ab\nc"};
  CHECK(position(source, 0).column == 1);
  CHECK(position(source, 3).column == 1);
  CHECK(position(source, 4).column == 2);
  CHECK(position(source, 6).line == 2);
  std::uint32_t begin = 99;
  CHECK(line_at(source, 0, &begin) == "ab");
  CHECK(begin == 3);
  CHECK(line_at(source, 6) == "c");
}

TEST_CASE("a line is found without its end, at any offset") {
  Source source{"f", "one\r\ntwo\n\nfour"};
  std::uint32_t begin = 99;
  CHECK(line_at(source, 0, &begin) == "one");
  CHECK(begin == 0);
  CHECK(line_at(source, 4) == "one");
  CHECK(line_at(source, 5, &begin) == "two");
  CHECK(begin == 5);
  CHECK(line_at(source, 9) == "");
  CHECK(line_at(source, 14) == "four");
  CHECK(line_at(source, 999) == "four");
  CHECK(line_at(Source{"f", ""}, 0) == "");
}

TEST_CASE("the range is marked below it, whatever precedes it") {
  std::string all;
  all += about("name = true", "true");
  all += about("\tname\t= true", "true");
  all += about("\xe4\xb8\xad\xe6\x96\x87 = e\xcc\x81 + true", "true");
  all += about("\x1b[2J\xe2\x80\xae = true\r\n", "true");
  all += about("bad \xff\xfe = true", "true");
  all += about("two\nlines of it", "two\nlines");
  all += about("\xef\xbb\xbfname = true", "true");
  all += about(
      "\xef\xbb\xbf"
      "42\r\n",
      "\xef\xbb\xbf"
      "42");
  all += about("\xf0\x9f\x98\x80\t= true\t# a\tb", "true\t#");
  all += about("at the end", "");
  all += about("", "");
  all += about(std::string(200, 'x') + " true " + std::string(200, 'y'), "true");
  all += about(std::string(100, 'x') + std::string(200, 'm'), std::string(200, 'm'));
  std::string umlauts;
  for (int i = 0; i < 100; ++i) umlauts += "\xc3\xb6";
  all += about(umlauts + "true" + umlauts, "true");
  test::check_golden("tests/base/golden/snippets.txt", all);
}

TEST_CASE("details and hints are wrapped, but not within backticks, and keep their own lines") {
  Diag diag{
      Severity::Warning,
      "A warning",
      "It has words enough to need a second line, and some more of them after that.\nAnd a line of its own.",
      "Run `waveform import wavefront_cloud_integration_ec2.main 0526e19d-c6f4-417a-a2a7-312d14b4aab2`.",
      {}};
  test::check_golden("tests/base/golden/wrapped.txt",
                     render(diag, {40, false}) + "\n" + render(diag, {80, false}) + "\n" + render(diag, {}));
}

TEST_CASE("the values of references are shown below the line, one per line") {
  Sources sources;
  const auto& source = sources.add("f", "a = b");
  Diag diag{Severity::Error,
            "It is wrong",
            "A detail.",
            "",
            {&source, 4, 5},
            {{"var.x", "is 3"},
             {"local.long", "is \"a text that needs more than one of these narrow lines\""},
             {"var.z", "is sensitive"}}};
  CHECK(render(diag, {40, false}) ==
        "Error: It is wrong\n  at f:1:5\n  1 | a = b\n    |     ^\n"
        "  where var.x is 3\n"
        "    and local.long is \"a text that needs\n        more than one of these\n        narrow lines\"\n"
        "    and var.z is sensitive\n"
        "  A detail.\n");
}

TEST_CASE("colours mark the severity and the part") {
  Sources sources;
  const auto& source = sources.add("f", "a = b");
  CHECK(render({Severity::Error, "E", "", "", {&source, 4, 5}}, {0, true}) ==
        "\x1b[1;31mError:\x1b[0m \x1b[1mE\x1b[0m\n  at f:1:5\n"
        "  1 | a = \x1b[1;31mb\x1b[0m\n    |     \x1b[1;31m^\x1b[0m\n");
  CHECK(render({Severity::Warning, "W", "", "", {}}, {0, true}) ==
        "\x1b[1;33mWarning:\x1b[0m \x1b[1mW\x1b[0m\n");
  CHECK(render({Severity::Note, "N", "", "", {}}, {0, true}) == "\x1b[1;36mNote:\x1b[0m \x1b[1mN\x1b[0m\n");
}

TEST_CASE("a diagnostic cannot move the cursor") {
  std::string hostile = "a\x1b[2Jb\rc\x07\xe2\x80\xae\xff";
  Sources sources;
  const auto& source = sources.add(hostile, hostile);
  auto text = render({Severity::Error, hostile, hostile, hostile, {&source, 0, 3}}, {});
  CHECK(text.find('\x1b') == std::string::npos);
  CHECK(text.find('\r') == std::string::npos);
  CHECK(text.find('\x07') == std::string::npos);
  CHECK(text.find("\xe2\x80\xae") == std::string::npos);
  CHECK(is_utf8(text));
}

TEST_CASE("diagnostics are sorted by file and place, those without one first and in their order") {
  Sources sources;
  const auto& a = sources.add("a", "xxxx");
  const auto& b = sources.add("b", "xxxx");
  Diags diags;
  CHECK(diags.empty());
  diags.note({&b, 0, 1}, "5");
  diags.warning({&a, 3, 4}, "4");
  diags.error({}, "1");
  diags.warning({&a, 1, 2}, "3");
  diags.note({}, "2");
  CHECK(diags.has_errors());
  diags.sort();
  std::string order;
  for (const auto& diag : diags.list()) order += diag.summary;
  CHECK(order == "12345");
}

}  // namespace waveform::base
