#include "provider/wire.h"

#include <doctest/doctest.h>

#include "base/json.h"
#include "provider/services/catalog.h"
#include "tests/provider/simulator/cluster.h"

namespace waveform::provider {
namespace {

using base::Value;
using simulator::json;

const Catalog kCatalog = services::catalog();
const ResourceType& kEc2 = *kCatalog.find_service("EC2");

const char* kBody = R"({
  "id": "i-1", "name": "main", "service": "ec2", "disabled": true, "inTrash": false, "forceSave": false,
  "serviceRefreshRateInMins": 5, "additionalTags": {}, "lastMetricCount": 7, "lastErrorEvent": {"x": 1},
  "unknownField": {"kept": true},
  "ec2": {"baseCredentials": {"roleArn": "r", "externalId": "wave1"}, "hostNameTags": ["b", "a"],
          "metricFilterRegex": 7, "pointTagFilterRegex": "", "pollingMode": "slow"}})";

}  // namespace

TEST_CASE("a body is read by the table, without secrets, empty values and wrong types") {
  CHECK(base::write_json(Value(read_attributes(kEc2, json(kBody)))) ==
        R"({"enabled":false,"hostname_tags":["a","b"],"id":"i-1","in_trash":false,"last_metric_count":7,)"
        R"("metric_filter_regex":"7","name":"main","role_arn":"r","service":"ec2",)"
        R"("service_refresh_rate_in_minutes":5})");
  CHECK(base::write_json(Value(read_attributes(kEc2, json("{}")))) == "{\"enabled\":true}");
  CHECK(read_attributes(kEc2, json("[]")).size() == 1);
  CHECK(!read_attributes(kEc2, json(R"({"name": ["x"], "ec2": []})")).contains("name"));
  CHECK(!read_attributes(kEc2, json(R"({"additionalTags": {"a": null}})")).contains("additional_tags"));
}

TEST_CASE("a create sends given values and defaults, the service in upper case, nothing computed") {
  CHECK(base::write_json(create_body(kEc2, {{"name", "main"},
                                            {"service", "ec2"},
                                            {"role_arn", "r"},
                                            {"external_id", "wave1"},
                                            {"enabled", false},
                                            {"force_save", true},
                                            {"id", "i-1"},
                                            {"hostname_tags", Value()}})) ==
        R"({"ec2":{"baseCredentials":{"externalId":"wave1","roleArn":"r"}},"forceSave":true,"name":"main",)"
        R"("service":"EC2","serviceRefreshRateInMins":5})");
  CHECK(create_body(kEc2, {{"service_refresh_rate_in_minutes", 9}}).get("serviceRefreshRateInMins") ==
        Value(9));
}

TEST_CASE("an empty string is not a value of an enumeration: nothing is sent") {
  const ResourceType type{
      .attributes = {{.name = "site", .wire = "site", .allowed = {"US"}, .refuses_others = true}}};
  CHECK(base::write_json(create_body(type, {{"site", ""}})) == R"({"service":""})");
  CHECK(create_body(type, {{"site", "EU"}}).get("site") == Value("EU"));
  CHECK(base::write_json(update_body(type, json(R"({"site": "US"})"), {{"site", ""}}, {})) == "{}");
}

TEST_CASE("an update replaces our attributes: the rest survives, lastErrorEvent is removed") {
  auto body = update_body(kEc2, json(kBody), {{"name", "new"}, {"external_id", "wave2"}, {"enabled", true}},
                          {"hostname_tags", "service_refresh_rate_in_minutes", "enabled"});
  auto expected = json(kBody)
                      .with_path("name", "new")
                      .with_path("ec2.baseCredentials.externalId", "wave2")
                      .without_path("ec2.hostNameTags")
                      .without_path("lastErrorEvent");
  CHECK(base::write_json(body) == base::write_json(expected));
}

TEST_CASE("a secret that an update does not send is replaced by its placeholder, if there is one") {
  const auto& azure = *kCatalog.find_service("AZURE");
  auto current = json(R"({"azure": {"baseCredentials": {"clientId": "c", "clientSecret": ""}}})");
  CHECK(update_body(azure, current, {{"name", "x"}}, {}).at_path("azure.baseCredentials.clientSecret") ==
        Value("saved_secret"));
  CHECK(update_body(azure, current, {{"client_secret", "s"}}, {})
            .at_path("azure.baseCredentials.clientSecret") == Value("s"));
  const auto& gcp = *kCatalog.find_service("GCP");
  auto read_back = json(R"({"gcp": {"gcpJsonKey": "{\"project_id\": \"p\"}"}})");
  CHECK(update_body(gcp, read_back, {{"name", "x"}}, {}).at_path("gcp.gcpJsonKey") ==
        read_back.at_path("gcp.gcpJsonKey"));
}

TEST_CASE("the fingerprint changes with what a user can set, disabled and deleted, and with nothing else") {
  auto whole = json(kBody);
  auto print = fingerprint(kEc2, whole);
  for (const auto& [path, value] :
       std::initializer_list<std::pair<const char*, Value>>{{"lastMetricCount", 8},
                                                            {"lastErrorEvent", Value()},
                                                            {"updaterId", "eve"},
                                                            {"forceSave", true},
                                                            {"additionalTags", Value()},
                                                            {"ec2.hostNameTags", Value::List{"a", "b"}},
                                                            {"ec2.baseCredentials.externalId", Value()},
                                                            {"id", "i-2"}}) {
    INFO(path);
    CHECK(fingerprint(kEc2, whole.with_path(path, value)) == print);
  }
  for (const auto& [path, value] :
       std::initializer_list<std::pair<const char*, Value>>{{"name", "new"},
                                                            {"disabled", false},
                                                            {"inTrash", true},
                                                            {"deleted", true},
                                                            {"ec2.hostNameTags", Value::List{"a"}},
                                                            {"ec2.baseCredentials.roleArn", "x"},
                                                            {"additionalTags", Value::Map{{"a", "b"}}}}) {
    INFO(path);
    CHECK(fingerprint(kEc2, whole.with_path(path, value)) != print);
  }
}

TEST_CASE("properties of a body that are not attributes") {
  auto body = json(kBody);
  CHECK(service_of(body) == "EC2");
  CHECK(id_of(body) == "i-1");
  CHECK(is_disabled(body));
  CHECK(!in_trash(body));
  CHECK(in_trash(json(R"({"deleted": true})")));
  CHECK(id_of(json(R"({"id": 7})")) == "");
  CHECK(service_of(json("[]")) == "");
  CHECK(last_error(json(R"({"lastError": "plain"})")) == "plain");
  CHECK(last_error(json(R"({"lastError": "plain",
      "lastErrorEvent": {"annotations": {"errorMessage": "said"}}})")) == "said");
  CHECK(last_error(body) == "");
}

}  // namespace waveform::provider
