#include "planner/plan/diff.h"

#include "planner/live/secrets.h"
#include "tests/planner/world.h"

namespace waveform::planner {
namespace {

using base::Value;
using Kind = AttributeChange::Kind;

// One comparison, of an EC2 integration.
struct DiffCase {
  Value::Map desired;
  Value::Map live;
  std::set<std::string> ours = {};
  state::SecretDigests digests = {};
  bool send_secrets = false;
  state::SecretDigests open = {};
  std::set<std::string> unverified = {};

  DiffResult run() const {
    static const auto catalog = provider::services::catalog();
    state::Resource known;
    known.ours = ours;
    known.secret_digests = digests;
    known.open_secrets = open;
    known.unverified_secrets = unverified;
    return diff({*catalog.find_service("EC2"), desired, live, known, "key", send_secrets});
  }
  // "name: old -> new; ..."
  std::string text() const {
    std::string out;
    for (const auto& change : run().changes) {
      out += fmt::format("{}{}: {} -> {}{}", out.empty() ? "" : "; ", change.name,
                         base::write_json(change.before), base::write_json(change.after),
                         change.secret                ? " (secret)"
                         : change.kind == Kind::Reset ? " (reset)"
                                                      : "");
    }
    return out;
  }
};

Value secret(const char* text) {
  return Value(text).with_marks(Value::Sensitive);
}

}  // namespace

TEST_CASE("attributes of the manifest are compared with the service's") {
  CHECK(DiffCase{{{"name", "a"}}, {{"name", "a"}}}.text() == "");
  CHECK(DiffCase{{{"name", "b"}}, {{"name", "a"}}}.text() == "name: \"a\" -> \"b\"");
  CHECK(DiffCase{{{"name", "b"}}, {}}.text() == "name: null -> \"b\"");
  CHECK(
      DiffCase{{{"service_refresh_rate_in_minutes", 5}}, {{"service_refresh_rate_in_minutes", 5.0}}}.text() ==
      "");
  CHECK(DiffCase{{{"name", Value::unknown()}}, {{"name", "a"}}}.run().changes[0].after.is_unknown());
}

TEST_CASE("changes are in the order of the table, not of the manifest") {
  CHECK(
      DiffCase{{{"metric_filter_regex", "x"}, {"name", "b"}, {"additional_tags", Value::Map{{"k", "v"}}}}, {}}
          .text() ==
      "name: null -> \"b\"; additional_tags: null -> {\"k\":\"v\"}; metric_filter_regex: null -> \"x\"");
}

TEST_CASE("null, the empty string, the empty list and the empty map are equal") {
  for (const Value& nothing : {Value(), Value(""), Value(Value::List{}), Value(Value::Map{})}) {
    CHECK(DiffCase{{{"metric_filter_regex", ""}}, {{"metric_filter_regex", nothing}}}.text() == "");
    CHECK(DiffCase{{{"custom_namespaces", Value::List{}}}, {{"custom_namespaces", nothing}}}.text() == "");
  }
  CHECK(DiffCase{{{"metric_filter_regex", ""}}, {{"metric_filter_regex", "x"}}}.text() ==
        "metric_filter_regex: \"x\" -> \"\"");
  CHECK(DiffCase{{{"service_refresh_rate_in_minutes", 0}}, {}}.text() ==
        "service_refresh_rate_in_minutes: null -> 0");
}

TEST_CASE("an attribute that was ours and left the manifest is reset to the default") {
  CHECK(DiffCase{{}, {{"metric_filter_regex", "x"}}}.text() == "");
  CHECK(DiffCase{{}, {{"metric_filter_regex", "x"}}, {"metric_filter_regex"}}.text() ==
        "metric_filter_regex: \"x\" -> null (reset)");
  CHECK(DiffCase{{}, {{"service_refresh_rate_in_minutes", 9}}, {"service_refresh_rate_in_minutes"}}.text() ==
        "service_refresh_rate_in_minutes: 9 -> 5 (reset)");
  CHECK(DiffCase{{}, {{"service_refresh_rate_in_minutes", 5}}, {"service_refresh_rate_in_minutes"}}.text() ==
        "");
  CHECK(DiffCase{{}, {}, {"metric_filter_regex"}}.text() == "");
}

TEST_CASE("enabled, force_save, the service and secrets are never reset") {
  CHECK(DiffCase{{},
                 {{"enabled", false}, {"service", "EC2"}},
                 {"enabled", "force_save", "reuse_external_id_credential", "service", "external_id"},
                 {{"external_id", "digest"}}}
            .text() == "");
}

TEST_CASE("attributes that are computed, write-only or `enabled` are not compared") {
  CHECK(DiffCase{{{"force_save", true}, {"reuse_external_id_credential", "id"}, {"enabled", false}},
                 {{"id", "i"}, {"last_metric_count", 7}, {"in_trash", false}},
                 {"id", "last_metric_count"}}
            .text() == "");
}

TEST_CASE("a secret is compared by its digest") {
  auto digest = secret_digest("key", Value("wave1"));
  DiffCase same{{{"external_id", secret("wave1")}}, {}, {}, {{"external_id", digest}}};
  CHECK(same.text() == "");
  CHECK(same.run().unverified_secrets.empty());
  DiffCase changed{{{"external_id", secret("wave2")}}, {}, {}, {{"external_id", digest}}};
  CHECK(changed.text() == "external_id: null -> null (secret)");
  CHECK(changed.run().changes[0].after.is_sensitive());
  DiffCase first{{{"external_id", secret("wave1")}}, {}};
  CHECK(first.text() == "");
  CHECK(first.run().unverified_secrets == std::set<std::string>{"external_id"});
  first.send_secrets = true;
  CHECK(first.text() == "external_id: null -> null (secret)");
  CHECK(first.run().unverified_secrets.empty());
  DiffCase unknown{{{"external_id", Value::unknown()}}, {}, {}, {{"external_id", digest}}};
  CHECK(unknown.text() == "external_id: null -> null (secret)");
}

TEST_CASE("a secret that a lost update may have sent is sent again") {
  auto digest = [](const char* text) { return secret_digest("key", Value(text)); };
  for (const char* wanted : {"old", "new", "other"}) {
    DiffCase open{{{"external_id", secret(wanted)}}, {}, {}, {{"external_id", digest("old")}}};
    open.open = {{"external_id", digest("new")}};
    CHECK(open.text() == "external_id: null -> null (secret)");
  }
}

TEST_CASE("a secret that was never sent stays unverified, until it changes or send_secrets is set") {
  auto digest = secret_digest("key", Value("wave1"));
  DiffCase marked{{{"external_id", secret("wave1")}}, {}, {}, {{"external_id", digest}}};
  marked.unverified = {"external_id"};
  CHECK(marked.text() == "");
  CHECK(marked.run().unverified_secrets.contains("external_id"));
  marked.send_secrets = true;
  CHECK(marked.text() == "external_id: null -> null (secret)");
  marked.send_secrets = false;
  marked.desired = {{"external_id", secret("wave2")}};
  CHECK(marked.text() == "external_id: null -> null (secret)");
}

TEST_CASE("a secret that the cluster returns is not compared") {
  auto digest = secret_digest("key", Value("wave1"));
  CHECK(
      DiffCase{{{"external_id", secret("wave1")}}, {{"external_id", "other"}}, {}, {{"external_id", digest}}}
          .text() == "");
}

TEST_CASE("a value derived from a secret is hidden when it is added, changed and removed") {
  auto digest = secret_digest("key", Value("old"));
  CHECK(DiffCase{{{"name", secret("new")}}, {{"name", "old"}}}.text() == "name: null -> null (secret)");
  CHECK(DiffCase{{{"name", secret("old")}}, {{"name", "old"}}}.text() == "");
  CHECK(DiffCase{{{"name", "plain"}}, {{"name", "old"}}, {"name"}, {{"name", digest}}}.text() ==
        "name: null -> null (secret)");
  CHECK(DiffCase{
            {}, {{"metric_filter_regex", "old"}}, {"metric_filter_regex"}, {{"metric_filter_regex", digest}}}
            .text() == "metric_filter_regex: null -> null (secret)");
  Value inside(Value::Map{{"k", secret("new")}});
  CHECK(DiffCase{{{"additional_tags", inside}}, {}}.text() == "additional_tags: null -> null (secret)");
}

TEST_CASE("drift is a difference between state and service, except counters and computed attributes") {
  auto catalog = provider::services::catalog();
  const auto& type = *catalog.find_service("EC2");
  state::Resource remembered;
  remembered.attributes = {{"name", "a"}, {"enabled", true}, {"last_metric_count", 1}, {"updater_id", "x"}};
  remembered.secret_digests = {{"external_id", "d"},
                               {"metric_filter_regex", secret_digest("key", Value("m"))}};
  Value::Map live = {
      {"name", "a"}, {"enabled", true}, {"last_metric_count", 9}, {"metric_filter_regex", "m"}};
  CHECK(drift(type, remembered, live, "key").empty());

  live["name"] = "b";
  live["enabled"] = false;
  live["metric_filter_regex"] = "other";
  auto changes = drift(type, remembered, live, "key");
  REQUIRE(changes.size() == 3);
  CHECK(changes[0].name == "name");
  CHECK(changes[0].before == Value("a"));
  CHECK(changes[0].after == Value("b"));
  CHECK(changes[1].name == "enabled");
  CHECK(changes[2].name == "metric_filter_regex");
  CHECK(changes[2].secret);
  CHECK(changes[2].before.is_null());

  live.erase("metric_filter_regex");
  CHECK(drift(type, remembered, live, "key").size() == 3);
}

}  // namespace waveform::planner
