#include <doctest/doctest.h>

#include "planner/hcl/convert.h"
#include "planner/hcl/type_syntax.h"
#include "tests/planner/hcl/support.h"

namespace waveform::test {
namespace {

std::string type_text(std::string text) {
  const base::Source source{"test", std::move(text)};
  base::Diags diags;
  const auto expr = hcl::parse_expression(source, diags);
  REQUIRE(expr);
  const hcl::Type type = hcl::parse_type(*expr, diags);
  return diags.has_errors() ? "error: " + summaries(diags) : type.text();
}

std::string converted(const Value& value, std::string type) {
  const base::Source source{"test", std::move(type)};
  base::Diags diags;
  const auto expr = hcl::parse_expression(source, diags);
  REQUIRE(expr);
  const auto result = hcl::convert(hcl::with_own_type(value), hcl::parse_type(*expr, diags));
  REQUIRE(diags.empty());
  return result ? show(result->value) : "error: " + result.error().message;
}

}  // namespace

TEST_CASE("type constraints are read") {
  for (const char* text : {"string", "number", "bool", "any", "list(string)", "set(number)", "map(any)",
                           "object({ a = string, b = list(number) })", "object({})", "tuple([string, bool])",
                           "tuple([])", "map(map(list(object({ x = bool }))))"}) {
    CHECK(type_text(text) == text);
  }
  CHECK(type_text("list") == "list(any)");
  CHECK(type_text("map") == "map(any)");
}

TEST_CASE("an invalid type is refused with the reason") {
  CHECK(type_text("strnig") == "error: There is no type named \"strnig\"");
  CHECK(type_text("\"string\"") == "error: The type is in quotes");
  CHECK(type_text("string(number)") == "error: \"string\" takes no argument");
  CHECK(type_text("list()") == "error: \"list\" takes one argument");
  CHECK(type_text("list(string, number)") == "error: \"list\" takes one argument");
  CHECK(type_text("lsit(string)") == "error: There is no type named \"lsit\"");
  CHECK(type_text("object(string)") == "error: object() needs its members in braces");
  CHECK(type_text("tuple(string)") == "error: tuple() needs a list of types");
  CHECK(type_text("object") == "error: \"object\" needs the types of its members");
  CHECK(type_text("object({ a = optional(string) })") == "object({ a = optional(string) })");
  CHECK(type_text("1 + 1") == "error: Not a type");
  CHECK(type_text("var.x") == "error: Not a type");
}

TEST_CASE("scalars convert by Terraform's rules") {
  CHECK(converted(5, "string") == "\"5\"");
  CHECK(converted(true, "string") == "\"true\"");
  CHECK(converted("5", "number") == "5");
  CHECK(converted("1.5", "number") == "1.5");
  CHECK(converted("true", "bool") == "true");
  CHECK(converted("x", "number") == "error: a number is required");
  CHECK(converted("0x10", "number") == "error: a number is required");
  CHECK(converted("", "number") == "error: a number is required");
  CHECK(converted(true, "number") == "error: a number is required");
  CHECK(converted(1, "bool") == "error: a bool is required");
  CHECK(converted("True", "bool") == "error: a bool is required: write true or false in lower case");
  CHECK(converted(Value::List{}, "string") == "error: a string is required");
  CHECK(converted(Value::null(), "string") == "null");
  CHECK(converted(Value::unknown(), "number") == "?");
  CHECK(converted(Value("5").with_marks(Value::Sensitive), "number") == "!5");
}

TEST_CASE("collections convert element by element") {
  CHECK(converted(Value::List{1, "a"}, "list(string)") == "[\"1\",\"a\"]");
  CHECK(converted(Value::List{1, "a"}, "list(any)") == "[\"1\",\"a\"]");
  CHECK(converted(Value::List{1, true}, "list(any)") == "error: all elements must be of one type");
  CHECK(converted(Value::List{"b", "a", "b"}, "set(string)") == "[\"a\",\"b\"]");
  CHECK(converted(Value::List{true, "x", false}, "list(bool)") == "error: element 1: a bool is required");
  CHECK(converted(Value::Map{{"a", 1}}, "map(string)") == "{a:\"1\"}");
  CHECK(converted(Value::Map{{"a", Value::List{}}}, "map(string)") ==
        "error: attribute \"a\": a string is required");
  CHECK(converted(Value::Map{{"a", 1}, {"b", 2}}, "object({ a = string })") == "{a:\"1\"}");
  CHECK(converted(Value::Map{{"b", 2}}, "object({ a = string })") == "error: attribute \"a\" is required");
  CHECK(converted(Value::List{1, 2}, "tuple([string, number])") == "[\"1\",2]");
  CHECK(converted(Value::List{1}, "tuple([string, number])") == "error: a tuple of 2 elements is required");
  CHECK(converted("a", "list(string)") == "error: a list is required");
  CHECK(converted(Value::List{Value::Map{{"a", Value::List{"x"}}}}, "list(object({ a = list(number) }))") ==
        "error: element 0: attribute \"a\": element 0: a number is required");
  CHECK(converted(Value(Value::Map{{"k", "x"}}).with_marks(Value::Sensitive), "map(number)") ==
        "error: an attribute: a number is required");
}

}  // namespace waveform::test
