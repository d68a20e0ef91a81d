#include "planner/hcl/json_tree.h"

#include <doctest/doctest.h>

#include "tests/planner/hcl/support.h"

namespace waveform::test {
namespace {

std::string part(base::Range range) {
  return range.source->text.substr(range.begin, range.end - range.begin);
}

// Every key and value with the text at its place.
void places(const hcl::JsonNode& node, std::vector<std::string>& out) {
  out.push_back(part(node.range));
  if (node.is_array()) {
    for (const hcl::JsonNode& item : node.items()) places(item, out);
  } else if (node.is_object()) {
    for (const auto& member : node.members()) {
      out.push_back(part(member.key_range));
      places(member.value, out);
    }
  }
}

// The value's text; or the place of the first error, its marked text, and the summaries.
std::string read_tree(std::string text) {
  const base::Source source{"test", std::move(text)};
  base::Diags diags;
  const auto tree = hcl::parse_json_tree(source, diags);
  if (!diags.has_errors()) return show(tree->value());
  CHECK_FALSE(tree);
  const base::Range range = diags.list()[0].range;
  return fmt::format("{}:{}: {}", range.begin, part(range), summaries(diags));
}

std::string nested_json(int times) {
  return std::string(static_cast<std::size_t>(times), '[') +
         std::string(static_cast<std::size_t>(times), ']');
}

}  // namespace

TEST_CASE("every key and value of a JSON text has its exact place") {
  const base::Source source{
      "test", "\xEF\xBB\xBF {\"a\" : 1,\"b\":[ -1.5e3 ,\"x\\\"y\", true],\n\"\\u0063\": {},\"d\":null }"};
  base::Diags diags;
  const auto tree = hcl::parse_json_tree(source, diags);
  REQUIRE(tree);
  std::vector<std::string> found;
  places(*tree, found);
  CHECK(found == std::vector<std::string>{source.text.substr(4), "\"a\"", "1", "\"b\"",
                                          "[ -1.5e3 ,\"x\\\"y\", true]", "-1.5e3", "\"x\\\"y\"", "true",
                                          "\"\\u0063\"", "{}", "\"d\"", "null"});
  CHECK(tree->find("c")->is_object());
  CHECK(tree->find("z") == nullptr);
}

TEST_CASE("JSON values keep their numbers") {
  CHECK(read_tree("[0, -0, 9223372036854775807, -9223372036854775808, 1.5]") ==
        "[0,0,9223372036854775807,-9223372036854775808,1.5]");
  CHECK(read_tree("[9223372036854775807.0, 1e18, 15e-1]") == "[9223372036854775807,1000000000000000000,1.5]");
  CHECK(read_tree("[9223372036854775808]") == "1:9223372036854775808: Number too large");
  CHECK(read_tree(" 42") == "42");
  CHECK(read_tree("\"\\u00e9\\ud83d\\ude00\\/\"") == "\"\u00e9\U0001F600/\"");
  CHECK(read_tree("[1e999]") == "1:1e999: Number out of range");
}

TEST_CASE("keys are unique") {
  CHECK(read_tree("{\"a\": 1,\n \"a\": 2, \"b\": {\"a\": 1}}") == "10:\"a\": Key \"a\" is repeated");
}

TEST_CASE("the number of values is bounded") {
  const auto list_of = [](std::size_t n) {
    std::string text = "[0";
    for (std::size_t i = 1; i < n; ++i) text += ",0";
    return text + "]";
  };
  const bool all = read_tree(list_of(499'999)) == list_of(499'999);
  CHECK(all);
  const bool is_refused = read_tree(list_of(500'001)).ends_with(":0: The manifest is too large");
  CHECK(is_refused);
}

TEST_CASE("depth is bounded") {
  CHECK(read_tree(nested_json(100)) == nested_json(100));
  CHECK(read_tree(nested_json(101)) == "100:[: Nested too deeply");
  CHECK(read_tree(std::string(1'000'000, '[')) == "100:[: Nested too deeply");
}

TEST_CASE("broken JSON is explained at its place") {
  struct Case {
    const char* text;
    const char* expected;
  };
  const Case cases[] = {
      {"", "0:: The text is empty"},
      {"{\"a\": 1 \"b\": 2}", "7:: Missing comma"},
      {"{\"a\": 1\n \"b\": 2}", "7:: Missing comma"},
      {"[1 2]", "2:: Missing comma"},
      {"[{} {}]", "3:: Missing comma"},
      {"[\"a\" true]", "4:: Missing comma"},
      {"{\"a\": 1,}", "7:,: Trailing comma"},
      {"[1, 2, ]", "5:,: Trailing comma"},
      {"[1,,2]", "3:,: Unexpected \",\""},
      {"{'a': 1}", "1:': Wrong quotes"},
      {"{\"a\": 'x'}", "6:': Wrong quotes"},
      {"{\"a\": “x”}", "6:“: Wrong quotes"},
      {"{ // x\n}", "2://: A comment in JSON"},
      {"{\"a\": 1 # x\n}", "8:#: A comment in JSON"},
      {"[1, /* x */ 2]", "4:/*: A comment in JSON"},
      {"{} // x", "3://: A comment in JSON"},
      {"{a: 1}", "1:a: A key without quotes"},
      {"{1: 1}", "1:1: A key without quotes"},
      {"{\"a\": yes}", "6:yes: Unexpected \"yes\""},
      {"{\"a\": True}", "6:True: Unexpected \"True\""},
      {"[truex]", "1:truex: Unexpected \"truex\""},
      {"[tru]", "1:tru: Unexpected \"tru\""},
      {"{\"a\" 1}", "4:: Missing \":\" after a key"},
      {"{\"a\" = 1}", "5:=: Unexpected \"=\""},
      {"{\"a\": }", "6:}: Unexpected \"}\""},
      {"{\"a\"", "4:: The text ends too early"},
      {"{\"a\": ", "4:: The text ends too early"},
      {"{\"a\": [1, 2", "11:: The text ends too early"},
      {"{", "1:: The text ends too early"},
      {"[1}", "2:}: Unexpected \"}\""},
      {"{\"a\": 1]", "7:]: Unexpected \"]\""},
      {"{\"a\": \"x", "6:\"x: Unclosed string"},
      {"{\"a\": \"x\n\"}", "6:\"x: Unclosed string"},
      {"[\"a\tb\"]", "3:\t: Control character in a string"},
      {"[\"\\q\"]", "2:\\q: Invalid escape"},
      {"[\"\\u12\"]", "2:\\u: Invalid escape: \\u needs four hexadecimal digits"},
      {"[\"\\ud800\"]", "2:\\ud800: Half of a character"},
      {"[\"\\ud83d\\ude00\\udc00\"]", "14:\\udc00: Half of a character"},
      {"[01]", "1:01: Invalid number"},
      {"[.5]", "1:.5: Invalid number"},
      {"[+1]", "1:+1: Invalid number"},
      {"[1.]", "1:1.: Invalid number"},
      {"[-]", "1:-: Invalid number"},
      {"[0x1F]", "1:0x1F: Invalid number"},
      {"{} {}", "3:{: Text after the end of the JSON document"},
      {"}", "0:}: Unexpected \"}\""},
      {"[1; 2]", "2:;: Unexpected \";\""},
      {"nope", "0:nope: Unexpected \"nope\""},
      {"01", "0:01: Invalid number"},
      {"[NaN]", "1:NaN: Unexpected \"NaN\""},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(read_tree(c.text) == c.expected);
  }
  CHECK(read_tree(std::string("[\0]", 3)) == "1:" + std::string(1, '\0') + ": This looks like a binary file");
}

}  // namespace waveform::test
