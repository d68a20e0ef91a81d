#include "provider/simulator/control.h"

#include "tests/provider/simulator/cluster.h"

namespace waveform::provider::simulator {
namespace {

using base::Value;

struct Page {
  int status = 0;
  Value body;
};

struct Console : Cluster {
  using Cluster::Cluster;
  Page ask(const std::string& method, const std::string& path, std::string_view body = "") {
    const auto response = send(method, "/simulator/" + path, body);
    REQUIRE(response);
    return {response->status, json(response->body)};
  }
};

TEST_SUITE("simulator control") {
  TEST_CASE("a patch from the console shows who made it and when") {
    Console cluster;
    const std::string id = cluster.create_ec2("web");
    const Value before = cluster.get(id).response;
    CHECK(cluster.ask("PATCH", "integrations/" + id, R"({"name": "renamed", "ec2": {"hostNameTags": null}})")
              .status == 200);
    const Value after = cluster.get(id).response;
    CHECK(after.get("name") == Value("renamed"));
    CHECK(after.at_path("ec2.hostNameTags").is_null());
    CHECK(after.at_path("ec2.baseCredentials.roleArn") == before.at_path("ec2.baseCredentials.roleArn"));
    CHECK(after.get("updaterId") == Value("console@example.com"));
    CHECK(after.get("updatedEpochMillis").as_integer() > before.get("updatedEpochMillis").as_integer());
    CHECK(cluster.ask("PATCH", "integrations/" + id, R"({"service": "CLOUDWATCH"})").status == 400);
  }

  TEST_CASE("failing credentials disable an integration and leave an event, until it is enabled") {
    Console cluster;
    const std::string id = cluster.create_ec2("web");
    CHECK(cluster.ask("POST", "integrations/" + id + "/fail").status == 200);
    const Value failed = cluster.get(id).response;
    CHECK(failed.get("disabled") == Value(true));
    CHECK(failed.at_path("lastErrorEvent.annotations.errorMessage") ==
          Value("Cannot access cloudwatch with given credentials"));
    CHECK(failed.at_path("lastErrorEvent.runningState") == Value("ONGOING"));
    cluster.call("POST", "/cloudintegration/" + id + "/enable");
    CHECK(cluster.get(id).response.at_path("lastErrorEvent.runningState") == Value("ENDED"));
    cluster.ask("POST", "integrations/" + id + "/fail", R"({"message": "No such role"})");
    CHECK(cluster.get(id).response.get("lastError") == Value("No such role"));
  }

  TEST_CASE("integrations are created, deleted, undeleted and purged from outside") {
    Console cluster;
    const Page made = cluster.ask("POST", "integrations", R"({"name": "by hand", "service": "EC2"})");
    REQUIRE(made.status == 200);
    const std::string path = "integrations/" + made.body.get("id").as_string();
    CHECK(cluster.live() == 1);
    CHECK(cluster.ask("POST", path + "/trash").status == 200);
    CHECK(cluster.binned() == 1);
    CHECK(cluster.ask("POST", path + "/undelete").status == 200);
    CHECK(cluster.live() == 1);
    CHECK(cluster.ask("DELETE", path).status == 200);
    CHECK(cluster.live() == 0);
    CHECK(cluster.ask("DELETE", path).status == 404);
  }

  TEST_CASE("an integration made from outside keeps the id and times it is given") {
    Console cluster;
    const char* body =
        R"({"id": "one", "name": "x", "service": "EC2", "createdEpochMillis": 5, "disabled": true})";
    CHECK(cluster.ask("POST", "integrations", body).body.get("id") == Value("one"));
    CHECK(cluster.get("one").response.get("createdEpochMillis") == Value(5));
    CHECK(cluster.get("one").response.get("disabled") == Value(true));
    CHECK(cluster.ask("POST", "integrations", body).status == 400);
    CHECK(cluster.ask("POST", "integrations", R"({"name": "x"})").status == 400);
  }

  TEST_CASE("the content of one simulator can be loaded into another") {
    Console one;
    one.create_ec2("web");
    const Value dump = one.ask("GET", "dump").body;
    CHECK(dump.get("integrations").as_list()[0].at_path("ec2.baseCredentials.externalId").is_string());
    Console two;
    CHECK(two.ask("PUT", "dump", base::write_json(dump)).status == 200);
    CHECK(two.ask("GET", "dump").body == dump);
  }

  TEST_CASE("the log and the counters do not see the control endpoints") {
    Console cluster;
    cluster.create_ec2("web");
    cluster.ask("GET", "dump");
    CHECK(cluster.ask("GET", "log").body.as_list().size() == 2);
    const Value counters = cluster.ask("GET", "counters").body;
    CHECK(counters.get("writes") == Value(2));
    CHECK(counters.at_path("byCall.create") == Value(1));
    CHECK(cluster.ask("DELETE", "log").status == 200);
    CHECK(cluster.ask("GET", "counters").body.get("requests") == Value(0));
  }

  TEST_CASE("faults come and go over the wire") {
    Console cluster;
    CHECK(cluster.ask("POST", "faults", R"({"fault": "list:status=503"})").status == 200);
    CHECK(cluster.ask("GET", "faults").body == Value(Value::List{"list:status=503"}));
    CHECK(cluster.call("GET", "/cloudintegration").status == 503);
    CHECK(cluster.ask("DELETE", "faults").status == 200);
    CHECK(cluster.call("GET", "/cloudintegration").status == 200);
    CHECK(cluster.ask("POST", "faults", R"({"fault": "list"})").status == 400);
    CHECK(cluster.ask("POST", "faults", "{}").status == 400);
  }

  TEST_CASE("an external id can be expired") {
    Console cluster;
    const std::string id = cluster.external_id();
    CHECK(cluster.ask("POST", "external-ids/" + id + "/expire").status == 200);
    CHECK(cluster.call("GET", "/cloudintegration/awsExternalId/" + id).status == 404);
    CHECK(cluster.ask("POST", "external-ids/other/expire").status == 404);
  }

  TEST_CASE("the service's clock is set ahead and behind, and external ids age with it") {
    Console cluster;
    const std::string id = cluster.create_ec2("web");
    const std::string external_id = cluster.external_id();
    const auto made = [&](const char* name) {
      return cluster.get(cluster.create_ec2(name)).response.get("createdEpochMillis").as_integer();
    };
    CHECK(cluster.ask("POST", "clock", R"({"ahead": "2h"})").status == 200);
    CHECK(made("late") == cluster.clock.now_epoch_millis() + 7'200'000);
    CHECK(cluster.call("GET", "/cloudintegration/awsExternalId/" + external_id).status == 404);
    CHECK(cluster.ask("POST", "clock", R"({"behind": "30m"})").status == 200);
    CHECK(made("early") == cluster.clock.now_epoch_millis() - 1'800'000);
    CHECK(cluster.call("GET", "/cloudintegration/awsExternalId/" + external_id).status == 200);
    for (const char* body : {"{}", R"({"ahead": "2"})", R"({"ahead": 2})",
                             R"({"ahead": "1s", "behind": "1s"})", R"({"at": "1s"})"})
      CHECK(cluster.ask("POST", "clock", body).status == 400);
  }

  TEST_CASE("the log contains the times of requests and responses") {
    Console cluster;
    REQUIRE(cluster.simulator.add_fault("create:delay=300ms"));
    REQUIRE(cluster.simulator.add_fault("create:slow=200ms"));
    const auto now = cluster.clock.now_epoch_millis();
    cluster.create_ec2("web");
    const Value entry = cluster.ask("GET", "log").body.as_list()[1];
    CHECK(entry.get("call") == Value("create"));
    CHECK(entry.get("atEpochMillis") == Value(now));
    CHECK(entry.get("untilEpochMillis") == Value(now + 500));
  }

  TEST_CASE("control needs no token, and unknown endpoints and bodies are refused") {
    Options options;
    options.token = "good";
    Console cluster(options);
    CHECK(cluster.ask("GET", "dump").status == 200);
    CHECK(cluster.ask("GET", "nothing").status == 404);
    CHECK(cluster.ask("DELETE", "integrations").status == 404);
    CHECK(cluster.ask("POST", "faults", "{").status == 400);
  }
}

}  // namespace
}  // namespace waveform::provider::simulator
