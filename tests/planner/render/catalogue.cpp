#include "tests/planner/render/catalogue.h"

#include "tests/planner/render/catalogue_parts.h"
#include "tests/planner/render/report_builder.h"

namespace waveform::test {

using base::Value;
using planner::Action;
using planner::Change;
using planner::Drift;
using planner::Mode;
using planner::Report;

namespace {

constexpr const char* kRegex = "^aws.(sqs|ec2|ebs|elb|rds|lambda|dynamodb).*$";
constexpr const char* kRole = "arn:aws:iam::123456789012:role/waveform";

Change with_note(Change change, const std::string& note) {
  change.notes.push_back(note);
  return change;
}

Change for_good(Change change) {
  change.skip_trash = true;
  return change;
}

Change needing(Change change, const base::Address& needed) {
  change.after.push_back(needed);
  return change;
}

Change removed(const base::Address& address) {
  return change(address, {Action::Delete},
                {set("name", address.name, {}), set("role_arn", kRole, {}),
                 set("service_refresh_rate_in_minutes", 5, {})},
                "removed from the manifest");
}

Change created(const base::Address& address) {
  return change(address, {Action::Create},
                {set("name", {}, address.name), set("role_arn", {}, kRole), secret("external_id"),
                 reset("service_refresh_rate_in_minutes", {}, 5)});
}

Report one(Change only) {
  return ReportBuilder().change(std::move(only)).unchanged(ec2("other")).done();
}

void add_actions(std::vector<Sample>& samples) {
  samples.push_back({"empty", ReportBuilder().unchanged(ec2("a")).unchanged(ec2("b")).done()});
  samples.push_back({"nothing-at-all", ReportBuilder().done()});
  samples.push_back({"create", one(created(ec2("new")))});
  auto stopped = created(ec2("stopped"));
  stopped.actions.push_back(Action::Disable);
  samples.push_back({"create-disable", one(stopped)});
  auto waiting = created(ec2("waiting"));
  waiting.attributes[1] = set("role_arn", {}, Value::unknown());
  samples.push_back({"create-with-external-id", ReportBuilder()
                                                    .change(change(external_id("role"), {Action::Create}))
                                                    .change(needing(waiting, external_id("role")))
                                                    .done()});
  auto again = created(ec2("gone"));
  again.reason = "gone from the service, and not in its recycle bin";
  samples.push_back({"create-again", one(again)});
  samples.push_back(
      {"update", one(change(ec2("web"), {Action::Update}, {set("name", "web", "web servers")}))});
  samples.push_back({"delete", one(removed(ec2("old")))});
  samples.push_back({"delete-for-good", one(for_good(removed(ec2("old"))))});
  samples.push_back({"delete-external-id",
                     one(change(external_id("old"), {Action::Delete}, {}, "removed from the manifest"))});
  auto recreated = created(ec2("again"));
  auto replace = change(ec2("again"), {Action::Replace}, recreated.attributes, "replacement was asked for");
  samples.push_back({"replace", one(replace)});
  samples.push_back({"replace-for-good", one(for_good(replace))});
  replace.actions.push_back(Action::Disable);
  samples.push_back({"replace-disable", one(replace)});
  samples.push_back({"replace-external-id",
                     one(change(external_id("role"), {Action::Replace}, {}, "replacement was asked for"))});
  samples.push_back({"forget", one(change(ec2("left"), {Action::Forget}, {},
                                          "removed from the manifest; gone from the service already"))});
  auto moved = change(ec2("after"), {Action::Move}, {}, "moved from " + ec2("before").text());
  moved.previous_address = ec2("before");
  samples.push_back({"move", one(moved)});
}

void add_recoveries(std::vector<Sample>& samples) {
  constexpr const char* kBinned = "in the recycle bin since 2024-05-01T11:00:00Z";
  samples.push_back({"undelete", one(change(ec2("back"), {Action::Undelete}, {}, kBinned))});
  samples.push_back(
      {"undelete-update-enable",
       one(with_note(
           change(ec2("back"), {Action::Undelete, Action::Update, Action::Enable}, {set("name", "A", "B")},
                  std::string(kBinned) + "; disabled by the service: Access denied (403)"),
           "It will be disabled again unless that is fixed."))});
  samples.push_back(
      {"undelete-import", one(change(ec2("back"), {Action::Undelete, Action::Import}, {}, kBinned))});
  samples.push_back({"enable", one(with_note(change(ec2("tired"), {Action::Enable}, {},
                                                    "disabled by the service: Access denied (403)"),
                                             "It will be disabled again unless that is fixed."))});
  samples.push_back({"disable", one(change(ec2("busy"), {Action::Disable}, {}, "the manifest disables it"))});
  samples.push_back({"import", one(change(ec2("clicked"), {Action::Import}))});
  samples.push_back({"import-update", one(change(ec2("clicked"), {Action::Import, Action::Update},
                                                 {set("service_refresh_rate_in_minutes", 60, 5)}))});
  samples.push_back({"import-external-id", one(change(external_id("role"), {Action::Import}))});
  samples.push_back(
      {"notes", one(with_note(with_note(change(ec2("web"), {Action::Update},
                                               {set("role_arn", kRole, std::string(kRole) + "-2")}),
                                        "external_id is sent along, because role_arn changes."),
                              "A note that is long enough that no terminal of eighty columns can show it on "
                              "one line, so that it has to be wrapped."))});
}

Report update_of(std::vector<planner::AttributeChange> attributes) {
  return one(change(cloudwatch("prod"), {Action::Update}, std::move(attributes)));
}

void add_attributes(std::vector<Sample>& samples) {
  const std::string sentence = "Metrics of the web shop, its search and its payment service";
  samples.push_back(
      {"strings", update_of({set("name", "A", "B"), set("s3_bucket_name_filter_regex", {}, "logs-.*"),
                             set("point_tag_filter_regex", "(region|name)", {}),
                             set("description", sentence + ", in production; asked for by anna",
                                 sentence + " and its stock, in production; asked for by ben")})});
  samples.push_back(
      {"regular-expressions",
       update_of({set("metric_filter_regex", kRegex, "^aws.(sqs|ec2|elb|rds|lambda|kinesis|dynamodb).*$"),
                  set("point_tag_filter_regex", "(region|name|owner|stage|cost-center|team|app|tier)",
                      "[a-z]+")})});
  samples.push_back({"numbers", update_of({set("service_refresh_rate_in_minutes", 5, 10),
                                           set("share", 0.25, 1.5), set("detailed", true, false)})});
  samples.push_back(
      {"lists",
       update_of(
           {set("namespaces", Value::List{"AWS/EC2", "AWS/EBS", "AWS/ELB", "AWS/RDS", "AWS/SQS", "AWS/SNS"},
                Value::List{"AWS/EC2", "AWS/EBS", "AWS/ELB", "AWS/DynamoDB", "AWS/SQS", "AWS/SNS",
                            "AWS/SES"}),
            set("short", Value::List{"a"}, Value::List{"a", "b"}), set("emptied", Value::List{"a", "b"}, {}),
            set("filled", {}, Value::List{"a", "b"})})});
  samples.push_back({"sets", update_of({unordered(set("hostname_tags", Value::List{"Name", "host", "role"},
                                                      Value::List{"fqdn", "host", "role"}))})});
  samples.push_back(
      {"maps",
       update_of({set("additional_tags",
                      Value::Map{{"stage", "test"}, {"owner", "anna"}, {"team", "web"}, {"app", "shop"}},
                      Value::Map{{"stage", "prod"}, {"team", "web"}, {"app", "shop"}, {"cost", "4711"}}),
                  set("volume_selection_tags", {}, Value::Map{{"a key", "x"}}),
                  set("instance_selection_tags", Value::Map{{"stage", "prod"}}, {})})});
  samples.push_back(
      {"nested",
       update_of({set("rules", Value::List{Value::Map{{"name", "a"}, {"on", true}}},
                      Value::List{Value::Map{{"name", "a"}, {"on", false}}, Value::List{1, Value()}}),
                  set("tree", Value::Map{{"left", Value::Map{{"leaf", 1}}}},
                      Value::Map{{"left", Value::Map{{"leaf", 2}}}})})});
  samples.push_back(
      {"secrets", update_of({secret("external_id"), secret("api_key"), set("name", "A", "B")})});
  samples.push_back(
      {"external-ids",
       update_of({set("reuse_external_id_credential", masked(), {}), set("external_id", {}, masked()),
                  set("list", Value::List{"a", hidden()}, Value::List{masked(), "b"})})});
  samples.push_back(
      {"unknown",
       update_of({set("role_arn", kRole, Value::unknown()), set("name", {}, Value::unknown()),
                  set("additional_tags", Value::Map{{"id", "x"}}, Value::Map{{"id", Value::unknown()}})})});
  samples.push_back({"defaults", update_of({reset("service_refresh_rate_in_minutes", 10, 5),
                                            reset("point_tag_filter_regex", "(region|name)"),
                                            reset("namespaces", Value::List{"AWS/EC2", "AWS/EBS"}),
                                            reset("metric_filter_regex", kRegex)})});
}

void add_drift(std::vector<Sample>& samples) {
  auto rate = set("service_refresh_rate_in_minutes", 10, 60);
  samples.push_back(
      {"drift-undone", ReportBuilder()
                           .drift(cloudwatch("prod"), Drift::Kind::Changed,
                                  {rate, left_alone(set("s3_bucket_name_filter_regex", {}, "logs-.*"))},
                                  "eve@example.com", kWhen)
                           .change(change(cloudwatch("prod"), {Action::Update},
                                          {set("service_refresh_rate_in_minutes", 60, 10)}))
                           .done()});
  samples.push_back({"drift-left-alone", ReportBuilder()
                                             .drift(cloudwatch("prod"), Drift::Kind::Changed,
                                                    {left_alone(rate)}, "eve@example.com", kWhen)
                                             .unchanged(cloudwatch("prod"))
                                             .done()});
  samples.push_back(
      {"drift-of-every-kind",
       ReportBuilder()
           .drift(cloudwatch("changed"), Drift::Kind::Changed,
                  {rate, secret("external_id"), set("metric_filter_regex", kRegex, "^aws.ec2.*$")},
                  "eve@example.com", kWhen)
           .drift(ec2("stopped"), Drift::Kind::Changed, {left_alone(set("enabled", true, false))},
                  "the service")
           .drift(ec2("binned"), Drift::Kind::Binned, {}, "eve@example.com", kWhen)
           .drift(ec2("gone"), Drift::Kind::Gone)
           .drift(ec2("recovered"), Drift::Kind::Recovered, {}, "", kWhen)
           .change(change(ec2("binned"), {Action::Undelete}, {}, "in the recycle bin"))
           .change(created(ec2("gone")))
           .unchanged(cloudwatch("changed"))
           .unchanged(ec2("stopped"))
           .unchanged(ec2("recovered"))
           .done()});
}

void add_outputs(std::vector<Sample>& samples) {
  samples.push_back({"outputs", ReportBuilder()
                                    .output("added", {}, "x")
                                    .output("changed", "a", "b")
                                    .output("counter", 41, 42)
                                    .output("list", Value::List{"a"}, Value::List{"a", "b"})
                                    .output("removed", "x", {})
                                    .unchanged(ec2("web"))
                                    .done()});
  samples.push_back(
      {"outputs-not-shown", ReportBuilder()
                                .output("became_secret", hidden(), {})
                                .output("external_id", {}, masked())
                                .output("other_external_id", masked(), masked())
                                .output("secret", {}, hidden())
                                .output("unknown", "a", Value::unknown())
                                .output("within", {}, Value::Map{{"id", masked()}, {"name", "a"}})
                                .change(created(ec2("web")))
                                .done()});
}

void add_modes(std::vector<Sample>& samples) {
  auto destroyed = removed(ec2("a"));
  destroyed.reason = "destroy was asked for";
  auto id = change(external_id("role"), {Action::Delete}, {}, "destroy was asked for");
  samples.push_back({"destroy", ReportBuilder()
                                    .mode(Mode::Destroy)
                                    .change(destroyed)
                                    .change(needing(id, ec2("a")))
                                    .output("id", "x", {})
                                    .done()});
  samples.push_back({"destroy-nothing", ReportBuilder().mode(Mode::Destroy).done()});
  samples.push_back(
      {"refresh-only",
       ReportBuilder()
           .mode(Mode::RefreshOnly)
           .drift(cloudwatch("prod"), Drift::Kind::Changed, {set("service_refresh_rate_in_minutes", 10, 60)},
                  "eve@example.com", kWhen)
           .drift(ec2("gone"), Drift::Kind::Gone)
           .change(change(ec2("gone"), {Action::Forget}, {},
                          "gone from the service; while the manifest has it, the next apply makes it "
                          "again"))
           .unchanged(cloudwatch("prod"))
           .done()});
  samples.push_back(
      {"refresh-only-nothing", ReportBuilder().mode(Mode::RefreshOnly).unchanged(ec2("web")).done()});
  samples.push_back(
      {"import-only",
       ReportBuilder()
           .mode(Mode::ImportOnly)
           .change(with_note(change(ec2("clicked"), {Action::Import}),
                             "The manifest differs in name and enabled: the next apply changes that."))
           .change(change(ec2("binned"), {Action::Undelete, Action::Import}, {}, "in the recycle bin"))
           .not_covered(ec2("web"))
           .done()});
  samples.push_back({"targets", ReportBuilder()
                                    .target(ec2("web"))
                                    .target(ec2("each", "a|b"))
                                    .change(change(ec2("web"), {Action::Update}, {set("name", "A", "B")}))
                                    .unchanged(ec2("each", "a|b"))
                                    .not_covered(ec2("left"))
                                    .not_covered(cloudwatch("left"))
                                    .done()});
  samples.push_back(
      {"targets-empty",
       ReportBuilder().target(ec2("web")).unchanged(ec2("web")).not_covered(ec2("left")).done()});
  samples.push_back({"secrets-not-verified", ReportBuilder()
                                                 .unchanged(ec2("imported"))
                                                 .unverified(ec2("imported"))
                                                 .unverified(cloudwatch("old"))
                                                 .change(change(ec2("web"), {Action::Disable}))
                                                 .done()});
}

void add_warnings(std::vector<Sample>& samples) {
  const planner::Warning renamed{
      "",
      1,
      "main.wf.hcl:4",
      ec2("web").text() + " looks like " + ec2("www").text() + " under a new address",
      "Both are of the same service and account. The plan deletes one and creates the other.",
      "To keep it, add this block:",
      "moved {\n  from = " + ec2("www").text() + "\n  to   = " + ec2("web").text() + "\n}\n"};
  const planner::Warning ruled_out{
      "namespace-filter", 3, "main.wf.hcl:9", "3 filters rule out every metric", "", "", ""};
  samples.push_back({"warnings", ReportBuilder()
                                     .warning(renamed)
                                     .warning(ruled_out)
                                     .change(removed(ec2("www")))
                                     .change(created(ec2("web")))
                                     .done()});
  samples.push_back({"warnings-alone", ReportBuilder().warning(ruled_out).unchanged(ec2("web")).done()});
  samples.push_back(
      {"refused", ReportBuilder()
                      .refused("1 integration would be deleted, but -max-deletes=0 allows no more")
                      .change(for_good(removed(ec2("old"))))
                      .done()});
}

}  // namespace

std::vector<Sample> catalogue() {
  std::vector<Sample> samples;
  add_actions(samples);
  add_recoveries(samples);
  add_attributes(samples);
  add_drift(samples);
  add_outputs(samples);
  add_modes(samples);
  add_warnings(samples);
  add_texts(samples);
  add_hostile(samples);
  add_large(samples);
  return samples;
}

}  // namespace waveform::test
