#include <doctest/doctest.h>

#include "tests/planner/hcl/support.h"

namespace waveform::test {
namespace {

struct EvaluateCase {
  const char* text;
  const char* expected;
};

void check_evaluated(std::initializer_list<EvaluateCase> cases) {
  for (const EvaluateCase& c : cases) {
    CAPTURE(c.text);
    CHECK(evaluated(c.text) == c.expected);
  }
}

}  // namespace

TEST_CASE("literals stand for themselves") {
  check_evaluated({
      {"1", "1"},
      {"0", "0"},
      {"-1", "-1"},
      {"1.5", "1.5"},
      {"1e3", "1000"},
      {"2.5e-1", "0.25"},
      {"9223372036854775807", "9223372036854775807"},
      {"-9223372036854775808", "-9223372036854775808"},
      {"9223372036854775808", "error: Number too large"},
      {"1e999", "error: Number too large"},
      {"true", "true"},
      {"false", "false"},
      {"null", "null"},
      {R"("text")", R"("text")"},
      {R"("")", R"("")"},
      {R"("a\nb\t\"\\")", R"("a\nb\t\"\\")"},
      {R"("\u00e9\U0001F600")", "\"\u00e9\U0001F600\""},
      {R"("$${x} %%{y} $5 100%")", R"("${x} %{y} $5 100%")"},
      {"[]", "[]"},
      {"[1, \"a\", true, null]", "[1,\"a\",true,null]"},
      {"[1, 2,]", "[1,2]"},
      {"[\n1,\n2\n]", "[1,2]"},
      {"{}", "{}"},
      {"{ a = 1, b = 2 }", "{a:1,b:2}"},
      {"{ a : 1\n b = 2\n}", "{a:1,b:2}"},
      {"{ \"a b\" = 1, (var.name) = 2, 3 = 4 }", "{3:4,a b:1,web:2}"},
      {"{ \"${var.name}-x\" = 1 }", "{web-x:1}"},
      {"{ (null) = 1 }", "error: Invalid key"},
      {"{ (var.list) = 1 }", "error: Invalid key"},
      {"{ (var.later) = 1 }", "?"},
      {"{ var.name = 1 }", "error: Ambiguous key"},
  });
}

TEST_CASE("arithmetic works on numbers and on strings that are their text") {
  check_evaluated({
      {"1 + 2", "3"},
      {"1 + 2 * 3", "7"},
      {"(1 + 2) * 3", "9"},
      {"10 - 2 - 3", "5"},
      {"7 / 2", "3.5"},
      {"8 / 2", "4"},
      {"7 % 3", "1"},
      {"-7 % 3", "-1"},
      {"7.5 % 2", "1.5"},
      {"0.5 + 0.5", "1"},
      {"1 - -1", "2"},
      {"-var.n", "-3"},
      {"--1", "1"},
      {"\"2\" * \"3\"", "6"},
      {"\"1.5\" + 1", "2.5"},
      {"1 / 0", "error: Division by zero"},
      {"1 % 0", "1"},
      {"9223372036854775807 + 1", "error: Number out of range"},
      {"1e308 * 10", "error: Number too large"},
      {"\"a\" + 1", "error: \"+\" needs a number"},
      {"\"a\" + \"b\"", "error: \"+\" needs a number"},
      {"true + 1", "error: \"+\" needs a number"},
      {"null * 2", "error: \"*\" needs a number"},
      {"[1] - 1", "error: \"-\" needs a number"},
      {"-\"x\"", "error: \"-\" needs a number"},
      {"var.later + 1", "?"},
      {"var.later / 0", "?"},
      {"var.secret_n + 1", "!8"},
      {"-var.secret_n", "!-7"},
  });
}

TEST_CASE("comparisons and logic give bools") {
  check_evaluated({
      {"1 < 2", "true"},
      {"2 <= 2", "true"},
      {"1 > 2", "false"},
      {"1.5 >= 1", "true"},
      {"\"10\" > 9", "true"},
      {"9223372036854775807 > 9223372036854775806", "true"},
      {"1 == 1.0", "true"},
      {"1 == \"1\"", "false"},
      {"\"a\" != \"b\"", "true"},
      {"null == null", "true"},
      {"1 == null", "false"},
      {"[1, 2] == [1, 2]", "true"},
      {"{ a = 1 } == { a = 2 }", "false"},
      {"var.later == 1", "?"},
      {"var.later == null", "?"},
      {"var.partly == null", "false"},
      {"var.partly == [\"a\", \"b\"]", "?"},
      {"true && false", "false"},
      {"true || false", "true"},
      {"!true", "false"},
      {"!!var.yes", "true"},
      {"\"true\" && true", "true"},
      {"false && var.nope", "false"},
      {"true || 1 / 0 == 1", "true"},
      {"var.later && false", "false"},
      {"false && var.later", "false"},
      {"var.later && true", "?"},
      {"var.later || true", "true"},
      {"var.later || false", "?"},
      {"!var.later", "?"},
      {"1 && true", "error: \"&&\" needs a bool"},
      {"null || true", "true"},
      {"!\"x\"", "error: \"!\" needs a bool"},
      {"\"a\" < \"b\"", "error: \"<\" needs a number"},
      {"1 + 1 == 2 && 3 < 4 || false", "true"},
      {"false || true && false", "false"},
      {"1 < 2 == true", "true"},
      {"var.secret == \"hush\"", "!true"},
      {"var.secret_yes || false", "!true"},
      {"!var.secret_yes", "!false"},
      {"var.holder == null", "!false"},
  });
}

TEST_CASE("a conditional takes one side and gives both one type") {
  check_evaluated({
      {"true ? 1 : 2", "1"},
      {"false ? 1 : 2", "2"},
      {"var.n > 2 ? \"big\" : \"small\"", "\"big\""},
      {"true ? 1 : \"x\"", "\"1\""},
      {"false ? true : \"x\"", "\"x\""},
      {"true ? true : \"x\"", "\"true\""},
      {"true ? 1 : null", "1"},
      {"true ? null : 1", "null"},
      {"true ? 1 : false", "error: The results of the conditional have different types"},
      {"true ? [1] : 1", "error: The results of the conditional have different types"},
      {"true ? 1 : 1 / 0", "1"},
      {"false ? 1 : 1 / 0", "error: Division by zero"},
      {"false ? 1 : true ? 2 : 3", "2"},
      {"\"true\" ? 1 : 2", "1"},
      {"var.later ? 1 : 2", "?"},
      {"true ? var.later : 1", "?"},
      {"null ? 1 : 2", "error: A condition needs a bool"},
      {"1 ? 1 : 2", "error: A condition needs a bool"},
      {"var.secret_yes ? 1 : 2", "!1"},
      {"true ? var.secret : 1", "!\"hush\""},
      {"var.later ? var.secret : 1", "!?"},
  });
}

TEST_CASE("templates turn values into text") {
  check_evaluated({
      {R"("a${1}b")", R"("a1b")"},
      {R"("${var.name}-${var.n}-${true}-${1.5}")", R"("web-3-true-1.5")"},
      {R"("${var.n}")", "3"},
      {R"("${var.list}")", R"(["a","b","c"])"},
      {R"("${var.none}")", "null"},
      {R"("x${var.none}")", "error: Null in a template"},
      {R"("x${var.list}")", "error: Not a string"},
      {R"("x${var.later}")", "?"},
      {R"("x${var.secret}")", R"(!"xhush")"},
      {R"("${var.later}${var.secret}")", "!?"},
      {R"("a ${~ 1 ~} b")", R"("a1b")"},
      {R"("a\n ${~ 1 } b")", R"("a1 b")"},
      {R"("${"inner ${"more"}"}")", R"("inner more")"},
      {R"("${ { a = "}" }.a }")", R"("}")"},
      {R"("%{ if var.yes }on%{ else }off%{ endif }")", R"("on")"},
      {R"("%{ if !var.yes }on%{ endif }")", R"("")"},
      {R"("%{ if var.yes }${1}%{ endif }")", R"("1")"},
      {R"("%{ if var.later }on%{ endif }")", "?"},
      {R"("%{ if var.secret_yes }on%{ endif }")", R"(!"on")"},
      {R"("%{ for x in var.list }<${x}>%{ endfor }")", R"("<a><b><c>")"},
      {R"("%{ for k, v in var.map }${k}=${v};%{ endfor }")", R"("one=1;two=2;")"},
      {R"("%{ for x in var.list ~} ${x} %{~ endfor }")", R"("abc")"},
      {R"("%{ for x in var.list }%{ if x != "b" }${x}%{ endif }%{ endfor }")", R"("ac")"},
      {R"("%{ for x in var.secret_list }${x}%{ endfor }")", R"(!"pq")"},
      {R"("%{ for x in null }x%{ endfor }")", "error: Not a collection"},
      {"<<EOT\nhello\n  ${var.name}\nEOT\n", R"("hello\n  web\n")"},
      {"<<-EOT\n    a\n      b\n\n    c${1}\n  EOT\n", R"("a\n  b\n\nc1\n")"},
      {"<<-EOT\n  ${var.name}\n    x\n  EOT\n", R"("web\n  x\n")"},
      {"<<EOT\r\na\r\nb\r\nEOT\r\n", R"("a\r\nb\r\n")"},
      {"<<EOT\n$${x} \\n \"q\"\nEOT\n", R"("${x} \\n \"q\"\n")"},
      {"<<EOT\nEOT\n", R"("")"},
      {"<<-EOT\n  %{ for x in var.list ~}\n  - ${x}\n  %{ endfor ~}\n  EOT\n", R"("  - a\n  - b\n  - c\n")"},
  });
}

