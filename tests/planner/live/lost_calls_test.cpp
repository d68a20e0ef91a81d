#include "planner/live/lost_calls.h"

#include "planner/live/secrets.h"
#include "tests/planner/world.h"

namespace waveform::planner {
namespace {

using base::Value;
using state::OpenCall;

// Creates in doubt of runs that knew ids "known-…", and what the service shows.
struct Scene {
  provider::Catalog catalog = provider::services::catalog();
  state::Snapshot snapshot;
  Inventory live;

  Scene() {
    snapshot.digest_key = "key";
    snapshot.known_ids = {{"run-1", {{"known-1"}, "me"}}, {"run-2", {{"known-1", "known-2"}, ""}}};
  }

  static Value body(const std::string& name, const std::string& role = kRole) {
    return Value(Value::Map{{"name", name}, {"service", "EC2"}})
        .with_path("ec2.baseCredentials.roleArn", role);
  }
  Scene& intent(const std::string& label, const std::string& name, const std::string& run = "run-1") {
    state::Intent intent{address(label), run, body(name), {}, {}, {}, 0};
    const auto& type = *catalog.find(intent.address.type);
    auto likeness = likeness_of(type, provider::read_attributes(type, intent.body), "key");
    intent.name_digest = likeness.name_digest;
    intent.account_digest = likeness.account_digest;
    snapshot.intents.push_back(std::move(intent));
    return *this;
  }
  Scene& seen(const std::string& id, const std::string& name, const std::string& creator = "me",
              const std::string& role = kRole) {
    return shown(id, body(name, role).with_path("creatorId", creator));
  }
  Scene& shown(const std::string& id, const Value& integration) {
    live.integrations.emplace(id, read_integration(catalog, integration.with_path("id", id).with_path(
                                                                "serviceRefreshRateInMins", 5)));
    return *this;
  }
  Scene& owned(const std::string& label, const std::string& id) {
    state::Resource resource;
    resource.id = id;
    if (const auto* record = find_integration(live, id)) resource.attributes = record->attributes;
    snapshot.resources.emplace(address(label), resource);
    return *this;
  }
  Resolution resolve() const { return planner::resolve_lost_calls(catalog, snapshot, live); }
};

using Found = std::vector<std::pair<base::Address, std::string>>;
using Choices = std::map<base::Address, std::vector<std::string>>;
using Addresses = std::vector<base::Address>;

}  // namespace

TEST_CASE("one that equals what was sent and was not there before is the one, whatever its times") {
  for (const char* created : {"0", "99999999999999", "-1", "\"\""}) {
    Scene scene;
    scene.intent("a", "x").shown(
        "1", Scene::body("x").with_path("createdEpochMillis", *base::parse_json(created)));
    CHECK(scene.resolve().found == Found{{address("a"), "1"}});
  }
  CHECK(Scene().intent("a", "x").seen("known-1", "x").resolve().unseen == Addresses{address("a")});
  CHECK(Scene().intent("a", "x", "run-2").seen("known-2", "x").resolve().found.empty());
  CHECK(Scene().intent("a", "x").seen("1", "y", "me", "another role").resolve().unseen ==
        Addresses{address("a")});
}

TEST_CASE("one that a state entry owns is not a lost create, nor is one of a tombstone") {
  CHECK(Scene().intent("a", "x").seen("1", "x").owned("b", "1").resolve().unseen == Addresses{address("a")});
  Scene scene;
  scene.intent("a", "x").seen("1", "x");
  scene.snapshot.tombstones = {{address("b"), "1", 0, {}, {}}};
  CHECK(scene.resolve().found.empty());
}

TEST_CASE("one in the recycle bin counts when it is equal: a user deleted what was just created") {
  Scene scene;
  scene.intent("a", "x").seen("1", "x");
  scene.live.integrations.at("1").in_trash = true;
  CHECK(scene.resolve().found.size() == 1);
  scene.live.integrations.at("1").attributes["metric_filter_regex"] = "x";
  scene.snapshot.intents[0].body = Scene::body("x ");
  CHECK(scene.resolve().unseen.size() == 1);  // similar ones in the recycle bin do not
}

TEST_CASE(
    "k equal ones of n equal intents go to the fewer of both; more of them than intents are undecided") {
  Scene both;
  both.intent("a", "x").intent("b", "x").seen("1", "x").seen("2", "x");
  CHECK(both.resolve().found == Found{{address("a"), "1"}, {address("b"), "2"}});
  Scene one;
  one.intent("a", "x").intent("b", "x").seen("1", "x");
  CHECK(one.resolve().found == Found{{address("a"), "1"}});
  CHECK(one.resolve().unseen == Addresses{address("b")});
  Scene many;
  many.intent("a", "x").intent("z", "other").seen("1", "x").seen("2", "x").seen("3", "other");
  CHECK(many.resolve().found == Found{{address("z"), "3"}});
  CHECK(many.resolve().equal == Choices{{address("a"), {"1", "2"}}});
}

TEST_CASE("one that another account created is for a person to decide, unless no creator is known") {
  CHECK(Scene().intent("a", "x").seen("1", "x", "you").resolve().equal == Choices{{address("a"), {"1"}}});
  CHECK(Scene().intent("a", "x", "run-2").seen("1", "x", "you").resolve().found.size() == 1);
  CHECK(Scene().intent("a", "x").shown("1", Scene::body("x")).resolve().found.size() == 1);
  Scene two;
  two.intent("a", "x").intent("b", "x").seen("1", "x", "you").seen("2", "x");
  CHECK(two.resolve().found == Found{{address("a"), "2"}});
  CHECK(two.resolve().equal == Choices{{address("b"), {"1"}}});
}

TEST_CASE("an intent of an older version has no known ids: whatever equals it is for a person to decide") {
  CHECK(Scene().intent("a", "x", "").seen("1", "x").resolve().equal == Choices{{address("a"), {"1"}}});
  CHECK(Scene().intent("a", "x", "").resolve().unseen == Addresses{address("a")});
}

TEST_CASE("one of the same name is for a person to decide: the service may have changed what was sent") {
  for (const char* name : {" x ", "X", "x", "\tX\n"}) {
    Scene scene;
    scene.intent("a", "x").shown("1", Scene::body(name, "another role").with_path("creatorId", "you"));
    CHECK(scene.resolve().alike == Choices{{address("a"), {"1"}}});
  }
  Scene inner;
  inner.intent("a", "Big  New\tName").seen("1", "big new name", "me", "another role");
  CHECK(inner.resolve().alike.size() == 1);
  // Not once an equal one was found, and not what was there before.
  CHECK(Scene().intent("a", "x").seen("1", "x").seen("2", "X").resolve().alike.empty());
  CHECK(Scene().intent("a", "x").seen("known-1", "X").resolve().alike.empty());
}

TEST_CASE("one of the same account is for a person to decide, when nothing else has that account") {
  CHECK(Scene().intent("a", "x").seen("1", "y").resolve().alike == Choices{{address("a"), {"1"}}});
  CHECK(Scene().intent("a", "x").intent("b", "z").seen("1", "y").resolve().unseen.size() == 2);
  CHECK(Scene().intent("a", "x").seen("known-1", "w").owned("c", "known-1").seen("1", "y").resolve().unseen ==
        Addresses{address("a")});
}

TEST_CASE("an integration that equals two different creates is the one that says more") {
  Scene scene;
  scene.intent("a", "x").intent("b", "x");
  auto& more = scene.snapshot.intents[1];
  more.body = more.body.with_path("ec2.metricFilterRegex", "^aws.*$");
  scene.shown("1", more.body);
  auto resolution = scene.resolve();
  CHECK(resolution.found == Found{{address("b"), "1"}});
  CHECK(resolution.unseen == Addresses{address("a")});
}

TEST_CASE("equal creates of two runs: what the later one found cannot be its own") {
  Scene scene;
  scene.intent("old", "x", "run-1").intent("new", "x", "run-2").seen("known-2", "x");
  CHECK(scene.resolve().found == Found{{address("old"), "known-2"}});
  scene.seen("3", "x");
  CHECK(scene.resolve().found == Found{{address("new"), "3"}, {address("old"), "known-2"}});
}

TEST_CASE("external ids cannot be looked for: one may be left over") {
  Scene scene;
  scene.snapshot.intents.push_back({address("shared", "aws_external_id"), "run-1", {}, {}, {}, {}, 0});
  auto resolution = scene.resolve();
  CHECK(resolution.left_over == Addresses{address("shared", "aws_external_id")});
  CHECK(resolution.unseen.empty());
}

TEST_CASE("a name that derives from a secret is compared by its digest, folded too") {
  Scene scene;
  for (const char* name : {"one", "two", "three"}) {
    scene.intent(name, name);
    auto& intent = scene.snapshot.intents.back();
    intent.body = intent.body.without_path("name");
    intent.expected.secret_digests = {{"name", secret_digest("key", Value(name))}, {"external_id", "d"}};
  }
  scene.seen("1", "two").seen("2", "someone else's").seen("3", " THREE");
  auto resolution = scene.resolve();
  CHECK(resolution.found == Found{{address("two"), "1"}});
  CHECK(resolution.alike == Choices{{address("three"), {"3"}}});
  CHECK(resolution.unseen == Addresses{address("one")});
}

TEST_CASE(
    "what was found is in the state as the apply would have left it; what does not show is not in doubt") {
  Scene scene;
  scene.intent("a", "x").intent("b", "y").intent("c", "z").seen("1", "x").seen("3", "Z");
  scene.snapshot.intents[0].expected.ours = {"name", "role_arn"};
  scene.snapshot.intents[0].expected.secret_digests = {{"role_arn", secret_digest("key", Value(kRole))}};
  record_resolution(scene.catalog, scene.resolve(), scene.live, scene.snapshot);
  const auto& record = scene.snapshot.resources.at(address("a"));
  CHECK(record.id == "1");
  CHECK(record.ours == std::set<std::string>{"name", "role_arn"});
  CHECK(record.attributes.at("name") == Value("x"));
  CHECK(!record.attributes.contains("role_arn"));
  REQUIRE(scene.snapshot.intents.size() == 1);
  CHECK(scene.snapshot.intents[0].address == address("c"));  // a person decides
}

TEST_CASE("a delete may be under way while the integration shows, an undelete while it does not") {
  Scene scene;
  scene.seen("1", "x").seen("2", "y").owned("a", "1").owned("b", "2");
  scene.live.integrations.at("2").in_trash = true;
  scene.snapshot.open_calls = {{"1", {OpenCall::Kind::Delete, address("a"), {}, {}}},
                               {"2", {OpenCall::Kind::Undelete, address("b"), {}, {}}}};
  CHECK(hidden_calls(scene.catalog, scene.snapshot, scene.live) == std::vector<std::string>{"1", "2"});
  scene.live.integrations.at("1").in_trash = true;
  scene.live.integrations.at("2").in_trash = false;
  CHECK(hidden_calls(scene.catalog, scene.snapshot, scene.live).empty());
  scene.live.integrations.erase("1");  // replicas lag
  CHECK(hidden_calls(scene.catalog, scene.snapshot, scene.live) == std::vector<std::string>{"1"});
}

TEST_CASE("an update may be under way until all that it sent shows; its secrets never show") {
  struct Row {
    Value::Map sent;
    state::SecretDigests secrets;
    bool shows;
  };
  for (const auto& [sent, secrets, shows] :
       std::initializer_list<Row>{{{{"name", "x"}}, {}, true},
                                  {{{"name", "y"}}, {}, false},
                                  {{{"name", "x"}, {"metric_filter_regex", "r"}}, {}, false},
                                  {{{"metric_filter_regex", {}}}, {}, true},
                                  {{{"service_refresh_rate_in_minutes", {}}}, {}, true},
                                  {{{"name", "x"}}, {{"external_id", "d"}}, false},
                                  {{}, {{"role_arn", secret_digest("key", Value(kRole))}}, true},
                                  {{}, {{"role_arn", "another"}}, false}}) {
    Scene scene;
    scene.seen("1", "x").owned("a", "1");
    scene.snapshot.resources.at(address("a")).open_secrets = secrets;
    scene.snapshot.open_calls = {{"1", {OpenCall::Kind::Update, address("a"), sent, {}}}};
    CHECK(hidden_calls(scene.catalog, scene.snapshot, scene.live).empty() == shows);
  }
}

TEST_CASE("what only an open update claims is ours when it shows, and not when something else does") {
  Scene scene;
  scene.shown("1", Scene::body("x").with_path("ec2.metricFilterRegex", "sent")).owned("a", "1");
  auto& resource = scene.snapshot.resources.at(address("a"));
  resource.ours = {"metric_filter_regex", "name", "point_tag_filter_regex"};
  resource.attributes.erase("metric_filter_regex");
  scene.snapshot.open_calls = {{"1",
                                {OpenCall::Kind::Update,
                                 address("a"),
                                 {{"metric_filter_regex", "sent"}, {"point_tag_filter_regex", "sent"}},
                                 {"metric_filter_regex", "point_tag_filter_regex"}}}};
  record_resolution(scene.catalog, {}, scene.live, scene.snapshot);
  CHECK(resource.ours == std::set<std::string>{"metric_filter_regex", "name"});
  CHECK(scene.snapshot.open_calls.empty());
}

TEST_CASE("an update that took effect is what was last seen, and a secret that it sent stays open") {
  Scene scene;
  scene.shown("1", Scene::body("x").with_path("ec2.metricFilterRegex", "sent")).owned("a", "1");
  auto& resource = scene.snapshot.resources.at(address("a"));
  resource.attributes["metric_filter_regex"] = "old";
  resource.open_secrets = {{"external_id", "new"}, {"role_arn", secret_digest("key", Value(kRole))}};
  scene.snapshot.open_calls = {
      {"1", {OpenCall::Kind::Update, address("a"), {{"metric_filter_regex", "sent"}}, {}}}};
  record_resolution(scene.catalog, {}, scene.live, scene.snapshot);
  CHECK(resource.attributes.at("metric_filter_regex") == Value("sent"));
  CHECK(resource.open_secrets == state::SecretDigests{{"external_id", "new"}});
}

}  // namespace waveform::planner
