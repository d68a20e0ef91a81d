#include "provider/simulator/simulator.h"

#include <filesystem>
#include <set>

#include "base/digest.h"
#include "tests/provider/simulator/cluster.h"

namespace waveform::provider::simulator {
namespace {

using base::ErrorKind;
using base::Value;

TEST_SUITE("simulator") {
  TEST_CASE(
      "a created integration is read back with defaults and the service's values, without its external id") {
    Cluster cluster;
    const Answer made = cluster.create(cluster.ec2("web").with_path("service", "ec2"));
    REQUIRE(made.status == 200);
    const Answer read = cluster.get(made.response.get("id").as_string());
    CHECK(read.response.get("service") == Value("EC2"));
    CHECK(read.response.get("serviceRefreshRateInMins") == Value(5));
    CHECK(read.response.at_path("ec2.hostNameTags") == Value(Value::List{"hostname", "host", "name"}));
    CHECK(read.response.at_path("ec2.baseCredentials.externalId").is_null());
    CHECK(read.response.get("createdEpochMillis").is_integer());
    CHECK(read.response.get("creatorId") == Value("api@example.com"));
    for (const char* flag : {"disabled", "deleted", "inTrash", "forceSave"}) {
      CHECK(read.response.get(flag) == Value(false));
    }
  }

  TEST_CASE("older clusters return external ids") {
    Options options;
    options.secrets = Secrets::ExternalIds;
    Cluster cluster(options);
    const Value body = cluster.ec2("web");
    const Answer made = cluster.create(body);
    CHECK(made.response.at_path("ec2.baseCredentials.externalId") ==
          body.at_path("ec2.baseCredentials.externalId"));
  }

  TEST_CASE("counters change on every read and settings do not") {
    Cluster cluster;
    const std::string id = cluster.create_ec2("web");
    const Value first = cluster.get(id).response;
    const Value second = cluster.get(id).response;
    for (const char* counter : {"lastMetricCount", "lastProcessingTimestamp", "lastReceivedDataPointMs"}) {
      CHECK(!(first.get(counter) == second.get(counter)));
    }
    CHECK(first.get("ec2") == second.get("ec2"));
    CHECK(first.get("updatedEpochMillis") == second.get("updatedEpochMillis"));
  }

  TEST_CASE("created and updated times are all different") {
    Cluster cluster;
    std::set<std::int64_t> times;
    for (int i = 0; i < 5; ++i) {
      const std::string id = cluster.create_ec2(fmt::format("web {}", i));
      times.insert(cluster.get(id).response.get("createdEpochMillis").as_integer());
    }
    CHECK(times.size() == 5);
  }

  TEST_CASE("an invalid body is refused with a message") {
    Cluster cluster;
    const Value good = cluster.ec2("web");
    struct {
      Value body;
      std::string message;
    } const rows[] = {
        {good.with_path("id", "x"), "id must not be sent in a create"},
        {good.without_path("name"), "name is required"},
        {good.with_path("name", ""), "name is required"},
        {good.with_path("name", 5), "name must be a string"},
        {good.with_path("service", "EC3"), "Unknown service \"EC3\""},
        {good.without_path("ec2"), "ec2 is required for the service EC2"},
        {good.with_path("cloudTrail", Value::Map{}), "cloudTrail must not be sent for the service EC2"},
        {good.without_path("ec2.baseCredentials.roleArn"), "ec2.baseCredentials.roleArn is required"},
        {good.with_path("ec2.hostNameTags", "host"), "hostNameTags must be a list of strings"},
        {good.with_path("ec2.hostTags", Value::List{}), "Unrecognized field \"hostTags\""},
        {good.with_path("tags", "x"), "Unrecognized field \"tags\""},
        {good.with_path("serviceRefreshRateInMins", 0), "serviceRefreshRateInMins must be at least 1"},
        {good.with_path("lastErrorEvent", Value::Map{}), "lastErrorEvent must not be sent"},
        {Value::List{}, "The body must be an object"},
    };
    for (const auto& row : rows) {
      const Answer answer = cluster.create(row.body);
      CHECK(answer.status == 400);
      CHECK(answer.message == row.message);
    }
    CHECK(cluster.call("POST", "/cloudintegration", "{").message == "The body is not JSON");
    CHECK(cluster.live() == 0);
  }

  TEST_CASE("secrets are read back as placeholders, which keep them and are not secrets themselves") {
    Cluster cluster;
    const Value body = json(R"({"name": "x", "service": "GCPBILLING", "gcpBilling": {
      "projectId": "p", "gcpApiKey": "the key", "gcpJsonKey": "{\"private_key\": \"k\"}"}})");
    const auto made = cluster.create(body);
    REQUIRE(made.status == 200);
    const std::string id = made.response.get("id").as_string();
    const Value read = cluster.get(id).response;
    CHECK(read.at_path("gcpBilling.gcpApiKey") == Value("saved_api_key"));
    CHECK(read.at_path("gcpBilling.gcpJsonKey") == Value(R"({"project_id": "p"})"));
    CHECK(cluster.put(id, read.with_path("name", "y").with_path("gcpBilling.projectId", "q")).status == 200);
    const auto held = [&](const std::string& path) {
      return cluster.simulator.dump().get("integrations").as_list()[0].at_path(path);
    };
    CHECK(held("name") == Value("y"));
    CHECK(held("gcpBilling.gcpApiKey") == Value("the key"));
    CHECK(held("gcpBilling.gcpJsonKey") == Value(R"({"private_key": "k"})"));
    CHECK(cluster.create(body.with_path("gcpBilling.gcpApiKey", "saved_api_key")).message ==
          "gcpBilling.gcpApiKey is a placeholder");
    CHECK(cluster.put(id, read.without_path("gcpBilling.gcpApiKey")).message ==
          "gcpBilling.gcpApiKey is required");
  }

