#include "planner/hcl/parser.h"

#include <doctest/doctest.h>

#include "tests/planner/hcl/support.h"

namespace waveform::test {
namespace {

std::string outline(const hcl::Body& body) {
  std::vector<std::string> parts;
  for (const hcl::Attribute& attribute : body.attributes) parts.push_back(attribute.name);
  for (const hcl::Block& block : body.blocks) {
    std::string text = block.type;
    for (const hcl::Block::Label& label : block.labels) text += " " + base::quote(label.text);
    parts.push_back(text + " {" + outline(block.body) + "}");
  }
  return fmt::format("{}", fmt::join(parts, " "));
}

// The names of arguments and blocks, then the summaries of errors.
std::string parsed(const std::string& text) {
  const base::Source source{"test", text};
  base::Diags diags;
  const hcl::Body body = hcl::parse_native(source, diags);
  return outline(body) + (diags.empty() ? "" : " # " + summaries(diags));
}

std::string nested(const std::string& open, int times, const std::string& inside, const std::string& close) {
  std::string text;
  for (int i = 0; i < times; ++i) text += open;
  text += inside;
  for (int i = 0; i < times; ++i) text += close;
  return text;
}

}  // namespace

TEST_CASE("a file holds arguments and blocks in any order") {
  CHECK(parsed("").empty());
  CHECK(parsed("a = 1\nb = [\n 1,\n 2\n]\n") == "a b");
  CHECK(parsed("resource \"t\" \"n\" {\n  a = 1\n  sub {\n    b = 2\n  }\n}\n") ==
        "resource \"t\" \"n\" {a sub {b}}");
  CHECK(parsed("locals {}\none { a = 1 }\n  two three { }") == "locals {} one {a} two \"three\" {}");
  CHECK(parsed("\xEF\xBB\xBF"
               "a = 1\r\nb {\r\n  c = 2\r\n}\r\n") == "a b {c}");
  CHECK(parsed("a = 1 # x\n/* y\n */ b = 2 // z") == "a b");
  CHECK(parsed("a = (1 +\n 2)\nb = x == 1 ? 2 : 3") == "a b");
  CHECK(parsed("a = <<EOT\nx\nEOT\nb = 1") == "a b");
}

TEST_CASE("places of names, labels and headers are exact") {
  const base::Source source{"test", "resource \"t\" \"n\" {\n  name = \"x\"\n}\n"};
  base::Diags diags;
  const hcl::Body body = hcl::parse_native(source, diags);
  const auto text = [&](base::Range range) {
    return source.text.substr(range.begin, range.end - range.begin);
  };
  const hcl::Block& block = body.blocks.at(0);
  CHECK(text(block.type_range) == "resource");
  CHECK(text(block.labels.at(1).range) == "\"n\"");
  CHECK(text(block.header) == "resource \"t\" \"n\"");
  CHECK(text(block.body.range) == "\n  name = \"x\"\n");
  CHECK(text(block.body.find("name")->name_range) == "name");
  CHECK(text(block.body.find("name")->value->range) == "\"x\"");
  CHECK(block.body.find("other") == nullptr);
}

TEST_CASE("plain names, attributes and literal indexes are one traversal") {
  const base::Source source{"test", "var.a[\"b\"][0].c"};
  base::Diags diags;
  const auto expr = hcl::parse_expression(source, diags);
  REQUIRE(expr);
  const auto& steps = std::get<hcl::Traversal>(expr->node).steps;
  REQUIRE(steps.size() == 5);
  CHECK(std::get<std::string>(steps[2].key) == "b");
  CHECK(steps[2].index);
  CHECK(std::get<std::int64_t>(steps[3].key) == 0);
  CHECK_FALSE(steps[4].index);
  CHECK(expr->range.end == source.text.size());
}

TEST_CASE("references are all names but those that for binds") {
  const base::Source source{"test",
                            "[for k, v in a.x : \"${k}${b}\" if c[d.e] == v] == f(g...) ? h[*].i : "
                            "\"%{ for z in j }${z}${k}%{ endfor }\""};
  base::Diags diags;
  const auto expr = hcl::parse_expression(source, diags);
  REQUIRE(expr);
  std::string roots;
  for (const auto& reference : hcl::references(*expr)) {
    roots += std::get<std::string>(reference.traversal->steps[0].key);
  }
  CHECK(roots == "abcdghjk");
}

TEST_CASE("several faults of a file come out together, without echoes") {
  CHECK(parsed("a = \nb = 'x'\nc = 1 2\nd = [1 2]\ne = 3") ==
        "a b c d e # Missing value for \"a\"; Single quotes do not make a string; Unexpected number 2 "
        "after "
        "the value of \"c\"; Missing comma");
  CHECK(parsed("a = [1,\nb = 2") == "a b # Unclosed \"[\"");
  CHECK(parsed("a = {\n  x = = 1\n  y = 2\n}\nb = 2") == "a b # Unexpected \"=\"");
  CHECK(parsed("a = f(1,\nb = 2\n") == "a b # Unclosed \"(\"");
  CHECK(parsed("a = 1\na = 2") == "a # Argument \"a\" is repeated");
  CHECK(parsed("a: 1\nb := 2\nc == 3") ==
        "a b c # Unexpected \":\" after \"a\"; Unexpected \":\" after \"b\"; Unexpected \"==\"");
  CHECK(parsed("\"a\" = 1\n\"b\": 2,\n") ==
        "a b # The name of an argument is in quotes; The name of an argument is in quotes");
}

TEST_CASE("broken blocks are told apart and what is inside is read") {
  CHECK(parsed("a \"b\" {\n  c = 1\n") == "a \"b\" {c} # Unclosed block \"a\"");
  CHECK(parsed("a {\n  c = 1\n\nb {\n  d = 1\n}\n") == "a {c} b {d} # Unclosed block \"a\"");
  CHECK(parsed("a {\n  m = {\n    x = 1\n  d = 1\n}\ne = 1\n") == "e a {m d} # Unclosed \"{\"");
  CHECK(parsed("a \"b\"\n{\n  c = 1\n}\n") == "a \"b\" {c} # The opening brace is on a separate line");
  CHECK(parsed("a \"b {\n  c = 1\n}\n") == "a {c} # Unclosed string");
  CHECK(parsed("a \"b\" = {\n  c = 1\n}\n") == "a \"b\" {c} # Unexpected \"=\" after the labels of a block");
  CHECK(parsed("a = 1\n}\nb = 2") == "a b # Unexpected \"}\"");
  CHECK(parsed("a { b = 1, c = 2 }") == "a {b c} # Unexpected \",\" after the value of \"b\"");
  CHECK(parsed("a \"${b}\" {\n}\nc = 1") == "c # Label with \"${\"");
  CHECK(parsed("enabled true\ncount 5\nname \"x\"\nlone\na.b = 1\nz = 1") ==
        "z # Missing \"=\" after \"enabled\"; Missing \"=\" after \"count\"; \"name\" is neither an argument "
        "nor a "
        "block; \"lone\" stands alone; Unexpected \".\"");
  CHECK(parsed("{\n  \"resource\": {}\n}\n") == " # This looks like JSON");
}

TEST_CASE("templates say what is wrong in them") {
  CHECK(parsed(R"(a = "\q")") == "a # Invalid escape \"\\q\"");
  CHECK(parsed(R"(a = "\u12")") == "a # Invalid escape");
  CHECK(parsed(R"(a = "${b c}")") == "a # Unexpected name \"c\"");
  CHECK(parsed(R"(a = "${}")") == "a # Unexpected \"}\"");
  CHECK(parsed(R"(a = "%{ if x }y")") == "a # Unclosed \"%{ if }\"");
  CHECK(parsed(R"(a = "%{ if x }y%{ endfor }")") == "a # Unexpected \"%{ endfor }\"");
  CHECK(parsed(R"(a = "%{ endif }")") == "a # \"%{ endif }\" without a \"%{ if }\"");
  CHECK(parsed(R"(a = "%{ while x }")") == "a # Unknown directive");
}

TEST_CASE("texts that cannot be read are one error") {
  CHECK(parsed(std::string("a = 1\0b", 7)) == " # This looks like a binary file");
  CHECK(parsed("a = \"\xFF\"") == " # The text is not UTF-8");
}

TEST_CASE("depth is bounded") {
  CHECK(parsed("a = " + nested("[", 190, "1", "]")) == "a");
  CHECK(parsed("a = " + nested("[", 100'000, "1", "]")) == "a # Nested too deeply");
  CHECK(parsed("a = " + nested("(", 100'000, "1", "")) == "a # Nested too deeply");
  CHECK(parsed("a = " + nested("!", 100'000, "true", "")) == "a # Nested too deeply");
  CHECK(parsed("a = " + nested("{ x = ", 300, "1", " }")) == "a # Nested too deeply");
  CHECK(parsed("a = " + nested("\"${", 300, "1", "}\"")) == "a # Nested too deeply");
  CHECK(parsed("a = x" + nested("[*]", 100'000, "", "")) == "a # Nested too deeply");
  CHECK(parsed("a = " + nested("true ? 1 : ", 100'000, "2", "")) == "a # Nested too deeply");
  CHECK(parsed("a = " + nested("1 + ", 100'000, "2", "")) == "a # The expression is too long");
  CHECK(parsed("a = x" + nested("[y]", 100'000, "", "")) == "a # The expression is too long");
  CHECK(parsed(nested("b {\n", 100'000, "", "}\n")).ends_with(" # Nested too deeply"));
  CHECK(parsed("a = \"" + nested("%{ if x }", 100'000, "", "") + "\"") == "a # Nested too deeply");
}

}  // namespace waveform::test
