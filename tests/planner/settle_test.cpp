#include "planner/settle.h"

#include "planner/secrets.h"
#include "tests/planner/world.h"

namespace waveform::planner {
namespace {

using base::Millis;
using base::Value;

constexpr std::int64_t kNow = 1'700'000'100'000;
constexpr Millis kSettle{30'000};

// Creates in doubt and what the service shows.
struct Scene {
  provider::Catalog catalog = provider::services::catalog();
  state::Snapshot snapshot;
  Live live;

  Scene() { snapshot.digest_key = "key"; }

  static Value body(const std::string& name) {
    return Value(Value::Map{{"name", name}, {"service", "EC2"}})
        .with_path("ec2.baseCredentials.roleArn", kRole);
  }
  Scene& doubt(const std::string& label, const std::string& name, std::int64_t since = kNow - 1000) {
    snapshot.in_doubt.push_back({address(label), body(name), {}, 100, since});
    return *this;
  }
  Scene& seen(const std::string& id, const std::string& name, std::int64_t created = 200) {
    auto integration = body(name).with_path("id", id).with_path("createdEpochMillis", created);
    integration = integration.with_path("serviceRefreshRateInMins", 5);
    live.integrations.emplace(id, read_record(catalog, integration));
    return *this;
  }
  Settlement settle() const { return planner::settle(catalog, snapshot, live, kNow, kSettle); }
};

using Found = std::vector<std::pair<base::Address, std::string>>;

}  // namespace

TEST_CASE("one that equals what was sent and is newer than all that was seen is the one") {
  CHECK(Scene().doubt("a", "x").seen("1", "x").settle().found == Found{{address("a"), "1"}});
  CHECK(Scene().doubt("a", "x").seen("1", "x", 100).settle().found.empty());
  CHECK(Scene().doubt("a", "x").seen("1", "y").settle().found.empty());
}

TEST_CASE("what somebody owns is nobody's lost create") {
  Scene scene;
  scene.doubt("a", "x").seen("1", "x");
  state::Resource owned;
  owned.id = "1";
  scene.snapshot.resources.emplace(address("b"), owned);
  CHECK(scene.settle().found.empty());
}

TEST_CASE("one in the recycle bin counts: somebody threw away what was just made") {
  Scene scene;
  scene.doubt("a", "x").seen("1", "x");
  scene.live.integrations.at("1").in_trash = true;
  CHECK(scene.settle().found.size() == 1);
}

TEST_CASE("without a match it is waited for until the settle time, and then missing") {
  auto soon = Scene().doubt("a", "x", kNow - 29'999).settle();
  CHECK(soon.waiting == std::vector<base::Address>{address("a")});
  CHECK(soon.missing.empty());
  auto late = Scene().doubt("a", "x", kNow - 30'000).settle();
  CHECK(late.waiting.empty());
  CHECK(late.missing == std::vector<base::Address>{address("a")});
}

TEST_CASE("k matches for n equal creates settle the fewer of both; more matches than creates settle none") {
  Scene both;
  both.doubt("a", "x").doubt("b", "x").seen("1", "x").seen("2", "x");
  CHECK(both.settle().found == Found{{address("a"), "1"}, {address("b"), "2"}});
  Scene one;
  one.doubt("a", "x").doubt("b", "x").seen("1", "x");
  CHECK(one.settle().found == Found{{address("a"), "1"}});
  CHECK(one.settle().waiting == std::vector<base::Address>{address("b")});
  Scene many;
  many.doubt("a", "x").doubt("z", "other").seen("1", "x").seen("2", "x").seen("3", "other");
  CHECK(many.settle().found == Found{{address("z"), "3"}});
  CHECK(many.settle().ambiguous ==
        std::map<base::Address, std::vector<std::string>>{{address("a"), {"1", "2"}}});
}

TEST_CASE("an integration that equals two different creates is the one that says more, and nobody else's") {
  Scene scene;
  scene.doubt("a", "x").doubt("b", "x");
  auto& more = scene.snapshot.in_doubt[1];
  more.body = more.body.with_path("ec2.metricFilterRegex", "^aws.*$");
  auto made = more.body.with_path("id", "1").with_path("createdEpochMillis", 200);
  scene.live.integrations.emplace("1", read_record(scene.catalog, made));
  auto settlement = scene.settle();
  CHECK(settlement.found == Found{{address("b"), "1"}});
  CHECK(settlement.waiting == std::vector<base::Address>{address("a")});
}

TEST_CASE("a delete that a killed run began is waited for while the integration still shows") {
  Scene scene;
  scene.seen("1", "x");
  scene.snapshot.open_deletes.emplace("1", state::OpenDelete{address("a"), kNow - 1000});
  CHECK(scene.settle().waiting == std::vector<base::Address>{address("a")});
  scene.live.integrations.at("1").in_trash = true;
  CHECK(scene.settle().waiting.empty());
  scene.live.integrations.at("1").in_trash = false;
  scene.snapshot.open_deletes.at("1").since_epoch_millis = kNow - 30'000;
  CHECK(scene.settle().waiting.empty());
  carry_over(scene.settle(), scene.live, false, scene.snapshot);
  CHECK(scene.snapshot.open_deletes.empty());
}

TEST_CASE("external ids cannot be looked for: one may be left over") {
  Scene scene;
  scene.snapshot.in_doubt.push_back({address("shared", "aws_external_id"), {}, {}, 0, 0});
  auto settlement = scene.settle();
  CHECK(settlement.found.empty());
  CHECK(settlement.missing.empty());
  CHECK(settlement.waiting.empty());
  CHECK(settlement.ambiguous.empty());
  CHECK(settlement.left_over == std::vector<base::Address>{address("shared", "aws_external_id")});
}

TEST_CASE("a name that derives from a secret is compared by its digest") {
  Scene scene;
  for (const char* name : {"one", "two"}) {
    state::Doubt doubt{address(name), Scene::body("").without_path("name"), {}, 100, kNow};
    doubt.expected.secret_digests = {{"name", secret_digest("key", Value(name))}, {"external_id", "d"}};
    scene.snapshot.in_doubt.push_back(doubt);
  }
  scene.seen("1", "two").seen("2", "somebody else's");
  auto settlement = scene.settle();
  CHECK(settlement.found == Found{{address("two"), "1"}});
  CHECK(settlement.waiting == std::vector<base::Address>{address("one")});
  CHECK(settlement.ambiguous.empty());
}

TEST_CASE(
    "what was found is in the state as the apply would have left it; what is missing is in doubt no more") {
  Scene scene;
  scene.doubt("a", "x").doubt("b", "y", 0).doubt("c", "z").seen("1", "x");
  scene.snapshot.in_doubt[0].expected.ours = {"name", "role_arn"};
  scene.snapshot.in_doubt[0].expected.secret_digests = {{"role_arn", secret_digest("key", Value(kRole))}};
  auto settlement = scene.settle();
  auto snapshot = scene.snapshot;
  carry_over(settlement, scene.live, false, snapshot);
  const auto& record = snapshot.resources.at(address("a"));
  CHECK(record.id == "1");
  CHECK(record.ours == std::set<std::string>{"name", "role_arn"});
  CHECK(record.attributes.at("name") == Value("x"));
  CHECK(!record.attributes.contains("role_arn"));
  REQUIRE(snapshot.in_doubt.size() == 1);
  CHECK(snapshot.in_doubt[0].address == address("c"));
  carry_over(scene.settle(), scene.live, true, scene.snapshot);
  CHECK(scene.snapshot.in_doubt.empty());
}

TEST_CASE("equal creates of two runs: the later one gets nothing that is older than its own watermark") {
  Scene scene;
  scene.doubt("old", "x").doubt("new", "x").seen("1", "x", 150).seen("2", "x", 160);
  scene.snapshot.in_doubt[1].watermark = 200;
  auto settlement = scene.settle();
  CHECK(settlement.found.empty());
  CHECK(settlement.ambiguous.contains(address("old")));
  scene.seen("3", "x", 250);
  CHECK(scene.settle().found == Found{{address("new"), "3"}});
}

TEST_CASE("times of a left-over journal and of the future are counted from now on") {
  Scene scene;
  scene.doubt("a", "x");
  auto& since = scene.snapshot.in_doubt[0].since_epoch_millis;
  since = kNow - 100;
  mend_times(scene.snapshot, kNow);
  CHECK(since == kNow - 100);
  since = kNow + 3'600'000;
  mend_times(scene.snapshot, kNow);
  CHECK(since == kNow);
  since = kNow - 100;
  scene.snapshot.left_over.emplace();
  mend_times(scene.snapshot, kNow);
  CHECK(since == kNow);
}

}  // namespace waveform::planner
