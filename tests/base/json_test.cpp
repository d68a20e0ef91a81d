#include "base/json.h"

#include <doctest/doctest.h>

namespace waveform::base {
namespace {

std::string fault(std::string_view text, const JsonLimits& limits = {}) {
  auto parsed = parse_json(text, limits);
  REQUIRE(!parsed);
  CHECK(parsed.error().kind == ErrorKind::Corrupt);
  return parsed.error().message;
}

}  // namespace

TEST_CASE("JSON is read and written back, keys sorted") {
  auto value = parse_json(R"( {"b": [1, -2.5, true, null, "x\n\u00f6\ud83d\ude00"], "a": {}} )");
  REQUIRE(value);
  CHECK(write_json(*value) == "{\"a\":{},\"b\":[1,-2.5,true,null,\"x\\n\xc3\xb6\xf0\x9f\x98\x80\"]}");
  CHECK(write_json(*value, 2) ==
        "{\n  \"a\": {},\n  \"b\": [\n    1,\n    -2.5,\n    true,\n    null,\n    "
        "\"x\\n\xc3\xb6\xf0\x9f\x98\x80\"\n  ]\n}");
  CHECK(write_json(Value::List{}, 2) == "[]");
}

TEST_CASE("numbers beyond 64 bits become doubles, those beyond doubles are refused") {
  CHECK(*parse_json("9223372036854775807") == Value(INT64_MAX));
  CHECK(parse_json("9223372036854775808")->as_double() == 9223372036854775808.0);
  CHECK(*parse_json("1e3") == Value(1000));
  CHECK(fault("1e999") == "a number is too large (line 1, column 5)");
}

TEST_CASE("errors have line and column, and do not show the text") {
  CHECK(fault("") == "the JSON is incomplete (line 1, column 1)");
  CHECK(fault("{\"a\": [1, 2") == "the JSON is incomplete (line 1, column 12)");
  CHECK(fault("{\n  \"a\": hush\n}") == "this is not valid JSON (line 2, column 8)");
  CHECK(fault("{} {}") == "this is not valid JSON (line 1, column 4)");
  CHECK(fault("[1,]") == "this is not valid JSON (line 1, column 4)");
  CHECK(fault("{'a': 1}") == "this is not valid JSON (line 1, column 2)");
  CHECK(fault("\"\xff\"") == "this is not valid JSON (line 1, column 2)");
  CHECK(fault("\"a\tb\"").starts_with("this is not valid JSON (line 1"));
  CHECK(fault("NaN") == "this is not valid JSON (line 1, column 1)");
}

TEST_CASE("duplicate keys are errors") {
  CHECK(fault("{\"a\": 1, \"a\": 2}").find("is duplicated in one object") != std::string::npos);
  CHECK(parse_json("[{\"a\": 1}, {\"a\": 2}]"));
}

TEST_CASE("depth and size are bounded") {
  auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  CHECK(parse_json(nested(100)));
  CHECK(fault(nested(101)) == "it is nested more than 100 levels deep");
  CHECK(fault(std::string(1'000'000, '[')) == "it is nested more than 100 levels deep");
  std::string objects;
  for (int i = 0; i < 200; ++i) objects += "{\"a\":";
  CHECK(fault(objects) == "it is nested more than 100 levels deep");
  CHECK(parse_json("[1]", {3, 1}));
  CHECK(fault("[12]", {3, 1}) == "it is larger than 3 bytes");
  // All values are counted during parsing: a small text may contain many.
  CHECK(parse_json("[{}, 1, [null]]", {100, 9, 5}));
  CHECK(fault("[{}, 1, [null]]", {100, 9, 4}) == "it has more than 4 values");
  CHECK(fault("{\"a\": 1, \"b\": \"x\"}", {100, 9, 2}) == "it has more than 2 values");
}

TEST_CASE("unknown is written as null, invalid UTF-8 is replaced") {
  CHECK(write_json(Value::List{Value::unknown()}) == "[null]");
  CHECK(write_json("a\xff") == "\"a\xef\xbf\xbd\"");
  CHECK(write_json(std::string("\0\x1f", 2)) == "\"\\u0000\\u001f\"");
}

}  // namespace waveform::base
