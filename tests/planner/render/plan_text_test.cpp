#include "planner/render/plan_text.h"

#include <doctest/doctest.h>

#include "base/text.h"
#include "base/value_text.h"
#include "planner/render/columns.h"
#include "planner/render/text_diff.h"
#include "tests/planner/render/catalogue.h"
#include "tests/support/golden.h"

namespace waveform::render {
namespace {

using base::Value;
using planner::Action;
using planner::AttributeChange;
using planner::Change;
using planner::Drift;
using planner::Plan;

AttributeChange set(const std::string& name, Value before, Value after) {
  AttributeChange change;
  change.name = name;
  change.before = std::move(before);
  change.after = std::move(after);
  return change;
}

AttributeChange secret(const std::string& name) {
  auto change = set(name, {}, Value().with_marks(Value::Sensitive));
  change.secret = true;
  return change;
}

AttributeChange reset(const std::string& name, Value before, Value after) {
  auto change = set(name, std::move(before), std::move(after));
  change.kind = AttributeChange::Kind::Reset;
  return change;
}

Change change(const std::string& label, std::vector<Action> actions,
              std::vector<AttributeChange> attributes = {}) {
  Change change;
  change.address = {"wavefront_cloud_integration_ec2", label, {}};
  change.title = "AWS Metrics+ (EC2)";
  change.id = actions.front() == Action::Create ? "" : "0526e19d-c6f4-417a-a2a7-312d14b4aab2";
  change.fingerprint = change.id.empty() ? "" : "f";
  change.actions = std::move(actions);
  change.attributes = std::move(attributes);
  return change;
}

// Something of everything.
Plan text_sample() {
  Plan plan;
  plan.changes.push_back(
      change("new", {Action::Create, Action::Disable},
             {set("name", {}, "Metrics+"), secret("external_id"), set("role_arn", {}, Value::unknown()),
              set("hostname_tags", {}, Value::List{"host", "name"}),
              set("additional_tags", {},
                  Value::Map{{"a long key of a tag", "and a value that is long enough"},
                             {"another", "one that makes it two lines"}})}));
  plan.changes.push_back(
      change("changed", {Action::Update},
             {set("name", "A", "B"), secret("external_id"), reset("service_refresh_rate_in_minutes", 10, 5),
              reset("point_tag_filter_regex", "x", {}),
              set("namespaces", Value::List{"a", "b", "c", "d", "e", "f"},
                  Value::List{"a", "b", "c", "D", "e", "f", "g"}),
              set("additional_tags", Value::Map{{"same", "1"}, {"gone", "2"}, {"changed", "3"}},
                  Value::Map{{"same", "1"}, {"changed", "4"}, {"new", "5"}}),
              set("metric_filter_regex", "^aws.(sqs|ec2|ebs|elb|rds|lambda|dynamodb).*$",
                  "^aws.(sqs|ec2|elb|rds|lambda|kinesis|dynamodb).*$")}));
  plan.changes.push_back(
      change("back", {Action::Undelete, Action::Update, Action::Enable}, {set("name", "A", "B")}));
  plan.changes.back().reason = "in the recycle bin since 2023-11-14T22:13:20Z";
  plan.changes.back().notes = {"It will be disabled again unless that is fixed."};
  plan.changes.push_back(change("binned", {Action::Delete}, {set("name", "A", {})}));
  plan.changes.push_back(change("purged", {Action::Delete}, {set("name", "A", {})}));
  plan.changes.back().skip_trash = true;
  plan.changes.push_back(change("left", {Action::Forget}));
  plan.drift.push_back({{"t", "changed", {}},
                        "id",
                        Drift::Kind::Changed,
                        {set("name", "A", "X")},
                        "eve@example.com",
                        1'700'000'000'000});
  plan.drift.push_back({{"t", "binned", {}}, "id", Drift::Kind::Binned, {}, "eve@example.com", 0});
  plan.drift.push_back({{"t", "gone", {}}, "id", Drift::Kind::Gone, {}, "", 0});
  plan.outputs = {{"new", {}, 1},
                  {"gone", "x", {}},
                  {"changed", "a", Value::unknown()},
                  {"masked", {}, Value("wave1").with_marks(Value::Masked)},
                  {"hidden", Value("x").with_marks(Value::Sensitive), {}}};
  plan.unverified_secrets = {{"wavefront_cloud_integration_ec2", "imported", {}}};
  plan.unchanged = 3;
  return plan;
}

}  // namespace

TEST_CASE("a plan is printed plain, in colour and on a narrow terminal") {
  test::check_golden("tests/planner/render/golden/plan.txt", plan_text(text_sample(), {80, false}));
  test::check_golden("tests/planner/render/golden/plan-colour.txt", plan_text(text_sample(), {80, true}));
  test::check_golden("tests/planner/render/golden/plan-narrow.txt", plan_text(text_sample(), {40, false}));
}

namespace {

void check_text(const std::string& directory, const test::Sample& sample, const TextStyle& style,
                Detail detail = Detail::Full) {
  test::check_golden("tests/planner/render/golden/" + directory + "/" + sample.name + ".txt",
                     warnings_text(sample.report.plan, style) + plan_text(sample.report.plan, style, detail));
}

}  // namespace

TEST_CASE("the catalogue as text") {
  const std::set<std::string> narrow_and_wide{
      "create",     "strings", "maps", "drift-of-every-kind", "everything",
      "long-texts", "targets", "keys", "wide-characters",     "import-only"};
  const std::set<std::string> coloured{"everything", "strings", "drift-of-every-kind",
                                       "lists",      "notes",   "targets"};
  for (const auto& sample : test::catalogue()) {
    if (sample.name == "many") continue;
    check_text("text", sample, {80, false});
    check_text("compact", sample, {80, false}, Detail::Compact);
    if (narrow_and_wide.contains(sample.name)) {
      check_text("text-40", sample, {40, false});
      check_text("text-200", sample, {200, false});
    }
    if (coloured.contains(sample.name)) check_text("text-colour", sample, {80, true});
  }
}

TEST_CASE("nothing but a long address or name is wider than the terminal") {
  for (const auto& [name, report] : test::catalogue()) {
    for (int width : {40, 80, 200}) {
      INFO(name, " at ", width);
      auto text = plan_text(report.plan, {width, false});
      for (auto line : base::split(text, '\n')) {
        bool long_name =
            line.find("wavefront_cloud_integration_") != std::string_view::npos || line.ends_with(" =");
        if (!long_name && line.size() > static_cast<std::size_t>(width))
          CHECK(base::display_width(line) <= width);
      }
    }
  }
}

TEST_CASE("deletes that are not on the last screen are named above the verdict") {
  auto samples = test::catalogue();
  for (auto detail : {Detail::Full, Detail::Compact}) {
    auto text = plan_text(samples.back().report.plan, {80, false}, detail);
    auto tail = text.substr(text.find("Of 5000 changes, 55 delete a resource:"));
    CHECK(std::count(tail.begin(), tail.end(), '\n') == 16 + 5);
    CHECK(tail.find("and 39 more\n") != std::string::npos);
  }
  const auto shown = [&](const std::string& name, int height) {
    const auto sample =
        std::find_if(samples.begin(), samples.end(), [&](const auto& one) { return one.name == name; });
    return plan_text(sample->report.plan, {.height = height});
  };
  const auto is_repeated = [](const std::string& text) {
    return text.find("Of 1 change, 1 deletes") != std::string::npos;
  };
  const auto whole = shown("delete", 100);
  CHECK_FALSE(is_repeated(whole));
  const int rows = static_cast<int>(std::count(whole.begin(), whole.end(), '\n')) + 3;
  CHECK_FALSE(is_repeated(shown("delete", rows + 1)));
  CHECK(is_repeated(shown("delete", rows)));
}

TEST_CASE("texts are broken at columns, and what differs is marked") {
  auto lines = [](std::string_view text, int width) {
    std::string out;
    for (const auto& line : break_lines(cells(text), width)) out += painted(line, Ink::Plain, {}) + "|";
    return out;
  };
  CHECK(lines("", 10) == "|");
  CHECK(lines("one two three four", 10) == "one two|three four|");
  CHECK(lines("abcdefghijkl", 5) == "abcde|fghij|kl|");
  CHECK(lines("監視監視", 5) == "監視|監視|");
  CHECK(lines("e\xcc\x81"
              "e\xcc\x81",
              2) ==
        "e\xcc\x81"
        "e\xcc\x81|");
  auto [before, after] = marked_texts("\"one two\"", "\"one six\"");
  CHECK(marks_below(before) == "     ^^^");
  CHECK(marks_below(after) == "     ^^^");
  CHECK(marks_below(marked_texts("\"abc\"", "\"xyz\"").before).empty());
  CHECK(cut("abcdef", 6) == "abcdef");
  CHECK(cut("abcdefg", 6) == "abc...");
  CHECK(base::runs_backwards("א"));
  CHECK(base::runs_backwards("٣"));
  CHECK(!base::runs_backwards("監視 é 🚀"));
}

TEST_CASE("colours change nothing of the text") {
  std::string coloured = plan_text(text_sample(), {80, true});
  std::string bare;
  for (std::size_t at = 0; at < coloured.size(); ++at) {
    if (coloured[at] == '\x1b') {
      at = coloured.find('m', at);
    } else {
      bare += coloured[at];
    }
  }
  CHECK(bare == plan_text(text_sample(), {80, false}));
}

TEST_CASE("a plan with nothing in it says so") {
  Plan plan;
  plan.unchanged = 1;
  CHECK(plan_text(plan, {}) == "No changes. The service matches the manifest. 1 resource unchanged.\n");
  plan.options.mode = planner::Mode::Destroy;
  plan.unchanged = 0;
  CHECK(plan_text(plan, {}) == "No changes. Nothing to destroy.\n");
}

TEST_CASE("what a hostile name, value, reason or id says stays on its line") {
  std::string hostile = "a\x1b[2J\nPlan: 0 to delete.\r\xe2\x80\xae\"";
  Plan plan;
  auto bad =
      change("bad", {Action::Update},
             {set("name", hostile, hostile + "b"), set("tags", Value::Map{{hostile, hostile}}, Value::Map{}),
              set("list", Value::List{hostile}, Value::List{hostile, hostile})});
  bad.address.key = hostile;
  bad.id = hostile;
  plan.changes.push_back(bad);
  plan.drift.push_back({bad.address, hostile, Drift::Kind::Changed, {}, hostile, 0});
  plan.outputs = {{"out", hostile, Value::Map{{hostile, hostile}}}};
  auto text = plan_text(plan, {80, false});
  test::check_golden("tests/planner/render/golden/hostile.txt", text);
  for (char c : {'\x1b', '\r'}) CHECK(text.find(c) == std::string::npos);
  CHECK(text.find("\nPlan: 0 to delete") == std::string::npos);
}

TEST_CASE("values that are not shown are named by what they are") {
  CHECK(base::value_text(Value("x").with_marks(Value::Sensitive)) == "(sensitive value)");
  CHECK(base::value_text(Value("x").with_marks(Value::Masked)) == "(external id)");
  CHECK(base::value_text(Value("x").with_marks(Value::Masked | Value::Sensitive)) == "(sensitive value)");
  CHECK(base::value_text(Value::unknown()) == "(known after apply)");
  CHECK(base::value_text(Value::unknown().with_marks(Value::Sensitive)) == "(sensitive value)");
  CHECK(base::value_text(Value(Value::List{1, Value("x").with_marks(Value::Sensitive), Value()})) ==
        "[1, (sensitive value), null]");
  CHECK(base::value_text(Value(Value::Map{{"a\n", true}})) == "{\"a\\n\" = true}");
}

TEST_CASE("lists and texts are compared by element and by word") {
  using Kind = Piece::Kind;
  CHECK(diff_lists({"a", "b", "c"}, {"a", "c", "d"}) ==
        std::vector<Piece>{{Kind::Same, "a"}, {Kind::Removed, "b"}, {Kind::Same, "c"}, {Kind::Added, "d"}});
  CHECK(diff_lists({}, {}).empty());
  CHECK(diff_words("aws.ec2.cpu", "aws.ebs.cpu") ==
        std::vector<Piece>{
            {Kind::Same, "aws."}, {Kind::Removed, "ec2"}, {Kind::Added, "ebs"}, {Kind::Same, ".cpu"}});
  CHECK(diff_words("a\\nb", "a\\nc") ==
        std::vector<Piece>{{Kind::Same, "a\\n"}, {Kind::Removed, "b"}, {Kind::Added, "c"}});
  std::vector<std::string> many(5000, "x");
  CHECK(diff_lists(many, {"y"}).size() == 5001);
}

}  // namespace waveform::render