TEST_CASE("indexes and attributes reach into values") {
  check_evaluated({
      {"var.list[0]", "\"a\""},
      {"var.list[var.n - 1]", "\"c\""},
      {"var.list[\"1\"]", "\"b\""},
      {"var.list.1", "\"b\""},
      {"[[1, 2], [3]].0 .1", "2"},
      {"[1, 2][1]", "2"},
      {"{ a = { b = 3 } }.a.b", "3"},
      {"{ a = 1 }[\"a\"]", "1"},
      {"(var.map).one", "1"},
      {"var.map[\"two\"]", "2"},
      {"var.map.one", "1"},
      {"var.map[\"t${\"wo\"}\"]", "2"},
      {"var.records[1].tags[0]", "\"x\""},
      {"var.list[3]", "error: Index out of range"},
      {"var.empty[0]", "error: Index out of range"},
      {"var.list[-1]", "error: Invalid index"},
      {"var.list[0.5]", "error: Invalid index"},
      {"var.list[\"x\"]", "error: A list is indexed by numbers"},
      {"var.list[null]", "error: The index is null"},
      {"var.list.name", "error: No attribute \"name\""},
      {"var.map.three", "error: No attribute \"three\""},
      {"var.map[\"three\"]", "error: No such key"},
      {"var.map[[]]", "error: A map is indexed by strings"},
      {"var.none.x", "error: Attribute \"x\" of null"},
      {"var.none[0]", "error: Index into null"},
      {"var.name.x", "error: No attribute \"x\""},
      {"var.name[0]", "error: This value has no items"},
      {"var.later.x.y[0]", "?"},
      {"var.list[var.later]", "?"},
      {"var.secret_list[0]", "!\"p\""},
      {"var.secret_map.k", "!\"v\""},
      {"var.holder.open", "1"},
      {"var.holder.shut", "!\"hush\""},
      {"var.list[var.secret_n - 7]", "!\"a\""},
      {"nope", "error: Unknown name"},
      {"nope.x + 1", "error: Unknown name"},
  });
}

