#include "planner/render/plan_text.h"

#include <doctest/doctest.h>

#include "base/value_text.h"
#include "planner/render/attribute_text.h"
#include "planner/render/text_diff.h"
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
Plan sample() {
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
  plan.changes.back().notes = {"It will be disabled again unless that is mended."};
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
  test::check_golden("tests/planner/render/golden/plan.txt", plan_text(sample(), {80, false}));
  test::check_golden("tests/planner/render/golden/plan-colour.txt", plan_text(sample(), {80, true}));
  test::check_golden("tests/planner/render/golden/plan-narrow.txt", plan_text(sample(), {40, false}));
}

TEST_CASE("colours change nothing of the text") {
  std::string coloured = plan_text(sample(), {80, true});
  std::string bare;
  for (std::size_t at = 0; at < coloured.size(); ++at) {
    if (coloured[at] == '\x1b') {
      at = coloured.find('m', at);
    } else {
      bare += coloured[at];
    }
  }
  CHECK(bare == plan_text(sample(), {80, false}));
}

TEST_CASE("a plan with nothing in it says so") {
  Plan plan;
  plan.unchanged = 1;
  CHECK(plan_text(plan, {}) == "No changes. The service is as the manifest says. 1 resource unchanged.\n");
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
  std::vector<std::string> many(5000, "x");
  CHECK(diff_lists(many, {"y"}).size() == 5001);
}

}  // namespace waveform::render
