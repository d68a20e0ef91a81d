// Every call for every state of the integration.
#include "provider/services/catalog.h"
#include "tests/provider/simulator/cluster.h"

namespace waveform::provider::simulator {
namespace {

using base::Value;

constexpr const char* kBody =
    R"({"name": "web", "service": "EC2", "ec2": {"baseCredentials": {"roleArn": "arn:aws:iam::123456789012:role/w"}}})";

// The status of a call for an integration that is live, in the recycle bin, purged, or never existed.
struct CallRowInStates {
  const char* method;
  const char* path;  // ID stands for the id
  const char* body;
  int live, in_bin, purged, never;
};
constexpr CallRowInStates kCalls[] = {
    {"GET", "ID", "", 200, 200, 404, 404},
    {"GET", "ID/", "", 200, 200, 404, 404},
    {"GET", "ID", "no JSON", 200, 200, 404, 404},
    {"PUT", "ID", kBody, 200, 400, 404, 404},
    {"PUT", "ID", "[]", 400, 400, 404, 404},
    {"PUT", "ID", "", 400, 400, 404, 404},
    {"PUT", "ID", "no JSON", 400, 400, 400, 400},
    {"DELETE", "ID", "", 200, 200, 404, 404},
    {"DELETE", "ID?skipTrash=false", "", 200, 200, 404, 404},
    {"DELETE", "ID?skipTrash=true", "", 200, 200, 404, 404},
    {"DELETE", "ID?skipTrash=maybe", "", 200, 200, 404, 404},
    {"POST", "ID/undelete", "", 400, 200, 404, 404},
    {"POST", "ID/enable", "", 200, 400, 404, 404},
    {"POST", "ID/disable", "", 200, 400, 404, 404},
    {"POST", "ID/explode", "", 404, 404, 404, 404},
    {"GET", "ID/enable", "", 405, 405, 405, 405},
    {"PATCH", "ID", kBody, 405, 405, 405, 405},
    {"HEAD", "ID", "", 405, 405, 405, 405},
    {"POST", "ID", kBody, 405, 405, 405, 405},
};

// Calls that are not about an integration.
struct PlainRow {
  const char* method;
  const char* path;
  const char* body;
  int status;
  const char* message;
};
constexpr PlainRow kPlain[] = {
    {"GET", "/cloudintegration", "", 200, ""},
    {"GET", "/cloudintegration/", "", 200, ""},
    {"GET", "/cloudintegration?limit=1000", "", 200, ""},
    {"GET", "/cloudintegration?limit=0", "", 400, "limit must be between 1 and 1000"},
    {"GET", "/cloudintegration?limit=1001", "", 400, "limit must be between 1 and 1000"},
    {"GET", "/cloudintegration?limit=ten", "", 400, "limit must be a whole number"},
    {"GET", "/cloudintegration?limit=1.5", "", 400, "limit must be a whole number"},
    {"GET", "/cloudintegration?limit=99999999999999999999", "", 400, "limit must be a whole number"},
    {"GET", "/cloudintegration?offset=-1", "", 400, "offset must not be negative"},
    {"GET", "/cloudintegration?offset=9223372036854775807&limit=1000", "", 200, ""},
    {"HEAD", "/cloudintegration", "", 405, "Method not allowed"},
    {"OPTIONS", "/cloudintegration", "", 405, "Method not allowed"},
    {"DELETE", "/cloudintegration", "", 405, "Method not allowed"},
    {"POST", "/cloudintegration", "", 400, "The body must be an object"},
    {"POST", "/cloudintegration", "[]", 400, "The body must be an object"},
    {"POST", "/cloudintegration", "\"EC2\"", 400, "The body must be an object"},
    {"POST", "/cloudintegration", "{", 400, "The body is not JSON"},
    {"POST", "/search/cloudintegration", "", 200, ""},
    {"POST", "/search/cloudintegration", "{}", 200, ""},
    {"POST", "/search/cloudintegration", "[]", 400, "The body must be an object"},
    {"POST", "/search/cloudintegration", R"({"limit": 0})", 400, "limit must be between 1 and 1000"},
    {"POST", "/search/cloudintegration", R"({"limit": "9"})", 400, "limit must be a whole number"},
    {"POST", "/search/cloudintegration", R"({"offset": 0.5})", 400, "offset must be a whole number"},
    {"POST", "/search/cloudintegration", R"({"query": {}})", 400, "query must be a list"},
    {"POST", "/search/cloudintegration/deleted", "{}", 200, ""},
    {"GET", "/search/cloudintegration", "", 405, "Method not allowed"},
    {"POST", "/cloudintegration/awsExternalId", "", 200, ""},
    {"GET", "/cloudintegration/awsExternalId", "", 405, "Method not allowed"},
    {"GET", "/cloudintegration/awsExternalId/wave00000000", "", 404, "The external id is not valid"},
    {"DELETE", "/cloudintegration/awsExternalId/wave00000000", "", 404, "The external id is not valid"},
    {"PUT", "/cloudintegration/awsExternalId/wave00000000", "{}", 405, "Method not allowed"},
    {"GET", "/cloudintegrations", "", 404, "No such path"},
};

enum class State { Live, InBin, Purged, Never };

std::string make(Cluster& cluster, State state) {
  if (state == State::Never) return "11111111-2222-4333-8444-555555555555";
  const std::string id = cluster.create_ec2("web");
  if (state != State::Live) REQUIRE(cluster.simulator.trash(id));
  if (state == State::Purged) REQUIRE(cluster.simulator.purge(id));
  return id;
}

void check_status(const CallRowInStates& row, State state, int expected) {
  CAPTURE(row.method);
  CAPTURE(row.path);
  CAPTURE(static_cast<int>(state));
  Cluster cluster;
  const std::string id = make(cluster, state);
  CHECK(cluster.call(row.method, "/cloudintegration/" + id + (row.path + 2), row.body).status == expected);
}

// A service without external ids.
struct ServiceRow {
  std::string service;
  std::string object;
  Value body;                        // valid for a create; every string is "v"
  std::vector<std::string> secrets;  // the required ones
};

// From the table of the services, which the simulator does not know.
const std::vector<ServiceRow>& service_rows() {
  static const std::vector<ServiceRow> rows = [] {
    std::vector<ServiceRow> all;
    const Catalog catalog = services::catalog();
    for (const ResourceType& type : catalog.types) {
      if (type.is_external_id || type.find("external_id") != nullptr) continue;
      ServiceRow row{type.service, type.object, Value(Value::Map{{"service", type.service}}), {}};
      for (const Attribute& attribute : type.attributes) {
        const bool required = attribute.required || (attribute.secret && attribute.secret->needed_to_create);
        if (!required && !attribute.secret) continue;
        row.body = row.body.with_path(attribute.wire, attribute.name == "json_key" ? "{}" : "v");
        if (required && attribute.secret) row.secrets.push_back(attribute.wire.substr(row.object.size() + 1));
      }
      all.push_back(std::move(row));
    }
    return all;
  }();
  return rows;
}

const ServiceRow& row_of(std::string_view service) {
  const auto& rows = service_rows();
  const auto found =
      std::find_if(rows.begin(), rows.end(), [&](const ServiceRow& row) { return row.service == service; });
  REQUIRE(found != rows.end());
  return *found;
}

Value stored(Cluster& cluster) {
  return cluster.simulator.dump().get("integrations").as_list().back();
}

Options with_secrets(Secrets secrets) {
  Options options;
  options.secrets = secrets;
  return options;
}

TEST_SUITE("simulator endpoints") {
  TEST_CASE("each call has a status for integrations that are live, deleted, purged, and never existed") {
    for (const auto& row : kCalls) {
      check_status(row, State::Live, row.live);
      check_status(row, State::InBin, row.in_bin);
      check_status(row, State::Purged, row.purged);
      check_status(row, State::Never, row.never);
    }
  }

  TEST_CASE("each call that is not about an integration has its status") {
    for (const auto& row : kPlain) {
      CAPTURE(row.method);
      CAPTURE(row.path);
      CAPTURE(row.body);
      Cluster cluster;
      const Answer answer = cluster.call(row.method, row.path, row.body);
      CHECK(answer.status == row.status);
      CHECK(answer.message == row.message);
    }
  }

  TEST_CASE("an id in a path may be percent-encoded") {
    Cluster cluster;
    REQUIRE(cluster.simulator.add(json(R"({"id": "a b", "name": "x", "service": "EC2"})")));
    CHECK(cluster.get("a%20b").status == 200);
    CHECK(cluster.get("%61%20b").status == 200);
    CHECK(cluster.get("a%2Fb").status == 404);
  }

  TEST_CASE("a deleted integration has two fields that say so") {
    Cluster cluster;
    const std::string id = cluster.create_ec2("web");
    const Answer removed = cluster.call("DELETE", "/cloudintegration/" + id);
    for (const Value& body : {removed.response, cluster.get(id).response}) {
      CHECK(body.get("inTrash") == Value(true));
      CHECK(body.get("deleted") == Value(true));
    }
    CHECK(cluster.call("DELETE", "/cloudintegration/" + id).response.get("deleted") == Value(true));
  }

  TEST_CASE("pages beyond the end are empty, and full pages name cursor and order") {
    Options options;
    options.full_pages = true;
    Cluster cluster(options);
    const std::string first = cluster.create_ec2("one");
    cluster.create_ec2("two");
    const Value page = cluster.call("GET", "/cloudintegration?limit=1").response;
    CHECK(page.get("cursor") == Value(first));
    CHECK(page.at_path("sort.ascending") == Value(true));
    const Value beyond = cluster.call("GET", "/cloudintegration?offset=2").response;
    CHECK(beyond.get("items").as_list().empty());
    CHECK(beyond.get("totalItems") == Value(2));
    CHECK(beyond.get("moreItems") == Value(false));
    CHECK(beyond.get("cursor").is_null());
    Cluster plain;
    CHECK(!plain.call("GET", "/cloudintegration").response.as_map().contains("cursor"));
  }

  TEST_CASE("a search is sorted as requested") {
    Options options;
    options.full_pages = true;
    Cluster cluster(options);
    for (const char* name : {"b", "c", "a"}) cluster.create_ec2(name);
    const auto first = [&](const char* sort) {
      const Value page = cluster.call("POST", "/search/cloudintegration", sort).response;
      return page.get("items").as_list()[0].get("name").as_string() + " " +
             page.at_path("sort.field").as_string();
    };
    CHECK(first("{}") == "b createdEpochMillis");
    CHECK(first(R"({"sort": {"field": "name"}, "limit": 1})") == "a name");
    CHECK(first(R"({"sort": {"field": "name", "ascending": false}})") == "c name");
  }

  TEST_CASE("an integration of every service is created, read without its secrets, and replaced") {
    for (const ServiceRow& row : service_rows()) {
      CAPTURE(row.service);
      Cluster cluster;
      const Answer made = cluster.create(row.body);
      REQUIRE_MESSAGE(made.status == 200, made.message);
      const std::string id = made.response.get("id").as_string();
      Value read = cluster.get(id).response;
      for (const std::string& secret : row.secrets) {
        const std::string path = row.object + "." + secret;
        CHECK(!(read.at_path(path) == row.body.at_path(path)));
        CHECK(cluster.create(row.body.without_path(path)).message == path + " is required");
        CHECK(cluster.create(row.body.with_path(path, "")).message == path + " is required");
        CHECK(cluster.put(id, read.without_path(path)).message == path + " is required");
        read = read.with_path(path, "another");
      }
      CHECK(cluster.put(id, read).status == 200);
      CHECK(cluster.create(row.body.with_path(row.object + ".colour", "red")).message ==
            "Unrecognized field \"colour\"");
    }
  }

  TEST_CASE("each type of field is checked") {
    struct Row {
      const char* service;
      const char* path;
      const char* value;
      const char* message;
    };
    for (const Row& row : std::vector<Row>{
             {"GCP", "serviceRefreshRateInMins", "0", "serviceRefreshRateInMins must be at least 1"},
             {"GCP", "serviceRefreshRateInMins", "1.5", "serviceRefreshRateInMins must be a whole number"},
             {"GCP", "gcp.disableHistogram", "\"no\"", "disableHistogram must be true or false"},
             {"AZURE", "azure.categoryFilter", "\"x\"", "categoryFilter must be a list of strings"},
             {"AZUREACTIVITYLOG", "azureActivityLog.categoryFilter", R"(["ALERT", "POLICY"])",
              "categoryFilter takes ADMINISTRATIVE, SERVICEHEALTH, ALERT, AUTOSCALE and SECURITY"},
             {"NEWRELIC", "newRelic.newRelicMetricFilters", R"([{"appName": 1}])",
              "newRelicMetricFilters must be a list of objects"},
             {"NEWRELIC", "newRelic.newRelicMetricFilters", R"([{"app": "a"}])",
              "Unrecognized field \"newRelicMetricFilters.app\""},
             {"VROPS", "vrops.adapterNames", R"({"VMWARE": "one"})",
              "adapterNames must be a map of lists of strings"},
             {"AZUREACTIVITYLOG", "azureActivityLog.categoryFilter", R"(["ALERT"])", ""},
             {"NEWRELIC", "newRelic.newRelicMetricFilters",
              R"([{"appName": "a", "metricFilterRegex": null}])", ""},
             {"VROPS", "vrops.adapterNames", R"({"VMWARE": ["one", "two"]})", ""},
         }) {
      CAPTURE(row.path);
      Cluster cluster;
      CHECK(cluster.create(row_of(row.service).body.with_path(row.path, json(row.value))).message ==
            row.message);
    }
  }

  TEST_CASE("secrets are read back in the cluster's style") {
    struct Row {
      Secrets secrets;
      Value external_id, api_key, json_key, token;
    };
    const Value project_key(R"({"project_id": "v"})");
    for (const Row& row : std::vector<Row>{
             {Secrets::Documented, {}, "saved_api_key", project_key, {}},
             {Secrets::LeftOut, {}, {}, {}, {}},
             {Secrets::Blank, "", "", "", ""},
             {Secrets::ExternalIds, "wave", "saved_api_key", project_key, {}},
             {Secrets::Returned, "wave", "v", "{}", "v"},
         }) {
      CAPTURE(static_cast<int>(row.secrets));
      Cluster cluster(with_secrets(row.secrets));
      const Value external_id =
          cluster.get(cluster.create_ec2("web")).response.at_path("ec2.baseCredentials.externalId");
      CHECK((row.external_id == Value("wave")
                 ? external_id.is_string() && external_id.as_string().starts_with("wave")
                 : external_id == row.external_id));
      const Value billing = cluster.create(row_of("GCPBILLING").body).response;
      CHECK(billing.at_path("gcpBilling.gcpApiKey") == row.api_key);
      CHECK(billing.at_path("gcpBilling.gcpJsonKey") == row.json_key);
      CHECK(cluster.create(row_of("DYNATRACE").body).response.at_path("dynatrace.dynatraceAPIToken") ==
            row.token);
    }
  }

  TEST_CASE(
      "what a cluster of any style returned for an AWS integration can be put back: the external id is "
      "kept") {
    for (const Secrets style :
         {Secrets::Documented, Secrets::LeftOut, Secrets::Blank, Secrets::ExternalIds, Secrets::Returned}) {
      Cluster cluster(with_secrets(style));
      const std::string id = cluster.create_ec2("web");
      const Value before = stored(cluster).at_path("ec2.baseCredentials.externalId");
      CHECK(cluster.put(id, cluster.get(id).response).status == 200);
      CHECK(stored(cluster).at_path("ec2.baseCredentials.externalId") == before);
    }
  }

  TEST_CASE("documented placeholders keep what is stored, whatever the style") {
    for (const Secrets style : {Secrets::Documented, Secrets::LeftOut, Secrets::Blank, Secrets::Returned}) {
      Cluster cluster(with_secrets(style));
      const Value read = cluster.create(row_of("GCPBILLING").body).response;
      const Value back = read.with_path("gcpBilling.gcpApiKey", "saved_api_key")
                             .with_path("gcpBilling.gcpJsonKey", R"({"project_id": "v"})");
      CHECK(cluster.put(read.get("id").as_string(), back).status == 200);
      CHECK(stored(cluster).at_path("gcpBilling.gcpApiKey") == Value("v"));
      CHECK(stored(cluster).at_path("gcpBilling.gcpJsonKey") == Value("{}"));
    }
  }

  TEST_CASE("a cluster that loses secrets accepts a PUT without one, and clears it") {
    for (const ServiceRow& row : service_rows()) {
      CAPTURE(row.service);
      Options options;
      options.lose_secrets = true;
      options.secrets = Secrets::LeftOut;
      Cluster cluster(options);
      const Value read = cluster.create(row.body).response;
      CHECK(cluster.put(read.get("id").as_string(), read).status == 200);
      for (const std::string& secret : row.secrets) {
        CHECK(stored(cluster).at_path(row.object + "." + secret) == Value(""));
      }
    }
  }

  TEST_CASE("an optional secret that is missing in a PUT is reset like any field") {
    Cluster cluster;
    const Value read = cluster.create(row_of("SNOWFLAKE").body).response;
    CHECK(read.at_path("snowflake.password").is_null());
    CHECK(cluster.put(read.get("id").as_string(), read.with_path("snowflake.privateKey", "k")).status == 200);
    CHECK(stored(cluster).at_path("snowflake.password").is_null());
  }

  TEST_CASE("a role ARN has any form, and an external id has 16 characters") {
    Cluster cluster;
    CHECK(cluster.external_id().size() == 16);
    const Value body =
        cluster.ec2("web").with_path("ec2.baseCredentials.roleArn", "arn:aws::1234567:role/example-arn");
    CHECK(cluster.create(body).status == 200);
  }

  TEST_CASE("a switch that a body leaves out has the style's default") {
    for (const Style& style : styles()) {
      Options options;
      style.set(options);
      Cluster cluster(options);
      const Value read = cluster.create(row_of("APPDYNAMICS").body).response;
      CHECK(read.at_path("appDynamics.enableRollup") == Value(style.name != "provider"));
    }
  }

  TEST_CASE("the header of the published Python client is accepted as well") {
    Options options;
    options.token = "good";
    Cluster cluster(options);
    CHECK(cluster.call("GET", "/cloudintegration", "", {{"X-AUTH-TOKEN", "good"}}).status == 200);
    CHECK(cluster.call("GET", "/cloudintegration", "", {{"X-AUTH-TOKEN", "bad"}}).status == 401);
  }
}

}  // namespace
}  // namespace waveform::provider::simulator