TEST_CASE("splats apply to each element") {
  check_evaluated({
      {"var.records[*].id", "[\"r1\",\"r2\"]"},
      {"var.records.*.id", "[\"r1\",\"r2\"]"},
      {"var.records[*].tags[0]", "[\"x\",\"x\"]"},
      {"var.records.*.tags[0]", "[\"x\",\"r1\"]"},
      {"var.records[*].tags[*]", "[[\"x\",\"r1\"],[\"x\",\"r2\"]]"},
      {"var.records[*][\"size\"]", "[1,2]"},
      {"var.list[*]", "[\"a\",\"b\",\"c\"]"},
      {"var.name[*]", "[\"web\"]"},
      {"var.map[*].one", "[1]"},
      {"var.none[*]", "[]"},
      {"var.later[*].x", "?"},
      {"var.secret_list[*]", "![!\"p\",!\"q\"]"},
      {"var.records[*].nope", "error: No attribute \"nope\""},
      {"[for r in var.records : r.tags[*]]", "[[\"x\",\"r1\"],[\"x\",\"r2\"]]"},
  });
}

TEST_CASE("for expressions make lists and maps") {
  check_evaluated({
      {"[for x in var.list : \"${x}!\"]", "[\"a!\",\"b!\",\"c!\"]"},
      {"[for i, x in var.list : i]", "[0,1,2]"},
      {"[for k, v in var.map : \"${k}${v}\"]", "[\"one1\",\"two2\"]"},
      {"[for v in var.map : v]", "[1,2]"},
      {"[for x in var.list : x if x != \"b\"]", "[\"a\",\"c\"]"},
      {"{ for i, x in var.list : x => i }", "{a:0,b:1,c:2}"},
      {"{ for r in var.records : r.tags[0] => r.id... }", "{x:[\"r1\",\"r2\"]}"},
      {"{ for r in var.records : r.tags[0] => r.id }", "error: Two elements have the same key"},
      {"[\n  for x in var.list :\n  x\n]", "[\"a\",\"b\",\"c\"]"},
      {"[for x in [[1], [2]] : [for y in x : y * 2]]", "[[2],[4]]"},
      {"[for var in [1] : var]", "[1]"},
      {"[for x in [for x in [1, 2] : x * 2] : x + 1]", "[3,5]"},
      {"[for x in 5 : x]", "error: Not a collection"},
      {"[for x in null : x]", "error: Not a collection"},
      {"[for x in var.later : x]", "?"},
      {"[for x in var.partly : x]", "[\"a\",?]"},
      {"[for x in var.partly : x if x == \"a\"]", "?"},
      {"{ for x in var.partly : x => 1 }", "?"},
      {"[for x in var.secret_list : x]", "![!\"p\",!\"q\"]"},
      {"[for x in var.list : x if var.secret_yes]", "![\"a\",\"b\",\"c\"]"},
      {"{ for x in [var.secret] : x => 1 }", "!{hush:1}"},
      {"[for x in var.list : nope]", "error: Unknown name"},
      {"x + [for x in [1] : x][0]", "error: Unknown name"},
      {"{ \"for\" = 1 }", "{for:1}"},
  });
}

