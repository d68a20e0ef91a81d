#include "planner/report/plan_file.h"

#include <tuple>
#include <utility>

#include <doctest/doctest.h>

namespace waveform::planner {
namespace {

using base::Address;
using base::Value;

// The members of each struct that a plan file holds: a new member does not compile here, and has to have a
// value in filled_report() that is not the default.
auto members(const AttributeChange& x) {
  const auto& [a, b, c, d, e, f, g, h] = x;
  return std::tie(a, b, c, d, e, f, g, h);
}
auto members(const Change& x) {
  const auto& [a, b, c, d, e, f, g, h, i, j, k, l, m] = x;
  return std::tie(a, b, c, d, e, f, g, h, i, j, k, l, m);
}
auto members(const Drift& x) {
  const auto& [a, b, c, d, e, f] = x;
  return std::tie(a, b, c, d, e, f);
}
auto members(const OutputChange& x) {
  const auto& [a, b, c] = x;
  return std::tie(a, b, c);
}
auto members(const PlanOptions& x) {
  const auto& [a, b, c, d, e, f, g] = x;
  return std::tie(a, b, c, d, e, f, g);
}
auto members(const Warning& x) {
  const auto& [a, b, c, d, e, f, g] = x;
  return std::tie(a, b, c, d, e, f, g);
}
auto members(const Plan& x) {
  const auto& [a, b, c, d, e, f, g, h, i, j] = x;
  return std::tie(a, b, c, d, e, f, g, h, i, j);
}
auto members(const Origin& x) {
  const auto& [a, b, c, d, e, f, g, h, i, j, k] = x;
  return std::tie(a, b, c, d, e, f, g, h, i, j, k);
}
auto members(const ResourceView& x) {
  const auto& [a, b, c, d, e, f] = x;
  return std::tie(a, b, c, d, e, f);
}
auto members(const Report& x) {
  const auto& [a, b, c, d, e, f, g, h] = x;
  return std::tie(a, b, c, d, e, f, g, h);
}

void check_is_set(const char* type, std::size_t member, bool is_default) {
  INFO(type, ": member ", member);
  CHECK(!is_default);
}

template <typename T>
void check_all_are_set(const char* type, const T& filled) {
  const T empty{};
  const auto set = members(filled), unset = members(empty);
  [&]<std::size_t... i>(std::index_sequence<i...>) {
    (check_is_set(type, i, std::get<i>(set) == std::get<i>(unset)), ...);
  }(std::make_index_sequence<std::tuple_size_v<decltype(set)>>());
}

Address at(const char* name, Address::Key key = {}) {
  return {"wavefront_cloud_integration_ec2", name, std::move(key)};
}

ResourceView filled_view() {
  return {at("main"),
          Value(Value::Map{{"name", "old"}, {"@", "looks like a tag"}}),
          Value(Value::Map{{"name", Value::unknown()}, {"api_key", Value().with_marks(Value::Sensitive)}}),
          {"name", "api_key"},
          {{"api_key", SecretVerdict::First}, {"other", SecretVerdict::Changed}},
          {at("needed", "key \"x\"")}};
}

Report filled_report() {
  AttributeChange attribute{"hostname_tags",
                            AttributeChange::Kind::Reset,
                            Value(Value::List{"a", 1.5}),
                            Value::unknown(),
                            true,
                            true,
                            true,
                            true};
  Change change{at("main", std::int64_t{7}),
                at("previous"),
                "AWS Metrics+",
                "an-id",
                {Action::Replace, Action::Disable},
                "a reason",
                {attribute},
                {"a note"},
                {"a warning"},
                "a fingerprint",
                true,
                {at("before")},
                Unwanted::Index};
  Drift drift{at("drifted"), "its-id", Drift::Kind::Recovered, {attribute}, "someone", 1'700'000'000'123};
  PlanOptions options{Mode::RefreshOnly, {at("target")}, {at("replaced")}, true, true, true,
                      {"allowed-values"}};
  Plan plan{options,
            {change},
            {drift},
            {{"output", Value("1"), Value(true)}},
            {at("unverified")},
            {at("left")},
            {at("undecided")},
            3,
            {{"role-arn", 2, "a.tf:1", "summary", "detail", "hint", "code"}},
            "a refusal"};
  Origin origin{"1.2.3",  1'700'000'000'000, "c0ffee", "https://a.example", "lineage", 41, {at("main")},
                {"a.tf"}, {"../shared"},     {"key"},  {{"a.tf", "digest"}}};
  return {origin,
          plan,
          {filled_view()},
          {filled_view()},
          {{"output", Value(Value::List{})}},
          {{"output", Value().with_marks(Value::Masked)}},
          {{"rate", 7}},
          Value(Value::Map{{"provider_config", Value::Map{}}})};
}

TEST_CASE("a saved plan is read back with the value of every member") {
  const Report report = filled_report();
  check_all_are_set("Report", report);
  check_all_are_set("Origin", report.origin);
  check_all_are_set("Plan", report.plan);
  check_all_are_set("Warning", report.plan.warnings.front());
  check_all_are_set("PlanOptions", report.plan.options);
  check_all_are_set("Change", report.plan.changes.front());
  check_all_are_set("AttributeChange", report.plan.changes.front().attributes.front());
  check_all_are_set("Drift", report.plan.drift.front());
  check_all_are_set("OutputChange", report.plan.outputs.front());
  check_all_are_set("ResourceView", report.resources.front());

  auto file = encode_plan(report);
  auto read = decode_plan(file.text);
  REQUIRE_MESSAGE(read, read.error().message);
  CHECK(read->report.origin == report.origin);
  CHECK(read->report.plan.options == report.plan.options);
  CHECK(read->report.plan.changes == report.plan.changes);
  CHECK(read->report.plan == report.plan);
  CHECK(read->report == report);
  // Marks take no part in equality.
  CHECK(encode_plan(read->report).text == file.text);
}

TEST_CASE("every value of every option is read back") {
  for (int mode = 0; mode < 4; ++mode) {
    Report report;
    report.plan.options.mode = static_cast<Mode>(mode);
    auto read = decode_plan(encode_plan(report).text);
    REQUIRE(read);
    CHECK(read->report == report);
  }
}

TEST_CASE("a change whose actions do not go together is not read") {
  const auto said = [](std::vector<Action> actions, bool skip_trash) {
    Report report = filled_report();
    report.plan.changes.front().actions = std::move(actions);
    report.plan.changes.front().skip_trash = skip_trash;
    auto read = decode_plan(encode_plan(report).text);
    return read ? "" : read.error().message;
  };
  using enum Action;
  const std::vector<Action> possible[] = {
      {Create, Disable}, {Delete}, {Move, Forget}, {Move}, {Undelete, Import, Update, Enable}};
  for (const auto& actions : possible) CHECK(said(actions, false) == "");
  const std::vector<Action> impossible[] = {{},
                                            {Create, Delete},
                                            {Move, Move},
                                            {Update, Undelete},
                                            {Enable, Disable},
                                            {Forget, Update},
                                            {Create, Enable}};
  for (const auto& actions : impossible)
    CHECK(said(actions, false).find("these do not go together") != std::string::npos);
  CHECK(said({Delete}, true) == "");
  CHECK(said({Update}, true) != "");
}

TEST_CASE("the id of an external id is not in a saved plan") {
  Report report = filled_report();
  report.plan.changes.front().fingerprint = "";
  auto file = encode_plan(report);
  CHECK(file.text.find("an-id") == std::string::npos);
  CHECK(decode_plan(file.text)->report.plan.changes.front().id.empty());
}

}  // namespace
}  // namespace waveform::planner
