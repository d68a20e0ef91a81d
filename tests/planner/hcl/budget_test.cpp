#include "planner/hcl/budget.h"

#include <doctest/doctest.h>

#include "tests/planner/hcl/support.h"
#include "tests/support/fake_clock.h"

namespace waveform::test {
namespace {

using hcl::Budget;

// A scope with a budget, and files.
struct Bounded final : hcl::Scope, private hcl::Files {
  explicit Bounded(Budget& the_budget) : shared(the_budget) {}
  void check(const hcl::Traversal& traversal, base::Diags& heard) const override {
    test.check(traversal, heard);
  }
  hcl::Resolved resolve(const hcl::Traversal& traversal, base::Diags& heard) const override {
    return test.resolve(traversal, heard);
  }
  const hcl::Files& files() const override { return *this; }
  Budget* budget() const override { return &shared; }

  hcl::Typed value(const std::string& text) {
    const auto& source = sources.add("test", text);
    auto expr = hcl::parse_expression(source, diags);
    REQUIRE(expr);
    return hcl::evaluate(*expr, *this, diags);
  }
  std::string said() const { return summaries(diags); }

  Budget& shared;
  TestScope test;
  base::Sources sources;
  base::Diags diags;
  std::map<std::string, std::string> contents;

 private:
  base::Result<hcl::FileText> read(const std::string& path) const override {
    auto found = contents.find(path);
    if (found == contents.end()) return base::fail(base::ErrorKind::NotFound, "no");
    return hcl::FileText{found->second, false};
  }
  base::Result<bool> exists(const std::string& path) const override { return contents.contains(path); }
  base::Result<std::vector<std::string>> list(const std::string&) const override {
    return std::vector<std::string>();
  }
};

constexpr const char* kSteps = "The evaluation of the manifest takes more than 50000 steps";
constexpr const char* kBytes = "The values of the manifest take more than 1 MiB of memory";

// What is said of one expression that takes too much.
std::string bounded(const std::string& text) {
  Budget budget({.steps = 50'000, .bytes = std::size_t{1} << 20});
  Bounded scope(budget);
  scope.contents["loops.tpl"] =
      "%{for a in x}%{for b in x}%{for c in x}aaaaaaaaaaaaaaaaaaaaaaaaa%{endfor}%{endfor}%{endfor}";
  scope.contents["empty.tpl"] = "%{for a in x}%{for b in x}%{for c in x}%{endfor}%{endfor}%{endfor}";
  scope.contents["large"] = std::string(600 << 10, 'x');
  CHECK(scope.value(text).value.is_unknown());
  return scope.said();
}

}  // namespace

TEST_CASE("whatever is evaluated ends: loops, templates, template files, functions that multiply") {
  for (const std::string text :
       {"[for a in range(1000) : [for b in range(1000) : [for c in range(1000) : c]]]",
        "length([for a in range(1000) : length([for b in range(1000) : b if false])])",
        "\"%{for a in range(1000)}%{for b in range(1000)}xxxxxxxxxxxxxxxxxxxxxxxxx%{endfor}%{endfor}\"",
        "templatefile(\"loops.tpl\", {x = range(1000)})",
        "templatefile(\"empty.tpl\", {x = range(1000)})",
        "[for i in range(1000) : templatefile(\"loops.tpl\", {x = range(10)})]",
        "[for i in range(1000) : format(\"%100000s\", i)]",
        "join(\"\", [for i in range(1000) : join(\",\", [for j in range(1000) : \"xxxxxxxxxx\"])])",
        "setproduct(range(100), range(100), range(10))",
        "[for i in range(1000) : setproduct(range(30), range(30))]",
        "[for i in range(1000) : regexall(\".\", format(\"%10000s\", i))]",
        "[for i in range(1000) : split(\"\", format(\"%10000s\", i))]",
        "[for i in range(1000) : jsondecode(jsonencode(range(1000)))]",
        "[for i in range(1000) : jsonencode(range(1000))]",
        "{ for i in range(1000) : i => { for j in range(1000) : j => i } }",
        "{ for i in range(1000) : \"k\" => [for j in range(1000) : i]... }",
        "[for i in range(1000) : range(1000)[*]]",
        "[for i in range(1000) : [for r in range(1000) : var.records][*][*].tags]",
        "[for i in range(1000) : file(\"large\")]",
        "[for i in range(1000) : contains([for j in range(1000) : j], 5000)]",
        "sum([for i in range(1000) : length(upper(format(\"%100000s\", \"x\")))])"}) {
    INFO(text);
    const std::string said = bounded(text);
    CHECK_MESSAGE((said == kBytes || said == kSteps), said);
  }
  const std::string much = "[for a in range(1000) : [for b in range(1000) : b]]";
  CHECK(bounded(much) == kBytes);
  CHECK(bounded("length([for a in range(1000) : length([for b in range(100) : b])])") == kSteps);
  // Neither try() nor can() makes it a value.
  CHECK(bounded("try(" + much + ", 5)") == kBytes);
  CHECK(bounded("can(" + much + ")") == kBytes);
}

TEST_CASE("one budget is for all that is evaluated, and what it took for values that are gone comes back") {
  Budget budget({.steps = 1'000'000, .bytes = std::size_t{4} << 20});
  Bounded scope(budget);
  for (int i = 0; i < 100; ++i)
    scope.value("length([for i in range(1000) : \"a string that is gone ${i}\"])");
  CHECK(scope.said() == "");
  CHECK(budget.taken() < 10'000);
  std::vector<hcl::Typed> kept;
  for (int i = 0; i < 200; ++i)
    kept.push_back(scope.value("[for i in range(1000) : \"a string that stays here ${i}\"]"));
  CHECK(scope.said().starts_with("The values of the manifest take more than 4 MiB of memory"));
  // From now on nothing has a value, and each evaluation says why, at one place.
  scope.diags = {};
  CHECK(scope.value("1").value.is_unknown());
  CHECK(scope.said() == "The values of the manifest take more than 4 MiB of memory");
  scope.value("2");
  scope.diags.sort();
  CHECK(scope.diags.list().size() == 1);
}

TEST_CASE("steps of one expression after the other add up") {
  Budget budget({.steps = 100'000, .bytes = std::size_t{4} << 20});
  Bounded scope(budget);
  int n = 0;
  for (; n < 1000 && scope.said().empty(); ++n) scope.value("[for i in range(100) : i]");
  CHECK(n > 100);
  CHECK(n < 1000);
  budget.renew();
  scope.diags = {};
  CHECK(scope.value("1 + 1").value == Value(2));
}

TEST_CASE("a signal ends the evaluation") {
  int asked = 0;
  Budget budget({.interrupted = [&] { return ++asked > 2; }});
  Bounded scope(budget);
  CHECK(scope.value("[for a in range(1000) : [for b in range(1000) : [for c in range(1000) : c if false]]]")
            .value.is_unknown());
  CHECK(scope.said() == "Interrupted");
  CHECK(asked == 3);
}

TEST_CASE("time of evaluation counts, and no other") {
  base::FakeClock clock;
  bool is_slow = false;
  Budget budget({.clock = &clock, .interrupted = [&] {
                   if (is_slow) clock.sleep(base::Millis(50'000));
                   return false;
                 }});
  Bounded scope(budget);
  const std::string much = "length([for i in range(1000) : [for j in range(10) : j]])";
  for (int i = 0; i < 10; ++i) {
    scope.value(much);
    clock.sleep(base::Millis(60'000));  // a call of the service
  }
  CHECK(scope.said() == "");
  is_slow = true;
  scope.value(much);
  CHECK(scope.said() == "The evaluation of the manifest takes longer than 120 s");
}

TEST_CASE("a loop in which everything is wrong ends soon") {
  Budget budget({.steps = 100'000, .bytes = std::size_t{4} << 20});
  Bounded scope(budget);
  scope.value("[for i in range(1000) : [for j in range(1000) : var.map.nope]]");
  CHECK(scope.said() == "No attribute \"nope\"");
  scope.diags = {};
  scope.value("\"%{for i in range(1000)}%{for j in range(1000)}${null}%{endfor}%{endfor}\"");
  CHECK(scope.said() == "Null in a template");
}

TEST_CASE("the message has the limit, the place and what to do, and none within a template file") {
  Budget budget({.steps = 1'000'000, .bytes = std::size_t{4} << 20});
  Bounded scope(budget);
  scope.contents["loops.tpl"] = "%{for a in x}%{for b in x}aaaaaaaaaaaaaaaaaaaaaaaaa%{endfor}%{endfor}";
  scope.value("{ a = 1, b = templatefile(\"loops.tpl\", {x = range(1000)}) }");
  REQUIRE(scope.diags.list().size() == 1);
  const auto& diag = scope.diags.list().front();
  CHECK(diag.range.source != nullptr);
  CHECK(diag.range.source->name == "test");
  CHECK(diag.detail == "That is the limit for one run, including templates.");
  CHECK(diag.hint.starts_with("Look for nested loops"));
}

}  // namespace waveform::test
