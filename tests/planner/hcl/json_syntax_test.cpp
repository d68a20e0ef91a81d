#include "planner/hcl/json_syntax.h"

#include <doctest/doctest.h>

#include "tests/planner/hcl/support.h"

namespace waveform::test {
namespace {

const std::vector<hcl::BlockShape> shapes = {{"resource", 2, {{"lifecycle", 0, {}}}}, {"variable", 1, {}}};

std::string outline_json(const hcl::Body& body, base::Diags& diags) {
  std::vector<std::string> parts;
  for (const hcl::Attribute& attribute : body.attributes) {
    parts.push_back(attribute.name + "=" + show(hcl::evaluate(*attribute.value, TestScope(), diags).value));
  }
  for (const hcl::Block& block : body.blocks) {
    std::string text = block.type;
    for (const hcl::Block::Label& label : block.labels) text += " " + label.text;
    parts.push_back(text + " {" + outline_json(block.body, diags) + "}");
  }
  return fmt::format("{}", fmt::join(parts, " "));
}

// Blocks and evaluated arguments; then each error's marked text and summary.
std::string read(std::string text) {
  const base::Source source{"test", std::move(text)};
  base::Diags diags;
  const auto tree = hcl::parse_json_tree(source, diags, hcl::Keys::Any);
  REQUIRE(tree);
  std::string result = outline_json(hcl::parse_json_body(*tree, shapes, diags), diags);
  for (const base::Diag& diag : diags.list()) {
    result += fmt::format(
        " # {}: {}", source.text.substr(diag.range.begin, diag.range.end - diag.range.begin), diag.summary);
  }
  return result;
}

}  // namespace

TEST_CASE("labels of blocks are nested objects") {
  CHECK(read(R"({"resource": {"t": {"a": {"x": 1}, "b": {}}}})") == "resource t a {x=1} resource t b {}");
  CHECK(read(R"({"resource": [{"t": {"a": {}}}, {"u": [{"b": {"x": 1}}, {"c": null}]}]})") ==
        "resource t a {} resource u b {x=1}");
  CHECK(read(R"({"resource": {"t": {"a": [{"x": 1}, {"x": 2}]}}})") ==
        "resource t a {x=1} resource t a {x=2}");
  CHECK(read(R"({"resource": {"t": {"a": {"lifecycle": {"y": true}}}}})") ==
        "resource t a {lifecycle {y=true}}");
  CHECK(read(R"([{"variable": {"v": {}}}, {"z": 1}])") == "z=1 variable v {}");
}

TEST_CASE("strings are templates, and other values stand for themselves") {
  CHECK(
      read(
          R"({"a": "x${var.n}", "b": "${var.list}", "c": [1, null, {"k": "${var.name}"}], "d": "plain \" \\n"})") ==
      R"(a="x3" b=["a","b","c"] c=[1,null,{k:"web"}] d="plain \" \\n")");
  CHECK(read(R"({"a": {"${var.name}": 1}, "b": "$${x}", "c": "${var.map[\"one\"]}"})") ==
        R"(a={web:1} b="${x}" c=1)");
  CHECK(read(R"({"a": "%{ for x in var.list }${x}%{ endfor }"})") == R"(a="abc")");
}

TEST_CASE("members named // are comments wherever a body is, and names elsewhere") {
  CHECK(
      read(
          R"({"//": "x", "//": "y", "resource": {"t": {"a": {"//": [], "x": 1, "lifecycle": {"//": 1}}}}})") ==
      "resource t a {x=1 lifecycle {}}");
  CHECK(read(R"({"a": {"//": 1}})") == "a={//:1}");
  CHECK(read(R"({"resource": {"t": {"//": {}}}})") == "resource t // {}");
  CHECK(read(R"({"resource": {"//": "y", "t": {"a": {}}}})") ==
        R"(resource t a {} # "y": Expected an object for "resource")");
}

TEST_CASE("keys that repeat give blocks together; arguments and members of values are given once") {
  CHECK(
      read(
          R"({"resource": {"t": {"a": {"x": 1}, "a": {"x": 2}}}, "resource": {"t": {"b": {}}, "t": {"c": {}}}})") ==
      "resource t a {x=1} resource t a {x=2} resource t b {} resource t c {}");
  CHECK(read(R"({"a": 1, "a": 2})") == R"(a=1 # "a": Argument "a" is repeated)");
  CHECK(read(R"({"a": {"b": 1, "b": 2}})") == R"(a={b:2} # "b": Key "b" is repeated)");
}

TEST_CASE("null means no blocks, but not as a label or in an array") {
  CHECK(read(R"({"resource": {"t": {"a": null, "b": {"lifecycle": null}, "c": []}}})") == "resource t b {}");
  CHECK(read(R"({"resource": null})") == R"( # null: Missing label of "resource")");
  CHECK(read(R"({"resource": {"t": []}})") == R"( # []: Missing label of "resource")");
  CHECK(read(R"({"resource": {"t": {"a": [{}, null]}}})") ==
        R"(resource t a {} # null: Expected only objects for "resource")");
}

TEST_CASE("faults have their places") {
  CHECK(read(R"({"a": "x ${nope} y"})") == R"(a=? # nope: Unknown name)");
  CHECK(read(R"({"a": "x \" ${nope} y"})") == R"(a=? # "x \" ${nope} y": Unknown name)");
  CHECK(read(R"({"a": "${var.n"})") == R"(a=? # ${: Unclosed "${")");
  CHECK(read(R"({"a": "${1 +}"})") == R"(a=? # }: Unexpected "}")");
  CHECK(read(R"({"resource": 5})") == R"( # 5: Expected an object for "resource")");
  CHECK(read(R"({"resource": {"t": {"a": "x"}}})") == R"( # "x": Expected an object for "resource")");
  CHECK(read(R"({"resource": [[]]})") == R"( # []: An array in an array)");
  CHECK(read(R"([{"a": 1}, {"a": 2}])") == R"(a=1 # "a": Argument "a" is repeated)");
  CHECK(read("5") == " # 5: Expected an object");
  CHECK(read("[1]") == " # 1: Expected an object");
}

}  // namespace waveform::test
