#include "provider/simulator/fault.h"

#include <algorithm>

#include "tests/provider/simulator/cluster.h"

namespace waveform::provider::simulator {
namespace {

using base::ErrorKind;

// Which of `count` lists the fault affects: "x" for each, "." for the others.
std::string pattern(const std::string& spec, int count) {
  Cluster cluster;
  REQUIRE(cluster.simulator.add_fault(spec));
  std::string out;
  for (int i = 0; i < count; ++i) {
    const auto response = cluster.send("GET", "/api/v2/cloudintegration");
    out += response && response->status == 200 ? '.' : 'x';
  }
  return out;
}

TEST_SUITE("fault") {
  TEST_CASE("a fault affects the requests that it selects") {
    CHECK(pattern("list:status=503", 4) == "xxxx");
    CHECK(pattern("list:all:status=503", 4) == "xxxx");
    CHECK(pattern("list:2:status=503", 4) == ".x..");
    CHECK(pattern("list:first=2:status=503", 4) == "xx..");
    CHECK(pattern("list:after=2:drop-before", 4) == "..xx");
    CHECK(pattern("list:every=3:hang", 7) == "..x..x.");
    CHECK(pattern("list:p=0:status=503", 4) == "....");
    CHECK(pattern("list:p=1:status=503", 4) == "xxxx");
    CHECK(pattern("create:status=503", 4) == "....");
    CHECK(pattern("create, list:status=503", 2) == "xx");
    CHECK(pattern("read:status=503", 2) == "xx");
    CHECK(pattern("write:status=503", 2) == "..");
    CHECK(pattern("any:status=503", 2) == "xx");
    CHECK(pattern("GET:status=503", 2) == "xx");
    CHECK(pattern("POST:status=503", 2) == "..");
    CHECK(pattern("/api/*/cloudint*:status=503", 2) == "xx");
    CHECK(pattern("/api/v2:status=503", 2) == "..");
    CHECK(pattern("GET /api/v2/cloudintegration:status=503", 2) == "xx");
    CHECK(pattern("PUT /api/v2/cloudintegration:status=503", 2) == "..");
  }

  TEST_CASE("random faults are reproducible by seed, with about the given frequency") {
    const std::string strikes = pattern("list:p=0.3:status=503", 400);
    CHECK(strikes == pattern("list:p=0.3:status=503", 400));
    const auto count = std::count(strikes.begin(), strikes.end(), 'x');
    CHECK(count > 80);
    CHECK(count < 160);
  }

  TEST_CASE("faults differ in whether the call took effect") {
    struct {
      const char* spec;
      int live;
    } const rows[] = {{"create:drop-before", 0}, {"create:drop-after", 1},     {"create:status=500", 0},
                      {"create:html=502", 0},    {"create:hang", 0},           {"create:status-after=500", 1},
                      {"create:delay=1s", 1},    {"create:html-after=502", 1}, {"create:cut", 1},
                      {"create:cut-head", 1},    {"create:garbage", 1},        {"create:slow=1s", 1},
                      {"create:late=1s", 0}};
    for (const auto& row : rows) {
      Cluster cluster;
      const std::string body = base::write_json(cluster.ec2("web"));
      REQUIRE(cluster.simulator.add_fault(row.spec));
      const auto response = cluster.send("POST", "/api/v2/cloudintegration", body);
      CHECK_MESSAGE(cluster.live() == row.live, row.spec);
      if (!response) CHECK(response.error().kind == ErrorKind::InDoubt);
    }
  }

  TEST_CASE("faults differ in their responses") {
    struct {
      const char* spec;
      int status;  // 0: no complete response
      const char* words;
      int millis;
    } const rows[] = {{"list:status=503", 503, "Injected fault", 0},
                      {"list:html=502", 502, "<html>", 0},
                      {"list:html-after=502", 502, "<html>", 0},
                      {"list:garbage", 200, "<!--", 0},
                      {"list:slow=1s", 200, "totalItems", 1000},
                      {"list:slow=61s", 0, "", 60'000},
                      {"list:cut", 0, "", 0},
                      {"list:cut-head", 0, "", 0},
                      {"list:late=1s", 0, "", 0}};
    for (const auto& row : rows) {
      INFO(row.spec);
      Cluster cluster;
      REQUIRE(cluster.simulator.add_fault(row.spec));
      const auto response = cluster.send("GET", "/api/v2/cloudintegration");
      CHECK(cluster.clock.steady() == base::Millis(row.millis));
      CHECK((response ? response->status : 0) == row.status);
      if (response) CHECK(response->body.find(row.words) != std::string::npos);
      if (response)
        CHECK(base::parse_json(response->body).has_value() == (row.status == 503 || row.millis > 0));
      if (!response) CHECK(response.error().kind == ErrorKind::InDoubt);
    }
  }

  TEST_CASE("a late call takes effect once it is due, on any access") {
    Cluster cluster;
    const std::string first = base::write_json(cluster.ec2("first"));
    const std::string second = base::write_json(cluster.ec2("second"));
    REQUIRE(cluster.simulator.add_fault("create:1:late=3s"));
    REQUIRE(cluster.simulator.add_fault("create:2:late=1s"));
    REQUIRE(cluster.simulator.add_change(json(
        R"({"after": "create", "do": "patch", "name": "second", "with": {"serviceRefreshRateInMins": 7}})")));
    CHECK(!cluster.send("POST", "/api/v2/cloudintegration", first));
    CHECK(!cluster.send("POST", "/api/v2/cloudintegration", second));
    const auto held = [&] { return cluster.simulator.dump().get("integrations").as_list(); };
    CHECK(held().empty());
    cluster.clock.sleep(base::Millis(1000));
    REQUIRE(held().size() == 1);
    CHECK(held()[0].get("name") == base::Value("second"));
    CHECK(held()[0].get("serviceRefreshRateInMins") == base::Value(7));
    cluster.clock.sleep(base::Millis(2000));
    CHECK(cluster.live() == 2);
    CHECK(cluster.simulator.counters().by_call.at("create") == 2);
  }

  TEST_CASE("stale reads show earlier contents, but never from before the fault") {
    Cluster cluster;
    const std::string id = cluster.create_ec2("web");
    REQUIRE(cluster.simulator.add_fault("read,search,search-deleted:stale=5s"));
    cluster.clock.sleep(base::Millis(1000));
    const std::string second = cluster.create_ec2("second");
    REQUIRE(cluster.call("DELETE", "/cloudintegration/" + id).status == 200);
    const auto sees = [&] {
      return std::tuple(cluster.live(), cluster.binned(), cluster.get(second).status,
                        cluster.get(id).response.get("inTrash").as_bool());
    };
    CHECK(sees() == std::tuple(1, 0, 404, false));
    CHECK(cluster.call("GET", "/cloudintegration").response.get("totalItems") == base::Value(1));
    cluster.clock.sleep(base::Millis(4999));
    CHECK(sees() == std::tuple(1, 0, 404, false));
    cluster.clock.sleep(base::Millis(1));
    CHECK(sees() == std::tuple(1, 1, 200, true));
    REQUIRE(cluster.simulator.add_change(json(R"({"when": "list:1", "do": "purge", "name": "second"})")));
    cluster.call("GET", "/cloudintegration");
    CHECK(cluster.get(second).status == 200);
    cluster.clock.sleep(base::Millis(5000));
    CHECK(cluster.get(second).status == 404);
    cluster.simulator.clear_faults();
    REQUIRE(cluster.simulator.edit(&Service::restore, id));
    CHECK(sees() == std::tuple(1, 0, 404, false));
  }

  TEST_CASE("of two lags the longer one is used, together with delays and other faults") {
    Cluster cluster;
    for (const char* spec : {"get:stale=2s", "get:stale=1s", "get:delay=100ms", "get:2:status=503"})
      REQUIRE(cluster.simulator.add_fault(spec));
    cluster.clock.sleep(base::Millis(1));
    const std::string id = cluster.create_ec2("web");
    CHECK(cluster.get(id).status == 404);
    CHECK(cluster.clock.steady() == base::Millis(101));
    CHECK(cluster.get(id).status == 503);
    cluster.clock.sleep(base::Millis(1700));
    CHECK(cluster.get(id).status == 404);
    CHECK(cluster.get(id).status == 200);
  }

  TEST_CASE("faults can be listed and removed") {
    Cluster cluster;
    REQUIRE(cluster.simulator.add_fault("list:status=429"));
    CHECK(cluster.simulator.faults() == std::vector<std::string>{"list:status=429"});
    CHECK(cluster.send("GET", "/api/v2/cloudintegration")->body == "Too many requests");
    cluster.simulator.clear_faults();
    CHECK(cluster.call("GET", "/cloudintegration").status == 200);
  }

  TEST_CASE("a wrong spec says what was expected") {
    struct {
      const char* spec;
      const char* words;
    } const rows[] = {
        {"", "it has 1 part"},
        {"a:b:c:d", "it has 4 parts"},
        {"creat:drop-after", "Did you mean \"create\"?"},
        {"FETCH /x:drop-after", "is not a call"},
        {"create:0:drop-after", "is not a valid WHEN"},
        {"create:often:drop-after", "expected all, N, first=N"},
        {"create:every=0:drop-after", "is not a positive number"},
        {"create:p=2:drop-after", "is not a number from 0 to 1"},
        {"create:drop", "is not a kind of fault"},
        {"create:status=99", "is not a status from 200 to 599"},
        {"create:delay=5", "is not a duration"},
        {"create:hang=5", "hang takes no value"},
        {"create:late", "is not a duration"},
        {"create:html=9", "is not a status"},
    };
    for (const auto& row : rows) {
      const auto fault = parse_fault(row.spec);
      REQUIRE_MESSAGE(!fault, row.spec);
      CHECK(fault.error().kind == ErrorKind::Invalid);
      CHECK_MESSAGE(fault.error().message.find(row.words) != std::string::npos, fault.error().message);
    }
  }

  TEST_CASE("every kind of fault is documented and can be parsed") {
    for (const FaultKind& kind : fault_kinds()) {
      CHECK(!kind.documentation.empty());
      const std::string value = kind.argument == Argument::None         ? ""
                                : kind.argument == Argument::StatusCode ? "=503"
                                                                        : "=5s";
      CHECK(parse_fault("any:" + std::string(kind.name) + value));
    }
  }
}

}  // namespace
}  // namespace waveform::provider::simulator
