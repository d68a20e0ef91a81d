#include "planner/render/plan_markdown.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "base/text.h"
#include "planner/render/markdown.h"
#include "planner/render/markdown_page.h"
#include "tests/planner/render/catalogue.h"
#include "tests/support/golden.h"

namespace waveform::render {
namespace {

constexpr const char* kDigest = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

// A row of a table that begins with the address, as it stands there.
std::string row_start(const base::Address& address) {
  std::string row = table_row({code(address.text())});
  return row.substr(0, row.size() - 1);
}

}  // namespace

TEST_CASE("the catalogue as Markdown") {
  for (const auto& [name, report] : test::catalogue())
    test::check_golden("tests/planner/render/golden/markdown/" + name + ".md",
                       plan_markdown(report, {.digest = kDigest}));
}

TEST_CASE("Markdown is no longer than asked for, and what takes something away is named or counted") {
  for (const auto& [name, report] : test::catalogue()) {
    for (std::size_t max : {300U, 1000U, 5000U, 65'000U}) {
      INFO(name, " in ", max, " bytes");
      auto text = plan_markdown(report, {.max_bytes = max, .digest = kDigest});
      CHECK(text.size() <= max);
      CHECK(base::is_utf8(text));
      CHECK(text.starts_with(std::string(kMarkdownMarker) + "\n**waveform plan: "));
      auto count = [&](auto select, const std::string& one) {
        std::size_t all = 0, named = 0;
        for (const auto& change : report.plan.changes) {
          if (!select(change)) continue;
          ++all;
          if (text.find(row_start(change.address)) != std::string::npos) ++named;
        }
        if (all == named) return;
        bool head_only = std::count(text.begin(), text.end(), '\n') <= 4;
        auto rest = static_cast<std::int64_t>(all - named);
        bool counted = text.find(base::count(rest, one)) != std::string::npos ||
                       text.find(base::count(rest, "more " + one)) != std::string::npos;
        CHECK((counted || head_only));
      };
      count([](const auto& c) { return c.has(planner::Action::Delete) && c.skip_trash; }, "delete");
      count([](const auto& c) { return c.has(planner::Action::Delete) && !c.skip_trash; }, "delete");
      count([](const auto& c) { return c.has(planner::Action::Replace); }, "replace");
    }
  }
}

TEST_CASE("however little room there is, the verdict with its counts is there") {
  for (const auto& [name, report] : test::catalogue()) {
    INFO(name);
    auto whole = plan_markdown(report, {.digest = kDigest});
    auto smallest = plan_markdown(report, {.max_bytes = 0, .digest = kDigest});
    CHECK(smallest.size() < 300);
    CHECK(whole.starts_with(smallest));
    for (auto action : {planner::Action::Delete, planner::Action::Replace}) {
      auto n = report.plan.count(action);
      bool said = smallest.find(" to " + std::string(planner::action_name(action))) != std::string::npos;
      if (report.plan.options.mode != planner::Mode::RefreshOnly) CHECK(said == (n > 0));
    }
  }
}

TEST_CASE("details go before rows, and what is least dangerous goes first") {
  MarkdownPage page{"head\n",
                    {{"A", "delete", "deletes", {"x"}, {"| a |\n", "| b |\n"}, {"about a\n", "about b\n"}},
                     {"B", "create", "creates", {"x"}, {"| c |\n"}, {"about c\n"}}},
                    "tail\n"};
  auto whole = fit(page, 10'000);
  CHECK(whole.find("about c") != std::string::npos);
  for (auto max = whole.size(); max > 0; --max) {
    auto text = fit(page, max);
    CHECK((text.size() <= max || text == "head\n"));
    auto has = [&](const char* part) { return text.find(part) != std::string::npos; };
    if (has("about")) CHECK((has("| a |") && has("| b |") && has("| c |")));
    if (has("about c")) CHECK((has("about a") && has("about b")));
    if (has("| c |")) CHECK(has("| b |"));
    if (has("| a |") && !has("| b |")) CHECK(has("1 more delete and 1 create"));
  }
}

TEST_CASE("code spans hold what they are given") {
  CHECK(code("a") == "`a`");
  CHECK(code("a`b") == "``a`b``");
  CHECK(code("`a``b`") == "``` `a``b` ```");
  CHECK(code("a\nb\xe2\x80\xae") == "`a\\nb\\u202e`");
  CHECK(table_row({code("a|b"), "c"}) == "| `a\\|b` | c |\n");
}

TEST_CASE("plain words stay plain, everything else is code") {
  CHECK(prose("removed from the manifest; disabled: 403 (AWS)", 100) ==
        "removed from the manifest; disabled: 403 (AWS)");
  CHECK(prose("wavefront_cloud_integration_ec2.prod", 100) == "wavefront_cloud_integration_ec2.prod");
  CHECK(prose("since 2024-05-01T11:00:00Z", 100) == "since 2024-05-01T11:00:00Z");
  for (const char* text : {"@everyone", "#1", "see www.example.com", "https://x.y", ":tada:", "_a_", "a _b",
                           "GH-7", "a|b", "<b>", "&lt;", "[a](b)", "$x$", "- a", "\\"})
    CHECK(prose(text, 100) == code(base::quote(text)));
  CHECK(prose("a long sentence", 10) == "a long ...");
}

TEST_CASE("no line of a block closes its fence") {
  CHECK(fenced("diff", "+ a\n") == "```diff\n+ a\n```\n");
  CHECK(fenced("diff", "+ ```\n- ~~~~~\n") == "``````diff\n+ ```\n- ~~~~~\n``````\n");
}

}  // namespace waveform::render