TEST_CASE("functions are called, and what is wrong is reported once") {
  check_evaluated({
      {"upper(\"x\")", "\"X\""},
      {"uper(\"x\")", "error: There is no function named \"uper\""},
  });
}

TEST_CASE("messages do not show what is sensitive") {
  for (const char* text : {"var.secret + 1", "var.secret_map.nope", "var.map[var.secret]", "!var.secret",
                           "{ for x in [var.secret, var.secret] : x => 1 }", "var.list[var.secret]",
                           "var.secret_list[var.secret_n]", "var.secret.x"}) {
    const base::Source source{"test", text};
    base::Diags diags;
    const auto expr = hcl::parse_expression(source, diags);
    REQUIRE(expr);
    const Value value = hcl::evaluate(*expr, TestScope(), diags).value;
    CHECK(value.is_unknown());
    CHECK(diags.has_errors());
    const std::string messages = rendered(diags);
    for (const char* secret : {"hush\"", "is hush", "\"k\"", "is 7"})
      CHECK(messages.find(secret) == std::string::npos);
  }
}

TEST_CASE("values that hold one another many times are refused before anything goes through them") {
  std::string text = "[1]";
  for (int i = 0; i < 30; ++i) text = fmt::format("[for x in [{}] : [x, x]][0]", text);
  CHECK(evaluated(text) == "error: This grows without bound");
  CHECK(evaluated(fmt::format("try({}, 5)", text)) == "5");
}

}  // namespace waveform::test
