#include "planner/render/plan_json.h"

#include <cstdlib>
#include <fstream>

#include <doctest/doctest.h>

#include "base/json.h"
#include "planner/report/plan_file.h"
#include "tests/planner/render/catalogue.h"
#include "tests/planner/render/report_builder.h"
#include "tests/support/golden.h"

namespace waveform::render {
namespace {

using base::Value;
using planner::Action;
using test::catalogue;
using test::ec2;
using test::ReportBuilder;
using test::Sample;

Value parsed(const planner::Report& report) {
  auto value = base::parse_json(plan_json(report));
  REQUIRE(value);
  return *value;
}

const Sample& sample(const std::vector<Sample>& samples, const std::string& name) {
  auto found =
      std::find_if(samples.begin(), samples.end(), [&](const Sample& one) { return one.name == name; });
  REQUIRE(found != samples.end());
  return *found;
}

std::map<std::string, int> actions_of(const Value& document) {
  std::map<std::string, int> counts;
  for (const auto& change : document.get("resource_changes").as_list())
    ++counts[base::write_json(change.at_path("change.actions"))];
  return counts;
}

// What the plan does to the first resource that it changes, in the format's words.
std::string actions(const planner::Report& report) {
  auto document = parsed(report);
  for (const auto& change : document.get("resource_changes").as_list()) {
    if (!change.get("waveform").is_null()) return base::write_json(change.at_path("change.actions"));
  }
  return "";
}

planner::Report with(std::vector<Action> actions) {
  return ReportBuilder().change(test::change(ec2("a"), std::move(actions))).done();
}

// For the schema, which another test holds against it: too large to be kept.
void leave(const std::string& name, const std::string& text) {
  const char* directory = std::getenv("WAVEFORM_JSON_DIRECTORY");
  if (directory == nullptr) return;
  std::filesystem::create_directories(directory);
  std::ofstream(std::filesystem::path(directory) / name) << text;
}

TEST_CASE("every plan of the catalogue as JSON") {
  for (const auto& [name, report] : catalogue()) {
    if (name == "many") continue;
    INFO(name);
    test::check_golden("tests/planner/render/golden/json/" + name + ".json", plan_json(report));
  }
}

TEST_CASE("five thousand changes as JSON") {
  auto samples = catalogue();
  std::string text = plan_json(samples.back().report);
  leave("many.json", text);
  auto document = base::parse_json(text);
  REQUIRE(document);
  CHECK(actions_of(*document) == std::map<std::string, int>{{"[\"create\"]", 1649},
                                                            {"[\"delete\",\"create\"]", 5},
                                                            {"[\"delete\"]", 50},
                                                            {"[\"update\"]", 3296}});
  CHECK(gitlab_report(samples.back().report.plan) == "{\"create\":1654,\"delete\":55,\"update\":3296}\n");
}

TEST_CASE("a saved plan is the same JSON") {
  for (const auto& [name, report] : catalogue()) {
    if (name == "many") continue;
    INFO(name);
    auto saved = planner::decode_plan(planner::encode_plan(report).text);
    REQUIRE(saved);
    CHECK(plan_json(saved->report) == plan_json(report));
  }
}

TEST_CASE("what a change is called") {
  CHECK(actions(with({Action::Create})) == R"(["create"])");
  CHECK(actions(with({Action::Create, Action::Disable})) == R"(["create"])");
  CHECK(actions(with({Action::Update, Action::Enable})) == R"(["update"])");
  CHECK(actions(with({Action::Undelete})) == R"(["update"])");
  CHECK(actions(with({Action::Undelete, Action::Import})) == R"(["update"])");
  CHECK(actions(with({Action::Enable})) == R"(["update"])");
  CHECK(actions(with({Action::Disable})) == R"(["update"])");
  CHECK(actions(with({Action::Import})) == R"(["no-op"])");
  CHECK(actions(with({Action::Replace})) == R"(["delete","create"])");
  CHECK(actions(with({Action::Delete})) == R"(["delete"])");
  CHECK(actions(with({Action::Forget})) == R"(["forget"])");
}

TEST_CASE("GitLab counts what is made, changed and taken away") {
  CHECK(gitlab_report({}) == "{\"create\":0,\"delete\":0,\"update\":0}\n");
  auto plan = ReportBuilder()
                  .change(test::change(ec2("a"), {Action::Create, Action::Disable}))
                  .change(test::change(ec2("b"), {Action::Undelete, Action::Update, Action::Enable}))
                  .change(test::change(ec2("c"), {Action::Replace}))
                  .change(test::change(ec2("d"), {Action::Delete}))
                  .change(test::change(ec2("e"), {Action::Forget}))
                  .change(test::change(ec2("f"), {Action::Import}))
                  .change(test::change(ec2("g"), {Action::Import, Action::Update}))
                  .done()
                  .plan;
  CHECK(gitlab_report(plan) == "{\"create\":2,\"delete\":2,\"update\":2}\n");
}

TEST_CASE("a keyed address is taken apart") {
  auto change =
      parsed(ReportBuilder().change(test::change(ec2("a", std::int64_t{3}), {Action::Create})).done())
          .get("resource_changes")
          .as_list()
          .at(0);
  CHECK(change.get("address") == Value("wavefront_cloud_integration_ec2.a[3]"));
  CHECK(change.get("name") == Value("a"));
  CHECK(change.get("index") == Value(3));
}

TEST_CASE("numbers are written as they are") {
  auto report = ReportBuilder()
                    .change(test::change(
                        ec2("a"), {Action::Update},
                        {test::set("big", 1, std::int64_t{9007199254740993}), test::set("share", 1, 0.1)}))
                    .done();
  auto text = plan_json(report);
  CHECK(text.find("\"big\": 9007199254740993") != std::string::npos);
  CHECK(text.find("\"share\": 0.1") != std::string::npos);
}

TEST_CASE("outputs that are secret, or were") {
  auto samples = catalogue();
  auto report = sample(samples, "outputs-not-shown").report;
  report.outputs_after.insert_or_assign("became_secret", test::hidden());
  auto document = parsed(report);
  const Value& became = document.at_path("output_changes.became_secret");
  CHECK(base::write_json(became.get("actions")) == R"(["update"])");
  CHECK(became.get("before_sensitive") == Value(true));
  CHECK(became.get("after") == Value("(sensitive value)"));
  CHECK(document.at_path("output_changes.unknown.after_unknown") == Value(true));
  CHECK(!document.at_path("output_changes.unknown").as_map().contains("after"));
  const Value& within = document.at_path("planned_values.outputs.within");
  CHECK(within.get("sensitive") == Value(true));
  CHECK(within.at_path("value.id") == Value("(external id)"));
  CHECK(within.at_path("value.name") == Value("a"));
}

}  // namespace
}  // namespace waveform::render
