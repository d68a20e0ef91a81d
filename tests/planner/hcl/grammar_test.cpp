// What the grammar takes and what it makes of it, where HCL's own parser has its peculiarities.
#include <doctest/doctest.h>

#include "tests/fuzz/format_input.h"

namespace waveform::test {
namespace {

// The shape of the tree, or the errors.
std::string tree(const std::string& text) {
  const base::Source source{"test", text};
  base::Diags diags;
  const hcl::ExprPtr expr = hcl::parse_expression(source, diags);
  return expr && !diags.has_errors() ? shape(expr) : "error: " + summaries(diags);
}

std::string body(const std::string& text) {
  const base::Source source{"test", text};
  base::Diags diags;
  const hcl::Body body = hcl::parse_native(source, diags);
  return diags.has_errors() ? "error: " + summaries(diags) : shape(body);
}

}  // namespace

TEST_CASE("whole numbers are exact in each of their forms") {
  CHECK(tree("1e18") == "1000000000000000000");
  CHECK(tree("1.5e1") == "15");
  CHECK(tree("1.e2") == "100");
  CHECK(tree("9223372036854775807.0") == "9223372036854775807");
  CHECK(tree("92233720368547758070e-1") == "9223372036854775807");
  CHECK(tree("-9223372036854775808") == "-9223372036854775808");
  CHECK(tree("9223372036854775808") == "error: Number too large");
  CHECK(tree("1E+19") == "error: Number too large");
  CHECK(tree("1e99999999999999999999") == "error: Number too large");
  CHECK(tree("0e99999999999999999999") == "0");
  CHECK(tree("007") == "7");
  CHECK(tree("0x10") == "error: Invalid number");
  CHECK(tree("1.5.5") == "error: Invalid number");
  CHECK(tree(".5") == "error: Unexpected \".\"");
  CHECK(tree("1.") == "error: Missing name after \".\"");
  CHECK(tree("1e-400") == "error: Number out of range");
}

TEST_CASE("indexes by dots") {
  CHECK(tree("a.0.b") == ".a.0.b");
  CHECK(tree("a.1e1") == ".a.10");
  CHECK(tree("a.0 .1") == ".a.0.1");
  CHECK(tree("a.0.1") == "error: Two indexes after one dot");
  CHECK(tree("a.*.0.1") == "error: Two indexes after one dot");
  CHECK(tree("f().0") == "([] (call f  false) 0)");
}

TEST_CASE("what belongs to a splat") {
  CHECK(tree("a[*].b[0].c") == "(* .a (. ([] (. it b) 0) c))");
  CHECK(tree("a.*.b[0].c") == "(. ([] (* .a (. it b)) 0) c)");
  CHECK(tree("a.*.b.0.c") == "(* .a (. ([] (. it b) 0) c))");
  CHECK(tree("(a[*]).b") == "(. (* .a it) b)");
  CHECK(tree("a[*][*]") == "(* .a (* it it))");
  CHECK(tree("a.*.*") == "error: \".*\" inside \".*\"");
  CHECK(tree("a[\n*\n]") == "(* .a it)");
  CHECK(body("a = b[\n*]\n") == "error: Unexpected \"*\"");
}

TEST_CASE("a sign takes in what follows the number") {
  CHECK(tree("-1") == "-1");
  CHECK(tree("-1.a") == "(- (. 1 a))");
  CHECK(tree("-a.b[*]") == "(- (* .a.b it))");
  CHECK(tree("!-!a") == "(! (- (! .a)))");
  CHECK(tree("1 - -1") == "(op1 1 -1)");
}

TEST_CASE("calls") {
  CHECK(tree("f(\n1,\n2,\n)") == "(call f 1 2 false)");
  CHECK(tree("f (x...)") == "(call f .x true)");
  CHECK(tree("f(x...,)") == "error: \"...\" before the last argument");
  CHECK(tree("f(,)") == "error: Unexpected \",\"");
  CHECK(tree("core::upper(x)") == "(call upper .x false)");
  CHECK(tree("provider::a::b(x)") == "(call provider::a::b .x false)");
  CHECK(tree("a::b") == "error: Missing \"(\" after a function's name");
  CHECK(tree("a::(1)") == "error: Missing name after \"::\"");
}

TEST_CASE("for is not a name at the beginning of a list or object") {
  CHECK(tree("[for]") == "error: Missing name after \"for\"");
  CHECK(tree("{ for = 1 }") == "error: Missing name after \"for\"");
  CHECK(tree("[(for)]") == "[.for]");
  CHECK(tree("{\n\nfor k, v in\nm :\nk => v...\nif v }") == "(for k,v .m .k .v .v true)");
  CHECK(tree("[for x in y : 1if x]") == "(for ,x .y - 1 .x false)");
}

TEST_CASE("ends of lines inside of objects and brackets") {
  CHECK(body("a = {\n\nb = 1 # x\n\nc : 2, d = (\n3)\n}\n") == "a = { \"b\"=1 \"c\"=2 \"d\"=3}\n");
  CHECK(body("a = { b =\n1 }\n") == "error: Missing value");
  CHECK(body("a = { b = 1,\n, c = 2 }\n") == "error: Unexpected \",\"");
  CHECK(body("a = [ # x\n1 # y\n, /* z\n */ 2\n]\n") == "a = [1 2]\n");
  CHECK(body("a = b ?\n") == "error: Missing value");
  CHECK(body("a = b\n[0]\n") == "error: Unexpected \"[\"");
  CHECK(body("a = (b\n.c\n[0])\n") == "a = .b.c#0\n");
}

TEST_CASE("blocks on one line") {
  CHECK(body("a { b = 1 }\n") == "a {\nb = 1\n}\n");
  CHECK(body("a { b = [\n1] }\n") == "a {\nb = [1]\n}\n");
  CHECK(body("a true {}\n") == "a \"true\" {\n}\n");
  CHECK(body("a { b = 1\n}\n") == "error: The opening brace is not at the end of its line");
  CHECK(body("a { b {} }\n") == "error: The opening brace is not at the end of its line");
  CHECK(body("a {\nb = 1 }\n") == "error: The closing brace is not on a new line");
  CHECK(body("a {\nb {} }\n") == "error: The closing brace is not on a new line");
}

TEST_CASE("heredocs begin and end on lines of their own") {
  CHECK(tree("<<A\nx\n \tA\t\n") == R"("x\n")");
  CHECK(tree("<<A\nx\nA") == "error: Unclosed heredoc");
  CHECK(tree("<<A \nx\nA\n") == "error: Invalid heredoc");
  CHECK(tree("<<A\r\nx\r\nA\r\n") == R"("x\r\n")");
  CHECK(tree("<<A\nx\rA\nA\n") == "error: Invisible character");
  CHECK(tree("<<A\n$$${ %%%{ $ %\nA\n") == R"("$${ %%{ $ %\n")");
  CHECK(tree("1<<<A\nA\n") == R"((op7 1 ""))");
}

TEST_CASE("indentation is that of what \"~\" leaves") {
  CHECK(tree("<<-A\n    x\n\n  \t\n   y\n A\n") == R"(" x\n\n  \t\ny\n")");
  CHECK(tree("<<-A\n\tx\n  y\nA\n") == R"("x\n y\n")");
  CHECK(tree("<<-A\n  ${x}\n  y\nA\n") == R"((template "" .x "\ny\n"))");
  CHECK(tree("<<-A\n${x}\n  y\nA\n") == R"((template .x "\n  y\n"))");
  CHECK(tree("<<-A\n  ${x ~}\n    y\nA\n") == R"((template "" .x "    y\n"))");
  CHECK(tree("<<-A\n    x\n    ${~ y}\nA\n") == R"((template "    x\n" .y "\n"))");
  CHECK(tree("<<-A\n  x\n  ${<<-B\n    y\n    B\n  }\n  A\n") == R"((template "x\n" "y\n" "\n"))");
}

TEST_CASE("~ reaches to the next sequence, and in heredocs to the line's end") {
  CHECK(tree(R"("a \n${~x~}\u00a0\t b")") == R"((template "a" .x "b"))");
  CHECK(tree(R"("${x ~} ")") == R"((template .x ""))");
  CHECK(tree("<<A\n${x ~}\n  y\nA\n") == R"((template .x "  y\n"))");
  CHECK(tree("<<A\nx\n  ${~ y}\nA\n") == R"((template "x\n" .y "\n"))");
}

TEST_CASE("texts and names are in Unicode's normal form") {
  CHECK(tree("\"e\u0301\"") == "\"\u00e9\"");
  CHECK(tree(R"("e\u0301")") == "\"\u00e9\"");
  CHECK(tree("{ e\u0301 = 1 }") == "{ \"\u00e9\"=1}");
  CHECK(tree("a.e\u0301") == ".a.\u00e9");
  CHECK(body("e\u0301 \"e\u0301\" {}\n") == "e\u0301 \"\u00e9\" {\n}\n");
  CHECK(tree("\u0301") == "error: Stray character \"\u0301\"");
}

TEST_CASE("a tree that is printed and read again is the same") {
  for (const char* text :
       {"a = \"$${x}%%{y}\\u0024${z}\\u0025%{ if a }$%{ else }${b ~} %{ endif }%{ for k, v in m "
        "}${v}${\"x\"}%{ endfor }\"\n",
        "a = -(5)\nb = -5.x\nc = (for)[0]\nd = [(for), (for).x, f(for)]\ne = a.0 .1[\"k\"].c\n",
        "a = { (b) = 1, \"c${d}\" = 2, (e.f) : 3, true = null, 5 = 1.5 }\nb = (x ? y : z).c[*].d[*][0].*.e\n",
        "b \"l\" \"a$b\\n\" {\n  c = [for i, v in (x ? y : z) : v if !v]\n  d = { for v in x : v => v... "
        "}\n}\n"}) {
    CHECK(print_fault(text) == "");
  }
}

}  // namespace waveform::test
