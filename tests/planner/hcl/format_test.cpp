// Layout: short texts here; whole files in format/*.hcl with what comes out beside them.
#include "planner/hcl/format.h"

#include <doctest/doctest.h>

#include "tests/fuzz/format_input.h"
#include "tests/support/golden.h"

namespace waveform::test {
namespace {

namespace fs = std::filesystem;

std::string formatted(const std::string& text) {
  CHECK(format_fault(text) == "");
  base::Diags diags;
  const base::Source source{"test", text};
  return hcl::format_native(source, diags).value_or("error: " + summaries(diags));
}

// The value of one argument.
std::string value(const std::string& text) {
  const std::string line = formatted("a=" + text + "\n");
  return line.starts_with("a = ") ? line.substr(4, line.size() - 5) : line;
}

bool is_native(const fs::path& file) {
  const std::string name = file.filename().string();
  return name.ends_with(".hcl") || name.ends_with(".tf") || name.ends_with(".tfvars");
}

std::vector<fs::path> manifests(const fs::path& directory) {
  std::vector<fs::path> found;
  for (const auto& entry : fs::recursive_directory_iterator(source_path(directory))) {
    if (entry.is_regular_file() && is_native(entry.path())) found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace

TEST_CASE("files are laid out as their golden files have it") {
  const auto inputs = manifests("tests/planner/hcl/format");
  CHECK(inputs.size() >= 6);
  for (const fs::path& input : inputs) {
    const std::string file = "tests/planner/hcl/format/" + input.filename().string();
    check_golden(file + ".expected", formatted(source_text(file)));
  }
}

TEST_CASE("every manifest of the tree keeps its meaning and tokens, and is laid out at once") {
  for (const char* directory : {"examples", "tests"}) {
    for (const fs::path& file : manifests(directory)) {
      INFO(file.string());
      const std::string text = source_text(fs::relative(file, source_path("")));
      CHECK(format_fault(text) == "");
      std::string with_cr;
      for (char c : text) with_cr += c == '\n' ? std::string("\r\n") : std::string(1, c);
      CHECK(format_fault(with_cr) == "");
      const std::size_t step = std::max<std::size_t>(37, text.size() / 16);
      for (std::size_t size = text.size(); size > 0; size -= std::min(size, step)) {
        CHECK(format_fault(text.substr(0, size)) == "");
      }
    }
  }
}

TEST_CASE("the examples are laid out") {
  for (const fs::path& file : manifests("examples")) {
    const std::string text = source_text(fs::relative(file, source_path("")));
    CHECK(formatted(text) == text);
  }
}

TEST_CASE("operators have a space on both sides, signs have none behind them") {
  CHECK(value("1+2*3") == "1 + 2 * 3");
  CHECK(value("x  ==y&&! z||a!=b") == "x == y && !z || a != b");
  CHECK(value("x?y:z") == "x ? y : z");
  CHECK(value("- 1") == "-1");
  CHECK(value("1- - 2") == "1 - -2");
  CHECK(value("( - x)*- y") == "(-x) * -y");
  CHECK(value("x - 1") == "x - 1");
  CHECK(value("b [ 0 ]-1") == "b[0] - 1");
  CHECK(value("x<- 1?- 2:- 3") == "x < -1 ? -2 : -3");
}

TEST_CASE("brackets stand close, braces do not") {
  CHECK(value("[ 1 ,2,  3 , ]") == "[1, 2, 3, ]");
  CHECK(value("[ ]") == "[]");
  CHECK(value("{ }") == "{}");
  CHECK(value("{b=1,c = [ {d:2} ]}") == "{ b = 1, c = [{ d : 2 }] }");
  CHECK(value("f ( x , y ... )") == "f(x, y...)");
  CHECK(value("x [ \"k\" ] . y [ * ] . z") == "x[\"k\"].y[*].z");
  CHECK(value("f(x) [0]") == "f(x)[0]");
  CHECK(value("x . * . y") == "x.*.y");
  CHECK(formatted("b{}\nc \"d\"{e=1}\n") == "b {}\nc \"d\" { e = 1 }\n");
}

TEST_CASE("for expressions") {
  CHECK(value("[for i ,v in x:v if v!=1]") == "[for i, v in x : v if v != 1]");
  CHECK(value("[for v in [1]:v]") == "[for v in [1] : v]");
  CHECK(value("{for k,v in x:k=>v ...}") == "{ for k, v in x : k => v... }");
}

TEST_CASE("indexes by dots do not grow into fractions") {
  CHECK(value("x.0 .1") == "x.0 .1");
  CHECK(value("x . 0 . 1 . y") == "x.0 .1.y");
  CHECK(value("x.0 .e1") == "x.0 .e1");
  CHECK(value("x.0 .e") == "x.0.e");
}

TEST_CASE("sequences of templates lose their inner spaces, texts keep theirs") {
  CHECK(value("\"x ${ y }  ${  z }\"") == "\"x ${y}  ${z}\"");
  CHECK(value("\"${~ y ~} \"") == "\"${~y~} \"");
  CHECK(value("\"%{ if y }  a %{ else ~} b%{ endif }\"") == "\"%{if y}  a %{else~} b%{endif}\"");
  CHECK(value("\"${ {b=1} }x\"") == "\"${ { b = 1 } }x\"");
  CHECK(value("\"a ${f( \"b ${ c }  \" )}\"") == "\"a ${f(\"b ${c}  \")}\"");
  CHECK(value("\"$${ x } %%{ y }\"") == "\"$${ x } %%{ y }\"");
}

TEST_CASE("a string of one interpolation alone becomes the expression") {
  CHECK(value("\"${ x.y }\"") == "x.y");
  CHECK(value("\"${~ x ~}\"") == "x");
  CHECK(value("\"${\"${x}\"}\"") == "x");
  CHECK(value("\"${\"a${x}\"}\"") == "\"a${x}\"");
  CHECK(value("\"${x}${y}\"") == "\"${x}${y}\"");
  CHECK(value("\"${x} \"") == "\"${x} \"");
  CHECK(value("\"${x}\" == y") == "\"${x}\" == y");
  CHECK(value("[\"${x}\"]") == "[\"${x}\"]");
  CHECK(value("\"%{ if x }y%{ endif }\"") == "\"%{if x}y%{endif}\"");
  CHECK(formatted("a = \"${\n  x\n}\"\n") == "a = x\n");
  CHECK(formatted("a = \"${\n  x +\n  y\n}\"\n") == "a = (x +\ny)\n");
  CHECK(formatted("a = \"${(\nx\n)}\"\n") == "a = (\n  x\n)\n");
  CHECK(formatted("a = \"${(x)+\n(y)}\"\n") == "a = ((x) +\n(y))\n");
  CHECK(formatted("a = \"${ # why\n  x\n}\"\n") == "a = \"${ # why\n  x\n}\"\n");
  CHECK(formatted("a = \"${ /* why */ x }\"\n") == "a = /* why */ x\n");
  CHECK(formatted("a = \"${ x + /* why */ y }\"\n") == "a = x + /* why */ y\n");
  CHECK(formatted("a = \"${ f(x, # why\n y) }\"\n") == "a = f(x, # why\ny)\n");
  CHECK(formatted("b { a = \"${x}\" }\n") == "b { a = x }\n");
}

TEST_CASE("parentheses in the place of an interpolation nest no deeper") {
  for (int depth : {100, 198, 199, 200, 201, 202}) {
    const auto size = static_cast<std::size_t>(depth);
    const std::string list = std::string(size, '[') + "1" + std::string(size, ']');
    CHECK(format_fault("a = \"${ x +\n " + list + " }\"\n") == "");
  }
}

TEST_CASE("types of variables lose the spelling of Terraform 0.11") {
  const auto type = [](const std::string& text) {
    const std::string out = formatted("variable \"v\" {\n  type = " + text + "\n}\n");
    return out.substr(24, out.size() - 24 - 3);
  };
  CHECK(type("\"string\"") == "string");
  CHECK(type("\"list\"") == "list(string)");
  CHECK(type("\"map\"") == "map(string)");
  CHECK(type("list") == "list(any)");
  CHECK(type("map # all") == "map(any) # all");
  CHECK(type("set") == "set(any)");
  CHECK(type("list( string )") == "list(string)");
  CHECK(type("\"number\"") == "\"number\"");
  CHECK(formatted("type = \"string\"\nb \"variable\" {\n  type = list\n}\n") ==
        "type = \"string\"\nb \"variable\" {\n  type = list\n}\n");
  CHECK(formatted("b {\n  variable {\n    type = list\n  }\n}\n") ==
        "b {\n  variable {\n    type = list\n  }\n}\n");
}

TEST_CASE("labels get quotes") {
  CHECK(formatted("resource t  n{\n}\n") == "resource \"t\" \"n\" {\n}\n");
  CHECK(formatted("resource t \"n\" {}\n") == "resource \"t\" \"n\" {}\n");
}

TEST_CASE("ends of lines stay as they are, and so do empty lines") {
  CHECK(formatted("a=1\r\n\r\nb=2") == "a = 1\r\n\r\nb = 2");
  CHECK(formatted("a = 1  \t\n  \n\n\n") == "a = 1\n\n\n\n");
  CHECK(formatted("") == "");
  CHECK(formatted("# only \t") == "# only \t");
  CHECK(formatted("\xEF\xBB\xBF"
                  "a=1\n") == "a = 1\n");
  CHECK(formatted("a = <<X\r\nb  \r\n\tX\r\n") == "a = <<X\r\nb  \r\n\tX\r\n");
}

TEST_CASE("columns are counted in characters as readers count them") {
  CHECK(formatted("\xC3\xB6 = 1\nab = 2\n") == "\xC3\xB6  = 1\nab = 2\n");
  CHECK(formatted("a = \"\xE4\xB8\xAD\" # x\nb = \"cd\" # y\n") ==
        "a = \"\xE4\xB8\xAD\"  # x\nb = \"cd\" # y\n");
}

TEST_CASE("a source with errors is not formatted, and the errors are reported") {
  base::Diags diags;
  const base::Source source{"test", "a = \n"};
  CHECK_FALSE(hcl::format_native(source, diags));
  CHECK(summaries(diags) == "Missing value for \"a\"");
}

}  // namespace waveform::test
