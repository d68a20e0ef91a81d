#include <doctest/doctest.h>

#include "tests/provider/simulator/cluster.h"

namespace waveform::provider::simulator {
namespace {

constexpr const char* kApiTokenPath = "/csp/gateway/am/api/auth/api-tokens/authorize";
constexpr const char* kAppPath = "/csp/gateway/am/api/auth/authorize";

Options options() {
  Options made;
  made.token = "classic";
  made.csp_api_token = "api token";
  made.csp_app_id = "app";
  made.csp_app_secret = "secret";
  made.csp_org_id = "org";
  made.csp_token_ttl = base::Millis(10'000);
  return made;
}

struct Authentication : Cluster {
  Authentication() : Cluster(options()) {}
  http::Response post(const std::string& path, const std::string& form, http::Headers headers = {}) {
    auto response = send("POST", path, form, std::move(headers));
    REQUIRE(response);
    return *response;
  }
  int list(const std::string& token) {
    return send("GET", "/api/v2/cloudintegration", "", {{"Authorization", "Bearer " + token}})->status;
  }
};

const http::Headers kApp = {{"Authorization", "Basic YXBwOnNlY3JldA=="}};  // app:secret

TEST_SUITE("simulated CSP") {
  TEST_CASE("an API token gives an access token that the API takes until it ends") {
    Authentication it;
    const auto response = it.post(kApiTokenPath, "grant_type=api_token&refresh_token=api%20token");
    REQUIRE(response.status == 200);
    const base::Value body = json(response.body);
    CHECK(body.get("expires_in") == base::Value(10));
    CHECK(body.get("token_type") == base::Value("bearer"));
    const std::string token = body.get("access_token").as_string();
    CHECK(it.list(token) == 200);
    CHECK(it.list("classic") == 200);
    CHECK(it.list("another") == 401);
    it.clock.sleep(base::Millis(10'000));
    CHECK(it.list(token) == 401);
  }

  TEST_CASE("an app authenticates with its secret, for its own organization") {
    Authentication it;
    CHECK(it.post(kAppPath, "grant_type=client_credentials", kApp).status == 200);
    CHECK(it.post(kAppPath, "grant_type=client_credentials&orgId=org", kApp).status == 200);
    CHECK(it.post(kAppPath, "grant_type=client_credentials&orgId=other", kApp).status == 403);
    CHECK(it.post(kAppPath, "grant_type=client_credentials").status == 401);
    CHECK(it.post(kAppPath, "grant_type=client_credentials", {{"Authorization", "Basic YXBwOng="}}).status ==
          401);
  }

  TEST_CASE("wrong credentials are refused, and a wrong API token is repeated, as CSP does") {
    Authentication it;
    const auto wrong = it.post(kApiTokenPath, "grant_type=api_token&refresh_token=wrong");
    CHECK(wrong.status == 400);
    CHECK(json(wrong.body).get("message") == base::Value("invalid_grant: Invalid refresh token: wrong"));
    CHECK(it.post(kApiTokenPath, "refresh_token=api%20token").status == 400);
    CHECK(it.post(kAppPath, "", kApp).status == 400);
    CHECK(it.send("GET", kAppPath)->status == 405);
    Cluster none;
    CHECK(none.send("POST", kApiTokenPath, "grant_type=api_token&refresh_token=")->status == 400);
  }

  TEST_CASE("authentications are logged without bodies, count as reads, and can fail") {
    Authentication it;
    it.post(kAppPath, "grant_type=client_credentials", kApp);
    const auto log = it.simulator.log();
    REQUIRE(log.size() == 1);
    CHECK(log[0].call == "csp-authorize");
    CHECK(log[0].path == kAppPath);
    CHECK(it.simulator.counters().reads == 1);
    REQUIRE(it.simulator.add_fault("/csp/*:1:status=503"));
    CHECK(it.post(kAppPath, "grant_type=client_credentials", kApp).status == 503);
    CHECK(it.post(kAppPath, "grant_type=client_credentials", kApp).status == 200);
  }

  TEST_CASE("access tokens can be invalidated") {
    Authentication it;
    const auto body = json(it.post(kAppPath, "grant_type=client_credentials", kApp).body);
    CHECK(it.list(body.get("access_token").as_string()) == 200);
    CHECK(it.send("DELETE", "/simulator/access-tokens")->status == 200);
    CHECK(it.list(body.get("access_token").as_string()) == 401);
  }
}

}  // namespace
}  // namespace waveform::provider::simulator
