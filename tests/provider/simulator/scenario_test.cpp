#include "provider/simulator/scenario.h"

#include <set>

#include "base/file.h"
#include "base/text.h"
#include "tests/provider/simulator/cluster.h"

namespace waveform::provider::simulator {
namespace {

using base::ErrorKind;
using base::Value;

std::string around(const std::string& members) {
  return R"({"format": "waveform-scenario", "version": 1, )" + members + "}";
}

// A cluster that plays a scenario.
struct Stage : Cluster {
  explicit Stage(const std::string& members) : Stage(read(members)) {}
  explicit Stage(const Scenario& scenario) : Cluster(scenario.options) {
    const auto played = play(scenario, simulator);
    REQUIRE_MESSAGE(played, (played ? "" : played.error().message));
  }
  static Scenario read(const std::string& members) {
    auto scenario = read_scenario(around(members), {});
    REQUIRE_MESSAGE(scenario, (scenario ? "" : scenario.error().message));
    return *std::move(scenario);
  }
};

std::string mistakes_of(const std::string& members) {
  const auto scenario = read_scenario(around(members), {});
  REQUIRE(!scenario);
  CHECK(scenario.error().kind == ErrorKind::Invalid);
  return scenario.error().message;
}

constexpr const char* kWeb =
    R"("data": {"integrations": [{"id": "one", "name": "web", "service": "EC2"}]}, )";

TEST_SUITE("simulator scenarios") {
  TEST_CASE("latency spreads as configured, reproducible by seed") {
    Options options;
    options.latency = base::Millis(200);
    options.latency_spread = base::Millis(100);
    const auto times = [&] {
      Cluster cluster(options);
      std::set<std::int64_t> seen;
      for (int i = 0; i < 50; ++i) {
        const auto start = cluster.clock.steady();
        REQUIRE(cluster.send("GET", "/api/v2/cloudintegration"));
        seen.insert((cluster.clock.steady() - start).count());
      }
      return seen;
    };
    CHECK(times().size() > 20);
    CHECK(*times().begin() >= 200);
    CHECK(*times().rbegin() <= 300);
    CHECK(times() == times());
  }

  TEST_CASE("a scenario sets options, content and faults of the cluster") {
    Stage stage(R"("options": {"page_cap": 1, "secrets": "blank", "latency": "20ms", "user": "me"},
      "data": {"integrations": [{"name": "web", "service": "EC2", "inTrash": true},
                                {"name": "odd", "service": "CARRIERPIGEON", "wings": 2}],
               "externalIds": [{"id": "wave1"}]},
      "faults": ["list:1:status=503"])");
    CHECK(stage.call("GET", "/cloudintegration").status == 503);
    CHECK(stage.call("GET", "/cloudintegration").response.get("items").as_list()[0].get("wings") == Value(2));
    CHECK(stage.binned() == 1);
    CHECK(stage.call("GET", "/cloudintegration/awsExternalId/wave1").status == 200);
    CHECK(stage.simulator.options().get("secrets") == Value("blank"));
    CHECK(stage.simulator.options().get("latency") == Value("20ms"));
    CHECK(!stage.simulator.options().as_map().contains("token"));
  }

  TEST_CASE("a data file can be used in a scenario unchanged") {
    Cluster before;
    before.create_ec2("web");
    Stage stage("\"data\": " + base::write_json(before.simulator.dump()));
    CHECK(stage.simulator.dump() == before.simulator.dump());
  }

  TEST_CASE("a change runs right before its request is processed, or right after") {
    Stage before(std::string(kWeb) +
                 R"("changes": [{"when": "get:2", "do": "patch", "name": "web", "with": {"name": "new"}}])");
    CHECK(before.get("one").response.get("name") == Value("web"));
    CHECK(before.get("one").response.get("name") == Value("new"));
    Stage after(std::string(kWeb) + R"("changes": [{"after": "get:1", "do": "trash", "id": "one"}])");
    CHECK(after.get("one").response.get("inTrash") == Value(false));
    CHECK(after.get("one").response.get("inTrash") == Value(true));
  }

  TEST_CASE("a change without a name applies to the request's integration; each kind works") {
    Stage stage(std::string(kWeb) + R"("changes": [
      {"when": "get:1", "do": "fail", "with": {"message": "No such role"}},
      {"when": "get:2", "do": "trash"},
      {"when": "get:3", "do": "undelete"},
      {"when": "get:4", "do": "add", "with": {"name": "by hand", "service": "GCP"}},
      {"when": "get:4", "do": "expire-external-id"},
      {"when": "get:5", "do": "purge"}])");
    const std::string external_id = stage.external_id();
    CHECK(stage.get("one").response.get("lastError") == Value("No such role"));
    CHECK(stage.get("one").response.get("inTrash") == Value(true));
    CHECK(stage.get("one").response.get("inTrash") == Value(false));
    CHECK(stage.get("one").status == 200);
    CHECK(stage.live() == 2);
    CHECK(stage.call("GET", "/cloudintegration/awsExternalId/" + external_id).status == 404);
    CHECK(stage.get("one").status == 404);
  }

