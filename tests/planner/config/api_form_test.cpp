#include "planner/config/api_form.h"

#include "planner/eval/resource_values.h"
#include "tests/planner/world.h"

namespace waveform::planner {
namespace {

using base::Value;

struct Json : Loaded {
  explicit Json(const std::string& text, const std::string& name = "body.wf.json") : Loaded(text, name) {}
  // What the block of that label wants.
  Value::Map wants(const std::string& label, const std::string& type = "ec2") {
    REQUIRE_MESSAGE(config().resources.contains(address(label, type)), said());
    return evaluate_resource(address(label, type),
                             configuration->resources.instances.at(address(label, type)),
                             *configuration->scope, diags);
  }
};

std::string body(const std::string& more = "") {
  return R"J({"name": "Main (prod)", "service": "ec2", "ec2": {"baseCredentials": {"roleArn": "r"}})J" +
         more + "}";
}

}  // namespace

TEST_CASE("a bare body is called as its file, an array's bodies as their names, labels are labels") {
  CHECK(Json(body(), "metrics-plus.wf.json").config().resources.contains(address("metrics_plus")));
  CHECK(Json("[" + body() + "]").config().resources.contains(address("main_prod")));
  CHECK(Json("{\"integrations\": {\"x-1\": " + body() + "}}").config().resources.contains(address("x-1")));
}

TEST_CASE("slugs are names") {
  CHECK(slug("My AWS (prod)") == "my_aws_prod");
  CHECK(slug("__a--b__") == "a_b");
  CHECK(slug("3rd party") == "_3rd_party");
  CHECK(slug("") == "integration");
  CHECK(slug("!?") == "integration");
  CHECK(slug("Gr\xc3\xbc\xc3\x9f"
             "e") ==
        "gr\xc3\xbc\xc3\x9f"
        "e");
}

TEST_CASE("wire names become attributes, in place") {
  Json json(body(R"(, "serviceRefreshRateInMins": 10, "enabled": false, "forceSave": true,
                      "additionalTags": {"a": "b"})"));
  CHECK(json.wants("body") == Value::Map{{"name", "Main (prod)"},
                                         {"service", "EC2"},
                                         {"role_arn", "r"},
                                         {"service_refresh_rate_in_minutes", 10},
                                         {"enabled", false},
                                         {"force_save", true},
                                         {"additional_tags", Value::Map{{"a", "b"}}}});
  CHECK(json.said() == "");
}

TEST_CASE("strings are taken literally") {
  Json json(R"({"name": "${var.x} %{ if } $${y}", "service": "EC2",
                "ec2": {"baseCredentials": {"roleArn": "r"}, "metricFilterRegex": "^a$|${b}"}})");
  CHECK(json.wants("body").at("name") == Value("${var.x} %{ if } $${y}"));
  CHECK(json.wants("body").at("metric_filter_regex") == Value("^a$|${b}"));
}

TEST_CASE("null is the same as not there") {
  Json json(body(R"(, "additionalTags": null)"));
  CHECK(!json.wants("body").contains("additional_tags"));
  CHECK(json.said() == "");
}

TEST_CASE("what the service sets is passed over with a note, the id with its import line") {
  Json json(body(R"(, "id": "i-1", "disabled": true, "lastErrorEvent": {}, "createdEpochMillis": 1)"));
  CHECK(has(json.said(), "Note: \"id\" is ignored"));
  CHECK(has(json.said(), "waveform import wavefront_cloud_integration_ec2.body i-1"));
  CHECK(
      has(json.said(),
          "Ignored, since the service sets it: \"disabled\", \"lastErrorEvent\" and \"createdEpochMillis\""));
  CHECK(!json.diags.has_errors());
}

TEST_CASE("a field in the wrong place is an error that says the right one") {
  CHECK(has(Json(body(R"(, "metricFilterRegex": "x")")).said(), "it must be inside \"ec2\""));
  CHECK(has(Json(body(R"(, "roleArn": "x")")).said(), "it must be inside \"ec2.baseCredentials\""));
  CHECK(has(Json(R"({"service": "EC2", "ec2": {"name": "x", "baseCredentials": {"roleArn": "r"}}})").said(),
            "it must be beside \"name\""));
  CHECK(has(Json(R"({"name": "x", "service": "EC2", "ec2": []})").said(), "\"ec2\" must be an object"));
}

TEST_CASE("an unknown field gets the nearest name; an unknown service the known ones") {
  CHECK(has(Json(body(R"(, "aditionalTags": {})")).said(), "Did you mean \"additionalTags\"?"));
  CHECK(has(Json(R"({"name": "x", "service": "EC3"})").said(), "Did you mean \"EC2\"?"));
  std::vector<std::string> services;
  for (const auto& type : provider::services::catalog().types) {
    if (!type.is_external_id) services.push_back(type.service);
  }
  const std::string said = Json(R"({"name": "x", "service": "ORACLE"})").said();
  INFO(said);
  CHECK(has(said, fmt::format("Known are {}.", base::enumerate(services))));
  CHECK(has(Json(R"([{"name": "x"}])").said(), "This integration has no \"service\""));
  CHECK(has(Json(R"([7])").said(), "An integration must be an object"));
  CHECK(has(Json(R"({"integrations": []})").said(), "\"integrations\" must be an object of labels"));
  CHECK(has(Json(R"({"integrations": {}, "locals": {}})").said(), "\"locals\" cannot be beside"));
}

TEST_CASE("bodies of other services are read by their tables") {
  Json azure(R"({"name": "x", "service": "AZURE", "azure": {"categoryFilter": ["a"],
                 "baseCredentials": {"clientId": "c", "clientSecret": "s", "tenant": "t"}}})");
  CHECK(azure.said() == "");
  CHECK(azure.wants("body", "azure").at("category_filter") == Value::List{"a"});
  CHECK(azure.wants("body", "azure").at("client_secret").is_sensitive());
  Json relic(R"({"name": "x", "service": "newRelic", "newRelic": {"apiKey": "k",
                 "newRelicMetricFilters": [{"appName": "shop", "metricFilterRegex": "^a"}, {"appName": "b"}]}})");
  CHECK(relic.said() == "");
  CHECK(relic.wants("body", "newrelic").at("metric_filter") ==
        Value::List{Value::Map{{"app_name", "shop"}, {"metric_filter_regex", "^a"}},
                    Value::Map{{"app_name", "b"}, {"metric_filter_regex", {}}}});
  CHECK(has(Json(R"({"name": "x", "service": "newRelic", "newRelic": {"apiKey": "k",
                     "newRelicMetricFilters": [{"apName": "shop"}]}})")
                .said(),
            "Did you mean \"appName\"?"));
  Json vrops(R"({"name": "x", "service": "vrops", "vrops": {"vropsAPIToken": "t",
                 "adapterNames": {"VMWARE": ["a", "b"]}}})");
  CHECK(vrops.said() == "");
  CHECK(vrops.wants("body", "vrops").at("adapter_names") == Value::Map{{"VMWARE", Value::List{"a", "b"}}});
}

TEST_CASE("the placeholder of a secret in a pasted response is not the secret") {
  Json pasted(R"({"name": "x", "service": "AZURE", "azure": {
                  "baseCredentials": {"clientId": "c", "clientSecret": "saved_secret", "tenant": "t"}}})");
  pasted.wants("body", "azure");
  CHECK(has(pasted.said(), "client_secret is missing"));
}

TEST_CASE("labels that are no names, and labels that come twice, are errors") {
  CHECK(has(Json("{\"integrations\": {\"a b\": " + body() + "}}").said(), "\"a b\" is not a name"));
  CHECK(has(Json("[" + body() + "," + body() + "]").said(),
            "A second integration would be called \"main_prod\""));
}

}  // namespace waveform::planner
