// An apply with many workers.
#include "tests/planner/world.h"

namespace waveform::planner {
namespace {

std::string numbered(int n, const std::string& lines = "") {
  std::string text;
  for (int i = 0; i < n; ++i) text += ec2(fmt::format("r{}", i), lines);
  return text;
}

// Integrations that differ only in their id.
std::string twins(int n) {
  std::string text;
  for (int i = 0; i < n; ++i) {
    text += block("ec2", fmt::format("twin{}", i),
                  fmt::format("name = \"twin\"\nrole_arn = \"{}\"\nexternal_id = var.id\n", kRole));
  }
  return text;
}

struct Wide : World {
  Wide() { parallelism = 8; }
  std::int64_t deleted() {
    std::int64_t n = 0;
    const auto dump = simulator.dump();
    for (const auto& body : dump.get("integrations").as_list())
      n += body.get("inTrash") == base::Value(true) ? 1 : 0;
    return n;
  }
};

}  // namespace

TEST_CASE("creates, updates, deletes and undeletes of many at once") {
  Wide world;
  world.manifest(numbered(60));
  CHECK(world.converge()->result.done.at(Action::Create) == 60);
  CHECK(world.integrations() == 60);
  CHECK(world.calls("check-external-id") == 0);  // of an empty plan
  world.manifest(numbered(40, "metric_filter_regex = \"x\""));
  auto step = world.converge();
  CHECK(step->result.done.at(Action::Update) == 40);
  CHECK(step->result.done.at(Action::Delete) == 20);
  world.manifest(numbered(60, "metric_filter_regex = \"x\""));
  CHECK(world.converge()->result.done.at(Action::Undelete) == 20);
  CHECK(world.integrations() == 60);
  CHECK(world.deleted() == 0);
}

TEST_CASE("no change starts before its dependencies are done") {
  Wide world;
  std::string text;
  for (int i = 0; i < 30; ++i) {
    text +=
        ec2(fmt::format("r{:02}", i),
            i < 3 ? ""
                  : fmt::format("additional_tags = {{ after = wavefront_cloud_integration_ec2.r{:02}.id }}",
                                i - 3));
  }
  world.manifest(text);
  auto step = world.converge();
  auto place = [&](int i) {
    const auto& reported = step->steps.reported;
    return std::find(reported.begin(), reported.end(), fmt::format("create r{:02}", i)) - reported.begin();
  };
  for (int i = 3; i < 30; ++i) {
    CHECK(place(i) > place(i - 3));
    CHECK(world.body(fmt::format("r{:02}", i)).at_path("additionalTags.after") ==
          base::Value(world.id_of(fmt::format("r{:02}", i - 3))));
  }
}

TEST_CASE("lost responses of many creates are resolved together, and none is created twice") {
  for (const char* fault : {"create:p=0.3:drop-after", "create:p=0.3:drop-before",
                            "create:p=0.3:status-after=500", "create:p=0.2:late=2s"}) {
    INFO(fault);
    Wide world;
    world.fault(fault);
    world.manifest(numbered(40) + twins(10));
    world.options.allow_duplicate = true;
    auto step = world.apply();
    CHECK(step->result.complete());
    CHECK(step->result.done.at(Action::Create) == 50);
    CHECK(world.integrations() == 50);
    world.simulator.clear_faults();
    world.expect_empty_plan();
    CHECK(world.state().resources.size() == 50);
  }
}

TEST_CASE("lost responses of all other calls are resolved as well") {
  for (const char* what : {"drop-after", "drop-before", "status-after=500", "late=2s"}) {
    INFO(what);
    Wide world;
    world.manifest(numbered(30));
    world.converge();
    world.fault(fmt::format("write:p=0.3:{}", what));
    world.manifest(numbered(20, "metric_filter_regex = \"x\"\nenabled = false"));
    CHECK(world.apply()->result.complete());
    world.clock.sleep(base::Millis(3'000));  // late calls take effect
    world.manifest(numbered(30, "metric_filter_regex = \"x\"\nenabled = true"));
    CHECK(world.apply()->result.complete());
    world.clock.sleep(base::Millis(3'000));  // late calls take effect
    world.simulator.clear_faults();
    world.expect_empty_plan();
    CHECK(world.integrations() == 30);
    CHECK(world.deleted() == 0);
  }
}

TEST_CASE("an integration of another user that equals a lost create stops only that create") {
  Wide world;
  world.manifest(numbered(10));
  world.fault("create:3:drop-after");
  base::Value twin(base::Value::Map{{"when", "list:2"}, {"do", "add"}});
  std::string lost;
  world.manifest(numbered(10));
  // Whichever create is the third, two equal integrations exist when it is looked for.
  for (int i = 0; i < 10; ++i) {
    base::Value body(base::Value::Map{{"name", fmt::format("r{}", i)}, {"service", "EC2"}});
    REQUIRE(world.simulator.add_change(
        twin.with_path("with", body.with_path("ec2.baseCredentials.roleArn", kRole))));
  }
  auto step = world.apply();
  REQUIRE(step->result.failed.size() == 1);
  CHECK(step->result.failed[0].error.kind == base::ErrorKind::InDoubt);
  CHECK(has(step->result.failed[0].error.hint, "waveform state rm"));
  CHECK(step->result.done.at(Action::Create) == 9);
  CHECK(world.state().intents.size() == 1);
  // The next run leaves it alone and applies the rest.
  world.manifest(numbered(10) + ec2("more"));
  world.options.allow_duplicate = true;
  auto next = world.apply();
  CHECK(next->result.done.at(Action::Create) == 1);
  CHECK(next->result.failed.size() == 1);
  CHECK(world.state().intents.size() == 1);
}

TEST_CASE("an external id whose response was lost: another one is created, and one may be left over") {
  Wide world;
  world.manifest(block("aws_external_id", "one", "") + block("aws_external_id", "two", ""));
  world.fault("create-external-id:1:drop-after");
  auto step = world.apply();
  CHECK(step->result.complete());
  CHECK(has(step->said(), "One external id may be left over"));
  CHECK(world.calls("create-external-id") == 3);
  world.expect_empty_plan();
}

TEST_CASE("one lagging response does not mean that an integration of this run is gone") {
  Wide world;
  world.manifest(ec2("main", "enabled = false"));
  world.fault("disable:1:status=404");
  world.fault("get:first=2:status=404");
  CHECK(world.apply()->result.complete());
  CHECK(world.body("main").get("disabled") == base::Value(true));
  world.expect_empty_plan();
}

TEST_CASE("a call that takes effect late does not make its repetition fail") {
  Wide world;
  world.manifest(ec2("main"));
  world.converge();
  world.manifest("");
  world.converge();
  world.manifest(ec2("main"));
  world.fault("undelete:1:late=200ms");
  world.fault("undelete:2:delay=300ms");
  world.converge();
  CHECK(world.deleted() == 0);
}

TEST_CASE("a lost DELETE is sent again only after the settle time") {
  Wide world;
  world.manifest(ec2("main"));
  world.converge();
  world.manifest("");
  world.fault("delete:1:drop-before");
  auto before = world.clock.now_epoch_millis();
  world.converge();
  CHECK(world.clock.now_epoch_millis() - before >= 30'000);
  CHECK(world.deleted() == 1);
}

TEST_CASE("no change starts after the token has expired") {
  Wide world;
  world.manifest(numbered(60));
  world.fault("create:after=5:status=401");
  auto step = world.apply();
  CHECK(step->result.failed.size() <= 8);
  CHECK(step->result.skipped.size() >= 60 - 5 - 8);
  CHECK(step->result.skipped[0].reason == "the token is not valid");
  world.simulator.clear_faults();
  world.converge();
}

TEST_CASE("an update whose response was lost does not overwrite an edit of another user") {
  Wide world;
  world.manifest(ec2("main"));
  world.converge();
  world.manifest(ec2("main", "metric_filter_regex = \"x\""));
  world.fault("update:1:drop-before");
  base::Value edit(base::Value::Map{{"when", "get:2"}, {"do", "patch"}, {"name", "main"}});
  REQUIRE(world.simulator.add_change(
      edit.with_path("with", *base::parse_json(R"({"ec2": {"pointTagFilterRegex": "theirs"}})"))));
  auto step = world.apply();
  CHECK(step->failure("main").kind == base::ErrorKind::Conflict);
  CHECK(world.body("main").at_path("ec2.pointTagFilterRegex") == base::Value("theirs"));
  CHECK(world.calls("update") == 1);
}

TEST_CASE("a delete in doubt is in the state, so that the next run waits") {
  Wide world;
  world.manifest(ec2("main"));
  world.converge();
  world.manifest("");
  world.fault("delete:1:late=50s");
  world.fault("get:after=1:status=403");  // it cannot be read either
  auto step = world.apply();
  CHECK(step->failure("main").kind == base::ErrorKind::InDoubt);
  auto state = world.state();
  REQUIRE(state.open_calls.size() == 1);
  CHECK(state.open_calls.at(world.id_of("main")).address == address("main"));
  CHECK(state.resources.contains(address("main")));
  auto live = list_all(world.client, world.catalog, 1);
  REQUIRE(live);
  CHECK(hidden_calls(world.catalog, state, *live).size() == 1);
}

TEST_CASE("when the journal fails, no more changes start, and nothing is created twice") {
  // A write has at most one intent of each of the 8 workers, and the first write is the state.
  constexpr int kWanted = 80;
  for (int writes : {2, 3, 5, 9}) {
    INFO(writes);
    Wide world;
    world.manifest(numbered(kWanted));
    world.backend.writes_until_failure = writes;
    auto step = world.apply();
    CHECK(step->error);
    world.backend.writes_until_failure = -1;
    CHECK(world.integrations() <= static_cast<std::size_t>(8 * (writes - 1)));
    CHECK(world.apply()->result.complete());
    // What is in doubt was found, with what the failed run recorded.
    CHECK(world.integrations() == kWanted);
  }
}

}  // namespace waveform::planner