  TEST_CASE("a change without an integration reports that, and the request is processed") {
    Stage stage(R"("changes": [{"when": "list", "do": "purge", "name": "web"}])");
    CHECK(stage.call("GET", "/cloudintegration").status == 200);
    CHECK(stage.call("GET", "/cloudintegration").status == 200);
    const Value change = stage.simulator.changes().as_list()[0];
    CHECK(change.get("struck") == Value(2));
    CHECK(change.get("error") == Value("no integration has the name \"web\""));
  }

  TEST_CASE("a name means the live integration first, then the deleted one") {
    Stage stage(R"("data": {"integrations": [{"id": "old", "name": "web", "service": "EC2", "inTrash": true},
                                             {"id": "new", "name": "web", "service": "EC2"}]},
      "changes": [{"when": "list:first=2", "do": "purge", "name": "web"}])");
    stage.call("GET", "/cloudintegration");
    CHECK(stage.get("new").status == 404);
    stage.call("GET", "/cloudintegration");
    CHECK(stage.get("old").status == 404);
  }

  TEST_CASE("the control endpoints add, show and remove changes") {
    Stage stage(kWeb + std::string(R"("faults": [])"));
    const auto ask = [&](const char* method, std::string_view body = "") {
      const auto response = stage.send(method, "/simulator/changes", body);
      REQUIRE(response);
      return json(response->body);
    };
    CHECK(ask("POST", R"({"when": "get:1", "do": "trash"})").get("error").is_null());
    CHECK(ask("GET").as_list().size() == 1);
    CHECK(stage.get("one").response.get("inTrash") == Value(true));
    CHECK(ask("GET").as_list()[0].get("struck") == Value(1));
    ask("DELETE");
    CHECK(ask("GET").as_list().empty());
    CHECK(ask("POST", R"({"when": "gte", "do": "trash"})")
              .get("error")
              .as_string()
              .starts_with("when: \"gte\" is not a call. Did you mean \"get\"?"));
  }

  TEST_CASE("all errors are reported together, with their places and suggestions") {
    CHECK(
        mistakes_of(
            R"("option": {}, "options": {"page_limt": 1, "secrets": "none", "latency": 5, "list_trash": "yes", "seed": -1, "throttle_status": 200},
        "data": {"integration": [], "integrations": [{}], "externalIds": [{"id": 1}]},
        "faults": ["create:1:drop-aftr", 7],
        "changes": [{"when": "update:2", "do": "trsh"}, {"do": "trash"}, {"when": "get", "do": "trash", "with": {}},
                    {"when": "get", "after": "get", "do": "trash"}, {"when": "get", "do": "patch"}, {"when": "get", "do": "add", "id": "x", "with": {}},
                    {"when": "get", "do": "purge", "id": "x", "name": "y"}, {"when": "get", "do": "purge", "nme": "y"}, {"when": "sometimes:2", "do": "purge"}])") ==
        R"(unknown member "option". Did you mean "options"? Expected: format, version, options, data, faults and changes
options.latency: a duration such as "500ms", "2s" or "1m" is expected
options.list_trash: true or false is expected
options.page_limt: unknown option. Did you mean "page_limit"?
options.secrets: "documented", "left-out", "blank", "external-ids" or "returned" is expected
options.seed: a whole number, 0 or more, is expected
options.throttle_status: a whole number from 400 to 599 is expected
data: unknown member "integration". Did you mean "integrations"? Expected: format, version, integrations and externalIds
data.integrations[0]: an integration needs a name and a service
data.externalIds[0]: an external id needs an id
faults[0]: the fault "create:1:drop-aftr": "drop-aftr" is not a kind of fault. Did you mean "drop-after"? Expected: status, status-after, html, html-after, garbage, delay, stale, slow, cut, cut-head, drop-before, drop-after, late or hang
faults[1]: a string is expected
changes[0]: do: "trsh" is not a change. Did you mean "trash"? Expected: add, patch, purge, fail, trash, undelete, expire-external-id or set-clock
changes[1]: when: expected exactly one of when and after, with the requests to match
changes[2]: with: trash takes no data
changes[3]: when: expected exactly one of when and after, with the requests to match
changes[4]: with: an object is expected
changes[5]: do: add takes neither id nor name
changes[6]: name: an id is also given
changes[7]: unknown member "nme". Did you mean "name"? Expected: when, after, do, id, name and with
changes[8]: when: "sometimes" is not a call. Expected: any, read, write, create-external-id, check-external-id, delete-external-id, list, create, get, update, delete, undelete, enable, disable, search or search-deleted, a method or a path)");
  }

  TEST_CASE("an invalid scenario is refused") {
    CHECK(read_scenario("{", {}).error().kind == ErrorKind::Corrupt);
    CHECK(read_scenario("{}", {}).error().kind == ErrorKind::Corrupt);
    CHECK(read_scenario(R"({"format": "waveform-scenario", "version": 2})", {}).error().kind ==
          ErrorKind::Unsupported);
    CHECK(mistakes_of(R"("options": 1, "data": 2, "faults": 3, "changes": 4)") ==
          "options: an object is expected\nfaults: a list is expected\nchanges: a list is expected\ndata: an "
          "object is expected");
  }

  TEST_CASE("every option, fault and change has its line in docs/simulator.md") {
    const auto page = base::read_file(WAVEFORM_SOURCE_DIR "/docs/simulator.md");
    REQUIRE(page);
    const auto has_line = [&](std::string_view name) {
      CAPTURE(name);
      CHECK(page->find(fmt::format("\n| `{}`", name)) != std::string::npos);
    };
    for (const OptionRow& row : option_rows()) has_line(row.name);
    for (const ChangeKind& kind : change_kinds()) has_line(kind.name);
  }

  TEST_CASE("the examples are scenarios") {
    for (const char* name : {"clicks", "flaky", "older"}) {
      const auto text =
          base::read_file(fmt::format("{}/examples/simulator/{}.json", WAVEFORM_SOURCE_DIR, name));
      REQUIRE(text);
      CHECK(read_scenario(*text, {}));
    }
  }

  TEST_CASE("the scenario in docs/simulator.md is the one of the examples") {
    const auto page = base::read_file(WAVEFORM_SOURCE_DIR "/docs/simulator.md");
    const auto example = base::read_file(WAVEFORM_SOURCE_DIR "/examples/simulator/clicks.json");
    REQUIRE(page);
    REQUIRE(example);
    CHECK(page->find("```json\n" + *example + "```\n") != std::string::npos);
  }

  TEST_CASE("options that are written and read again are equal") {
    Options options;
    const Value written = write_options(options);
    Options again;
    for (const auto& [name, value] : written.as_map()) CHECK(set_option(again, name, value));
    CHECK(write_options(again) == written);
  }
}

}  // namespace
}  // namespace waveform::provider::simulator
