// What the corpus cannot ask at a console: unknown arguments, bounds, and that every name is known.
#include "planner/hcl/functions.h"

#include <algorithm>

#include <doctest/doctest.h>

#include "planner/hcl/console_text.h"
#include "tests/planner/hcl/support.h"

namespace waveform::test {
namespace {

using hcl::Type;
using Kind = Type::Kind;

// The value, and the type of one that is not known.
std::string typed_result(const std::string& text) {
  const base::Source source{"test", text};
  base::Diags diags;
  const hcl::ExprPtr expr = hcl::parse_expression(source, diags);
  if (!expr) return "error: " + summaries(diags);
  const hcl::Typed result = hcl::evaluate(*expr, TestScope(), diags);
  if (diags.has_errors()) return "error: " + diags.list().front().detail;
  return result.value.is_unknown() ? show(result.value) + " " + result.type.text() : show(result.value);
}

struct FunctionCase {
  const char* text;
  const char* expected;
};

template <std::size_t n>
void check_functions(const FunctionCase (&cases)[n]) {
  for (const FunctionCase& c : cases) {
    const std::string text = c.text, expected = c.expected;
    INFO(text);
    CHECK(typed_result(text) == expected);
  }
}

// All functions of OpenTofu 1.12, by internal/lang/functions.go.
constexpr std::string_view kTerraform =
    "abs abspath alltrue anytrue base64decode base64encode base64gunzip base64gzip base64sha256 base64sha512 "
    "basename bcrypt can ceil chomp chunklist cidrcontains cidrhost cidrnetmask cidrsubnet cidrsubnets "
    "coalesce "
    "coalescelist compact concat contains csvdecode dirname distinct element endswith ephemeralasnull file "
    "filebase64 filebase64sha256 filebase64sha512 fileexists filemd5 fileset filesha1 filesha256 filesha512 "
    "flatten floor format formatdate formatlist indent index issensitive join jsondecode jsonencode keys "
    "length "
    "list log lookup lower map matchkeys max md5 merge min nonsensitive one parseint pathexpand "
    "plantimestamp pow "
    "range regex regexall replace reverse rsadecrypt sensitive setintersection setproduct setsubtract "
    "setunion "
    "sha1 sha256 sha512 signum slice sort split startswith strcontains strrev substr sum templatefile "
    "templatestring textdecodebase64 textencodebase64 timeadd timecmp timestamp title tobool tolist tomap "
    "tonumber toset tostring transpose trim trimprefix trimspace trimsuffix try type upper urldecode "
    "urlencode "
    "uuid uuidv5 values yamldecode yamlencode zipmap";

bool is_special(std::string_view name) {
  const auto forms = hcl::special_forms();
  return std::find(forms.begin(), forms.end(), name) != forms.end();
}

}  // namespace

TEST_CASE("every function of Terraform is there or refused with a reason, and there are no others") {
  const auto names = base::split(kTerraform, ' ');
  for (const std::string_view name : names) {
    INFO(name);
    const bool there = hcl::find_function(name) != nullptr || is_special(name);
    CHECK(there != !hcl::why_refused(name).empty());
  }
  for (const hcl::Function& function : hcl::functions()) {
    INFO(function.name);
    CHECK(std::find(names.begin(), names.end(), function.name) != names.end());
  }
  CHECK(!hcl::why_refused("provider::aws::arn_parse").empty());
  CHECK(hcl::why_refused("uppercase").empty());
  CHECK(hcl::why_refused("").empty());
}

TEST_CASE("a refused function says why") {
  CHECK(typed_result("timestamp()").find("a plan would never be empty") != std::string::npos);
  CHECK(evaluated("rsadecrypt(nope)") == "error: rsadecrypt() is not supported");
}

TEST_CASE("what is not known yet makes a result of a known type") {
  check_functions({
      {"abs(var.later)", "? number"},
      {"max(1, var.later)", "? number"},
      {"parseint(var.later, 10)", "? number"},
      {"parseint(\"7\", var.later)", "? number"},
      {"sum([1, var.later])", "? number"},
      {"upper(var.later)", "? string"},
      {"join(\",\", var.partly)", "? string"},
      {"split(\",\", var.later)", "? list(string)"},
      {"startswith(var.later, \"a\")", "? bool"},
      {"startswith(var.later, \"\")", "true"},
      {"replace(\"a\", var.later, \"b\")", "? string"},
      {"regex(var.later, \"a\")", "? any"},
      {"regex(\"a\", var.later)", "? string"},
      {"regex(\"(a)(b)\", var.later)", "? tuple([string, string])"},
      {"regex(\"(?P<x>a)\", var.later)", "? object({ x = string })"},
      {"regex(\"(\", var.later)", "error: the pattern is not a regular expression."},
      {"regexall(\"(a)\", var.later)", "? list(tuple([string]))"},
      {"regexall(var.later, \"a\")", "? list(any)"},
      {"format(\"%s\", var.later)", "? string"},
      {"format(\"%v\", var.partly)", "? string"},
      {"formatlist(\"%s\", var.later)", "? list(string)"},
      {"formatlist(\"%s\", var.partly)", "[\"a\",?]"},
      {"formatlist(\"%s-%s\", var.partly, \"x\")", "[\"a-x\",?]"},
      {"jsonencode(var.later)", "? string"},
      {"jsonencode(var.partly)", "? string"},
      {"jsondecode(var.later)", "? any"},
      {"yamlencode(var.partly)", "? string"},
      {"yamldecode(var.later)", "? any"},
      {"csvdecode(var.later)", "? any"},
      {"base64decode(var.later)", "? string"},
      {"sha256(var.later)", "? string"},
      {"file(var.later)", "? string"},
      {"fileexists(var.later)", "? bool"},
      {"fileset(\"x\", var.later)", "? set(string)"},
      {"templatefile(var.later, {})", "? any"},
  });
}

TEST_CASE("marks of arguments are on the result") {
  check_functions({
      {"upper(var.secret)", "!\"HUSH\""},
      {"abs(var.secret_n)", "!7"},
      {"format(\"%s\", var.secret)", "!\"hush\""},
      {"join(\",\", var.secret_list)", "!\"p,q\""},
      {"jsonencode(var.holder)", "!\"{\\\"open\\\":1,\\\"shut\\\":\\\"hush\\\"}\""},
      {"split(\"u\", var.secret)", "![\"h\",\"sh\"]"},
      {"max(1, var.secret_n)", "!7"},
      {"upper(\"a\")", "\"A\""},
  });
}

TEST_CASE("no message holds a value") {
  for (const char* text : {"abs(var.secret)", "parseint(var.secret, 10)", "regex(var.secret, \"x\")",
                           "regex(\"x\", var.secret)", "format(var.secret, 1)", "format(\"%d\", var.secret)",
                           "jsondecode(var.secret)", "yamldecode(\"a: ${var.secret}: c\")",
                           "base64decode(var.secret)", "file(var.secret)", "urldecode(\"%${var.secret}\")",
                           "textencodebase64(\"a\", var.secret)", "csvdecode(\"${var.secret},hush\")"}) {
    const base::Source source{"test", text};
    base::Diags diags;
    const hcl::ExprPtr expr = hcl::parse_expression(source, diags);
    hcl::evaluate(*expr, TestScope(), diags);
    INFO(text);
    CHECK(diags.has_errors());
    for (const base::Diag& diag : diags.list())
      CHECK((diag.summary + diag.detail + diag.hint).find("hush") == std::string::npos);
  }
}

TEST_CASE("results are bounded before they are made") {
  const std::string long_text = "error: the result would be longer than 32 MiB.";
  const auto levels = [](std::size_t n, const std::string& open, const std::string& close) {
    std::string text = "\"";
    for (std::size_t i = 0; i < n; ++i) text += open;
    for (std::size_t i = 0; i < n; ++i) text += close;
    return text + "\"";
  };
  const std::string large = "format(\"%1000000s\", \"\")";
  CHECK(typed_result("indent(1000000000, \"a\\nb\")") == long_text);
  CHECK(typed_result("replace(" + large + ", \" \", " + large + ")") == long_text);
  CHECK(typed_result("replace(" + large + ", \"/ /\", " + large + ")") == long_text);
  CHECK(typed_result("join(" + large + ", split(\"\", format(\"%100s\", \"\")))") == long_text);
  CHECK(typed_result("format(\"%1000001s\", \"\")").starts_with("error: the format has too large a width"));
  CHECK(typed_result("regexall(\" \", " + large + ")") ==
        "error: the pattern matches too often in a string of this length.");
  CHECK(typed_result("jsondecode(" + levels(100000, "[", "]") + ")") == "error: str is nested too deeply.");
  CHECK(typed_result("yamldecode(" + levels(100000, "[", "]") + ")").starts_with("error: src is "));
  CHECK(typed_result("yamldecode(\"" + [] {
          std::string text = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\\n";
          for (int i = 1; i < 12; ++i) {
            text += fmt::format(
                "a{0}: &a{0} [*a{1},*a{1},*a{1},*a{1},*a{1},*a{1},*a{1},*a{1},*a{1},*a{1}]\\n", i, i - 1);
          }
          return text;
        }() + "\")") == "error: src has too many elements.");
  CHECK(typed_result("fileset(\"x\", \"" + [] {
          std::string text;
          for (int i = 0; i < 40; ++i) text += "{a,b}";
          return text;
        }() + "\")") == "error: pattern is malformed, or has too many alternatives.");
}

}  // namespace waveform::test