  TEST_CASE("a secret without a placeholder is not returned, and a PUT without it is refused") {
    Cluster cluster;
    const auto made =
        cluster.create(json(R"({"name": "x", "service": "newrelic", "newRelic": {"apiKey": "k"}})"));
    REQUIRE(made.status == 200);
    const std::string id = made.response.get("id").as_string();
    const Value read = cluster.get(id).response;
    CHECK(read.get("service") == Value("NEWRELIC"));
    CHECK(read.at_path("newRelic.apiKey").is_null());
    CHECK(cluster.put(id, read).message == "newRelic.apiKey is required");
    CHECK(
        cluster
            .put(id, read.with_path("newRelic.apiKey", "k").with_path("newRelic.newRelicMetricFilters", "x"))
            .message == "newRelicMetricFilters must be a list of objects");
  }

  TEST_CASE("the vendor's example bodies are accepted") {
    Cluster cluster;
    for (
        const char* body :
        {R"x({"name": "CloudTrail integration", "service": "CLOUDTRAIL", "cloudTrail": {"region": "us-west-2",
              "prefix": "AWSLogs", "bucketName": "example-cloudtrails", "baseCredentials":
              {"roleArn": "arn:aws:iam::123456789012:role/wavefront"}, "filterRule": ""}})x",
         R"x({"name": "CloudWatch integration", "service": "CLOUDWATCH", "cloudWatch": {"baseCredentials":
              {"roleArn": "arn:aws:iam::123456789012:role/wavefront"}, "metricFilterRegex":
              "^aws.(sqs|ec2|ebs|elb).*$", "pointTagFilterRegex": "(region|name)"}, "serviceRefreshRateInMins": 5})x"}) {
      const Value given = json(body);
      const std::string object = given.get("cloudTrail").is_map() ? "cloudTrail" : "cloudWatch";
      const Answer made =
          cluster.create(given.with_path(object + ".baseCredentials.externalId", cluster.external_id()));
      CHECK_MESSAGE(made.status == 200, made.message);
    }
    CHECK(cluster.live() == 2);
  }

  TEST_CASE("a create without a valid external id gets no response and has no effect") {
    Cluster cluster;
    const Value good = cluster.ec2("web");
    const auto create = [&](const Value& body) {
      return cluster.send("POST", "/api/v2/cloudintegration", base::write_json(body));
    };
    CHECK(create(good.without_path("ec2.baseCredentials.externalId")).error().kind == ErrorKind::InDoubt);
    CHECK(create(good.with_path("ec2.baseCredentials.externalId", "wave00000000")).error().kind ==
          ErrorKind::InDoubt);
    CHECK(create(good.with_path("forceSave", true).without_path("ec2.baseCredentials.externalId"))
              .error()
              .kind == ErrorKind::InDoubt);
    cluster.clock.sleep(std::chrono::hours(2));
    CHECK(create(good).error().kind == ErrorKind::InDoubt);
    CHECK(cluster.live() == 0);
  }

  TEST_CASE("an external id is valid for one role, and for all its integrations") {
    Cluster cluster;
    const Value body = cluster.ec2("one");
    CHECK(cluster.create(body).status == 200);
    CHECK(cluster.create(body.with_path("name", "two")).status == 200);
    const Value other = body.with_path("ec2.baseCredentials.roleArn", "arn:aws:iam::123456789012:role/other");
    CHECK(!cluster.send("POST", "/api/v2/cloudintegration", base::write_json(other)));
  }

  TEST_CASE("the credential of another integration can be reused") {
    Cluster cluster;
    const std::string first = cluster.create_ec2("one");
    const Value body = cluster.ec2("two").without_path("ec2.baseCredentials.externalId");
    const Answer second = cluster.create(body.with_path("reuseExternalIdCredential", first));
    CHECK(second.status == 200);
    CHECK(second.response.get("reuseExternalIdCredential").is_null());
  }

  TEST_CASE("external ids are valid until they expire or are deleted") {
    Cluster cluster;
    const std::string path = "/cloudintegration/awsExternalId/";
    const std::string id = cluster.external_id();
    CHECK(id.starts_with("wave"));
    CHECK(cluster.call("GET", path + id).status == 200);
    CHECK(cluster.call("GET", path + "wave00000000").status == 404);
    CHECK(cluster.call("DELETE", path + id).status == 200);
    CHECK(cluster.call("DELETE", path + id).status == 404);
    const std::string old = cluster.external_id();
    cluster.clock.sleep(std::chrono::hours(2));
    CHECK(cluster.call("GET", path + old).status == 404);
  }

  TEST_CASE("a PUT resets missing fields, and keeps the secret, the times and disabled") {
    Cluster cluster;
    const Answer made = cluster.create(cluster.ec2("web")
                                           .with_path("ec2.hostNameTags", Value::List{"host"})
                                           .with_path("additionalTags", Value::Map{{"env", "prod"}})
                                           .with_path("serviceRefreshRateInMins", 10));
    const std::string id = made.response.get("id").as_string();
    cluster.call("POST", "/cloudintegration/" + id + "/disable");
    const Value body = json(
        R"({"name": "web 2", "service": "EC2", "ec2": {"baseCredentials": {"roleArn": "arn:aws:iam::123456789012:role/wavefront"}}})");
    const Answer put = cluster.put(id, body);
    REQUIRE(put.status == 200);
    CHECK(put.response.get("name") == Value("web 2"));
    CHECK(put.response.at_path("ec2.hostNameTags") == Value(Value::List{"hostname", "host", "name"}));
    CHECK(put.response.get("additionalTags").is_null());
    CHECK(put.response.get("serviceRefreshRateInMins") == Value(5));
    CHECK(put.response.get("createdEpochMillis") == made.response.get("createdEpochMillis"));
    CHECK(put.response.get("updatedEpochMillis").as_integer() >
          made.response.get("updatedEpochMillis").as_integer());
    CHECK(put.response.get("disabled") == Value(true));
    CHECK(cluster.simulator.dump()
              .get("integrations")
              .as_list()[0]
              .at_path("ec2.baseCredentials.externalId")
              .is_string());
  }

  TEST_CASE("the result of a GET can be PUT back, except lastErrorEvent") {
    Cluster cluster;
    const std::string id = cluster.create_ec2("web");
    REQUIRE(cluster.simulator.fail_credentials(id));
    const Value body = cluster.get(id).response;
    CHECK(cluster.put(id, body).message == "lastErrorEvent must not be sent");
    CHECK(cluster.put(id, body.without_path("lastErrorEvent")).status == 200);
    CHECK(cluster.get(id).response.get("lastErrorEvent").is_map());
  }

  TEST_CASE("a PUT is refused for another id, another service, a deleted or a missing integration") {
    Cluster cluster;
    const std::string id = cluster.create_ec2("web");
    const Value body = cluster.get(id).response;
    CHECK(cluster.put(id, body.with_path("id", "other")).message ==
          "The id in the body is not the id in the path");
    const Value moved =
        body.with_path("service", "CLOUDWATCH")
            .with_path("cloudWatch.baseCredentials.roleArn", "arn:aws:iam::123456789012:role/w")
            .without_path("ec2");
    CHECK(cluster.put(id, moved).message == "service cannot be changed");
    CHECK(cluster.put("nothing", body.without_path("id")).status == 404);
    cluster.call("DELETE", "/cloudintegration/" + id);
    CHECK(cluster.put(id, body).status == 400);
  }

  TEST_CASE("a delete goes into the recycle bin, the next one is permanent") {
    Cluster cluster;
    const std::string id = cluster.create_ec2("web");
    const Answer first = cluster.call("DELETE", "/cloudintegration/" + id + "?skipTrash=false");
    CHECK(first.status == 200);
    CHECK(cluster.get(id).response.get("inTrash") == Value(true));
    CHECK(cluster.get(id).response.get("deleted") == Value(true));
    CHECK(cluster.live() == 0);
    CHECK(cluster.binned() == 1);
    CHECK(cluster.call("DELETE", "/cloudintegration/" + id).status == 200);
    CHECK(cluster.get(id).status == 404);
    CHECK(cluster.binned() == 0);
    CHECK(cluster.call("DELETE", "/cloudintegration/" + id).status == 404);
  }

  TEST_CASE("skipTrash deletes permanently") {
    Cluster cluster;
    const std::string id = cluster.create_ec2("web");
    cluster.create_ec2("other");
    CHECK(cluster.call("DELETE", "/cloudintegration/" + id + "?skipTrash=true").status == 200);
    CHECK(cluster.get(id).status == 404);
    CHECK(cluster.live() == 1);
    CHECK(cluster.binned() == 0);
  }

  TEST_CASE("undelete keeps the id, and works once") {
    Cluster cluster;
    const std::string id = cluster.create_ec2("web");
    const std::string path = "/cloudintegration/" + id;
    CHECK(cluster.call("POST", path + "/undelete").status == 400);
    cluster.call("DELETE", path);
    CHECK(cluster.call("POST", path + "/undelete").response.get("inTrash") == Value(false));
    CHECK(cluster.live() == 1);
    CHECK(cluster.call("POST", "/cloudintegration/nothing/undelete").status == 404);
  }

  TEST_CASE("enable and disable work, but not for a deleted integration") {
    Cluster cluster;
    const std::string id = cluster.create_ec2("web");
    const std::string path = "/cloudintegration/" + id;
    CHECK(cluster.call("POST", path + "/disable").response.get("disabled") == Value(true));
    CHECK(cluster.call("POST", path + "/enable").response.get("disabled") == Value(false));
    cluster.call("DELETE", path);
    CHECK(cluster.call("POST", path + "/enable").status == 400);
    CHECK(cluster.call("POST", path + "/disable").status == 400);
  }

  TEST_CASE("the list has pages") {
    Cluster cluster;
    for (int i = 0; i < 5; ++i) cluster.create_ec2(fmt::format("web {}", i));
    const Value first = cluster.call("GET", "/cloudintegration?offset=0&limit=2").response;
    CHECK(first.get("items").as_list().size() == 2);
    CHECK(first.get("moreItems") == Value(true));
    CHECK(first.get("totalItems") == Value(5));
    const Value last = cluster.call("GET", "/cloudintegration?offset=4&limit=2").response;
    CHECK(last.get("items").as_list()[0].get("name") == Value("web 4"));
    CHECK(last.get("moreItems") == Value(false));
    CHECK(cluster.call("GET", "/cloudintegration").response.get("limit") == Value(100));
    CHECK(cluster.call("GET", "/cloudintegration?limit=1001").status == 400);
    CHECK(cluster.call("GET", "/cloudintegration?limit=some").status == 400);
    CHECK(cluster.call("GET", "/cloudintegration?offset=-1").status == 400);
  }

  TEST_CASE("users and times can be left out of responses") {
    Options options;
    options.hide_times = options.hide_users = true;
    Cluster cluster(options);
    const std::string id = cluster.create_ec2("web");
    const Value listed = cluster.call("GET", "/cloudintegration").response.get("items").as_list()[0];
    for (const Value& body : {cluster.get(id).response, listed}) {
      for (const char* key : {"createdEpochMillis", "updatedEpochMillis", "creatorId", "updaterId"})
        CHECK(body.get(key).is_null());
    }
    CHECK(cluster.simulator.dump().get("integrations").as_list()[0].get("creatorId").is_string());
  }

  TEST_CASE("clusters differ: deleted integrations in the list, small pages, null for empty lists") {
    Options options;
    options.list_trash = true;
    options.page_cap = 1;
    options.null_lists = true;
    Cluster cluster(options);
    CHECK(cluster.call("GET", "/cloudintegration").response.get("items").is_null());
    const std::string id = cluster.create_ec2("web");
    cluster.create_ec2("other");
    cluster.call("DELETE", "/cloudintegration/" + id);
    const Value page = cluster.call("GET", "/cloudintegration?limit=1000").response;
    CHECK(page.get("items").as_list().size() == 1);
    CHECK(page.get("items").as_list()[0].get("inTrash") == Value(true));
    CHECK(page.get("moreItems") == Value(true));
    CHECK(cluster.live() == 1);
  }

  TEST_CASE("a search matches by name, id, service and any path") {
    Cluster cluster;
    const std::string id = cluster.create_ec2("Web one");
    cluster.create_ec2("web.two");
    const auto found = [&](const std::string& key, const std::string& value, const std::string& method) {
      return cluster.total("/search/cloudintegration",
                           fmt::format(R"({{"query": [{{"key": "{}", "value": "{}"{}}}]}})", key, value,
                                       method.empty() ? "" : R"(, "matchingMethod": ")" + method + "\""));
    };
    CHECK(found("name", "WEB", "") == 2);
    CHECK(found("name", "one", "CONTAINS") == 1);
    CHECK(found("name", "we", "STARTSWITH") == 2);
    CHECK(found("name", "web", "EXACT") == 0);
    CHECK(found("name", "web", "TAGPATH") == 1);
    CHECK(found("id", id, "EXACT") == 1);
    CHECK(found("service", "EC2", "EXACT") == 2);
    CHECK(found("ec2.baseCredentials.roleArn", "role/wave", "CONTAINS") == 2);
    CHECK(cluster.call("POST", "/search/cloudintegration", R"({"query": [{"key": "name"}]})").status == 400);
    CHECK(cluster.call("POST", "/search/cloudintegration", R"({"limit": 2000})").status == 400);
    CHECK(cluster
              .call("POST", "/search/cloudintegration",
                    R"({"query": [{"key": "name", "value": "x", "matchingMethod": "LIKE"}]})")
              .status == 400);
  }

  TEST_CASE("unknown fields survive when sent back and are reset when left out") {
    Options options;
    options.unknown_fields = true;
    Cluster cluster(options);
    const std::string id = cluster.create_ec2("web");
    REQUIRE(cluster.simulator.patch(id, json(R"({"ingestionProfile": {"tier": "gold"}})")));
    const Value body = cluster.get(id).response;
    CHECK(body.at_path("ingestionProfile.tier") == Value("gold"));
    CHECK(body.at_path("ec2.pollingMode") == Value("default"));
    CHECK(cluster.put(id, body).response.at_path("ingestionProfile.tier") == Value("gold"));
    CHECK(cluster.put(id, body.without_path("ingestionProfile")).response.at_path("ingestionProfile.tier") ==
          Value("standard"));
  }

  TEST_CASE("only the right token is valid") {
    Options options;
    options.token = "good";
    Cluster cluster(options);
    CHECK(cluster.call("GET", "/cloudintegration").status == 401);
    CHECK(cluster.call("GET", "/cloudintegration", "", {{"Authorization", "Bearer bad"}}).status == 401);
    CHECK(cluster.call("GET", "/cloudintegration", "", {{"authorization", "Bearer good"}}).status == 200);
  }

  TEST_CASE("unknown paths are 404 and wrong methods 405, in the envelope") {
    Cluster cluster;
    CHECK(cluster.call("GET", "/alert").status == 404);
    CHECK(cluster.call("DELETE", "/cloudintegration").status == 405);
    CHECK(cluster.call("GET", "/cloudintegration/awsExternalId").status == 405);
    CHECK(cluster.call("PATCH", "/cloudintegration/some").status == 405);
  }

  TEST_CASE("requests beyond the rate limit are refused until the second has passed") {
    Options options;
    options.requests_per_second = 2;
    Cluster cluster(options);
    cluster.call("GET", "/cloudintegration");
    cluster.call("GET", "/cloudintegration");
    const auto refused = cluster.send("GET", "/api/v2/cloudintegration");
    REQUIRE(refused);
    CHECK(refused->status == 429);
    CHECK(refused->body == "Too many requests");
    CHECK(http::header(refused->headers, "retry-after") == "1");
    cluster.clock.sleep(base::Millis(1000));
    CHECK(cluster.call("GET", "/cloudintegration").status == 200);
  }

  TEST_CASE("latency passes on the clock, and ends at the request's timeout") {
    Options options;
    options.latency = base::Millis(200);
    Cluster cluster(options);
    const auto start = cluster.clock.steady();
    cluster.call("GET", "/cloudintegration");
    CHECK((cluster.clock.steady() - start).count() == 200);
    REQUIRE(cluster.simulator.add_fault("any:delay=2m"));
    CHECK(cluster.send("GET", "/api/v2/cloudintegration").error().kind == ErrorKind::InDoubt);
    CHECK((cluster.clock.steady() - start).count() == 60'200);
  }

  TEST_CASE("the log distinguishes reads from writes and contains no external id") {
    Cluster cluster;
    const std::string external = cluster.external_id();
    cluster.call("GET", "/cloudintegration/awsExternalId/" + external);
    cluster.call("GET", "/cloudintegration?limit=5");
    cluster.live();
    const auto log = cluster.simulator.log();
    REQUIRE(log.size() == 4);
    CHECK(log[0].write);
    CHECK(log[1].path == "/api/v2/cloudintegration/awsExternalId/*");
    CHECK(log[2].path == "/api/v2/cloudintegration?limit=5");
    CHECK(log[2].call == "list");
    CHECK(!log[3].write);
    CHECK(cluster.simulator.counters().writes == 1);
    CHECK(cluster.simulator.counters().by_call.at("search") == 1);
    cluster.simulator.clear_log();
    CHECK(cluster.simulator.log().empty());
    CHECK(cluster.simulator.counters().requests == 0);
  }

  TEST_CASE("equal seeds result in equal ids") {
    Cluster one;
    Cluster two;
    CHECK(one.create_ec2("web") == two.create_ec2("web"));
  }

  TEST_CASE("a data file keeps everything over a restart") {
    const base::Path file = std::filesystem::temp_directory_path() /
                            fmt::format("waveform-simulator-{}.json", base::random_hex(8));
    Value before;
    {
      Cluster cluster;
      REQUIRE(cluster.simulator.keep_in(file));
      const std::string id = cluster.create_ec2("web");
      cluster.create_ec2("gone");
      cluster.call("DELETE", "/cloudintegration/" + id);
      before = cluster.simulator.dump();
    }
    Cluster again;
    REQUIRE(again.simulator.keep_in(file));
    CHECK(again.simulator.dump() == before);
    CHECK(again.live() == 1);
    CHECK(again.binned() == 1);
    again.create_ec2("third");  // with the seed of the first run, but another id
    CHECK(again.live() == 2);
    std::filesystem::remove(file);
  }

  TEST_CASE("data of another form is refused and changes nothing") {
    Cluster cluster;
    cluster.create_ec2("web");
    CHECK(cluster.simulator.load(json("{}")).error().kind == ErrorKind::Corrupt);
    CHECK(cluster.simulator.load(json(R"({"format": "waveform-simulator", "version": 2})")).error().kind ==
          ErrorKind::Unsupported);
    CHECK(cluster.simulator
              .load(json(R"({"format": "waveform-simulator", "version": 1, "integrations": [{}]})"))
              .error()
              .kind == ErrorKind::Corrupt);
    CHECK(cluster.live() == 1);
  }
}

}  // namespace
}  // namespace waveform::provider::simulator
