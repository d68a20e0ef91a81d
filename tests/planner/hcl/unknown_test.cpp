// What functions give for values that are not known yet: how much of the result, and of its type, is certain.
#include <vector>

#include <doctest/doctest.h>

#include "planner/hcl/console_text.h"
#include "tests/planner/hcl/support.h"

namespace waveform::test {
namespace {

struct UnknownCase {
  const char* text;
  const char* expected;  // "TYPE VALUE"
};

std::string unknown_result(const char* text) {
  const base::Source source{"test", text};
  base::Diags diags;
  const hcl::ExprPtr expr = hcl::parse_expression(source, diags);
  const hcl::Typed value = expr ? hcl::evaluate(*expr, TestScope(), diags) : hcl::unknown();
  if (diags.has_errors()) return "error: " + summaries(diags);
  return value.type.text() + " " + show(value.value);
}

void check_unknown(const std::vector<UnknownCase>& cases) {
  for (const UnknownCase& c : cases) {
    CAPTURE(c.text);
    CHECK(unknown_result(c.text) == c.expected);
  }
}

}  // namespace

TEST_CASE("conversions of what is unknown give its type") {
  check_unknown({
      {"tostring(var.later)", "string ?"},
      {"tonumber(var.later_text)", "number ?"},
      {"tobool(var.later_number)", "error: Invalid call of tobool()"},
      {"tolist(var.later)", "list(any) ?"},
      {"tolist(var.later_set)", "list(string) ?"},
      {"tolist(var.later_tuple)", "list(string) ?"},
      {"tolist([var.later_text, 1])", R"(list(string) [?,"1"])"},
      {"toset(var.later_list)", "set(string) ?"},
      {"toset([var.later_text, \"a\"])", R"(set(string) ["a",?])"},
      {"tomap({ a = var.later_number })", "map(number) {a:?}"},
      {"tomap(var.later_list)", "error: Invalid call of tomap()"},
      {"sensitive(var.later_text)", "string !?"},
      {"nonsensitive(sensitive(var.later_text))", "string ?"},
      {"issensitive(var.later)", "bool ?"},
      {"issensitive([var.later])", "bool false"},
      {"can(var.later)", "bool ?"},
      {"can([var.later])", "bool ?"},
      {"try(var.later, 1)", "any ?"},
      {"try([][0], var.later_text)", "string ?"},
  });
}

TEST_CASE("lists that are partly known give what is certain") {
  check_unknown({
      {"length(var.later)", "number ?"},
      {"length(var.later_text)", "number ?"},
      {"length(var.later_list)", "number ?"},
      {"length(var.later_tuple)", "number 2"},
      {"length(var.later_object)", "number 2"},
      {"length([var.later])", "number 1"},
      {"length(toset([var.later_text]))", "number 1"},
      {"length(toset([var.later_text, \"a\"]))", "number ?"},
      {"length(var.later_number)", "error: Invalid call of length()"},
      {"alltrue([false, var.later])", "bool false"},
      {"alltrue([var.later, true])", "bool ?"},
      {"anytrue([var.later, true])", "bool true"},
      {"anytrue([var.later, false])", "bool ?"},
      {"contains([\"a\", var.later_text], \"a\")", "bool true"},
      {"contains([\"b\", var.later_text], \"a\")", "bool ?"},
      {"contains([1, var.later_text], 2)", "bool ?"},
      {"contains(var.later_map, 1)", "error: Invalid call of contains()"},
      {"index([\"a\", var.later_text], \"a\")", "number 0"},
      {"index([var.later_text, \"a\"], \"a\")", "number ?"},
      {"concat([1], var.later_list)", "any ?"},
      {"concat(tolist([1]), var.later_list)", "list(string) ?"},
      {"concat([var.later], [1])", "tuple([any, number]) [?,1]"},
      {"concat(var.later_set, [1])", "error: Invalid call of concat()"},
      {"flatten([[1], var.later_list])", "any ?"},
      {"flatten([[1], var.later_text])", "tuple([number, string]) [1,?]"},
      {"flatten([[1], var.later])", "any ?"},
      {"distinct(var.later_list)", "list(string) ?"},
      {"distinct([1, var.later_number])", "list(number) ?"},
      {"compact([\"\", var.later_text])", "list(string) ?"},
      {"sort([\"a\", var.later_text])", "list(string) ?"},
      {"reverse(var.later_set)", "list(string) ?"},
      {"reverse([1, var.later_text])", "tuple([string, number]) [?,1]"},
      {"slice(var.later_list, 0, 1)", "list(string) ?"},
      {"slice([1, 2], 0, var.later)", "any ?"},
      {"slice([1, 2], 3, var.later)", "error: Invalid call of slice()"},
      {"element(var.later_list, 0)", "string ?"},
      {"element([1, var.later_text], 0)", "number 1"},
      {"element([1, 2], var.later)", "any ?"},
      {"chunklist([\"a\", var.later_text], 1)", R"(list(list(string)) [["a"],[?]])"},
      {"one(var.later_list)", "string ?"},
      {"one(var.later_tuple)", "error: Invalid call of one()"},
      {"one([var.later_text])", "string ?"},
      {"coalesce(\"\", \"a\", var.later)", R"(string "a")"},
      {"coalesce(var.later_text, \"a\")", "string ?"},
      {"coalesce(null, 1, var.later_text)", R"(string "1")"},
      {"coalescelist([], var.later_list)", "any ?"},
      {"matchkeys([\"a\"], [var.later_text], [\"x\"])", "list(string) ?"},
      {"range(var.later)", "list(number) ?"},
      {"sort(sensitive([var.later_text]))", "list(string) !?"},
  });
}

TEST_CASE("maps and sets that are partly known give what is certain") {
  check_unknown({
      {"keys(var.later)", "any ?"},
      {"keys(var.later_map)", "list(string) ?"},
      {"keys(var.later_object)", R"(tuple([string, string]) ["a","b"])"},
      {"keys({ a = var.later })", R"(tuple([string]) ["a"])"},
      {"values(var.later_map)", "list(number) ?"},
      {"values(var.later_object)", "tuple([number, bool]) ?"},
      {"values({ a = var.later_text })", "tuple([string]) [?]"},
      {"lookup(var.later_map, \"a\", 1)", "number ?"},
      {"lookup(var.later_object, \"a\")", "number ?"},
      {"lookup({ a = 1 }, var.later, 1)", "any ?"},
      {"lookup({ a = 1 }, \"b\", var.later_text)", "string ?"},
      {"lookup({ a = var.later_text, b = 1 }, \"b\")", "number 1"},
      {"lookup(var.later_list, \"a\")", "error: Invalid call of lookup()"},
      {"merge(var.later_map, { a = 1 })", "any ?"},
      {"merge(var.later_map, tomap({ a = 1 }))", "map(number) ?"},
      {"merge({ a = var.later_text }, { b = 1 })", "object({ a = string, b = number }) {a:?,b:1}"},
      {"merge(sensitive({ a = 1 }), var.later)", "any !?"},
      {"zipmap([\"a\"], [var.later_text])", "object({ a = string }) {a:?}"},
      {"zipmap([var.later_text], [1])", "any ?"},
      {"zipmap([var.later_text], tolist([1]))", "map(number) ?"},
      {"transpose({ a = [var.later_text] })", "map(list(string)) ?"},
      {"setunion([var.later_text], [\"a\"])", R"(set(string) ["a",?])"},
      {"setunion(var.later_set, [1])", "set(string) ?"},
      {"setintersection([var.later_text], [\"a\"])", "set(string) ?"},
      {"setsubtract([\"a\"], [var.later_text])", "set(string) ?"},
      {"setproduct([var.later_text], [1])", "list(tuple([string, number])) [[?,1]]"},
      {"setproduct(var.later_list, [1])", "list(tuple([string, number])) ?"},
      {"setproduct(toset([\"a\", var.later_text]), [1])", "set(tuple([string, number])) ?"},
  });
}

TEST_CASE("type() is the console's alone") {
  const auto answer = [](const char* text) {
    const base::Source source{"test", text};
    base::Diags diags;
    const hcl::ExprPtr expr = hcl::parse_expression(source, diags);
    return hcl::console_answer(*expr, TestScope(), diags).value_or(rendered(diags));
  };
  CHECK(answer("type(var.later_map)") == "map(number)");
  CHECK(answer("var.later_map") == "(known after apply)");
  CHECK(answer("[type(1)]") ==
        "Error: Invalid call of type()\n  at test:1:2\n  1 | [type(1)]\n    |  ^^^^^^^\n"
        "  It is only available in the console, and only as the whole expression.\n");
}

}  // namespace waveform::test
