// A simulated cluster with helper functions, for tests.
#pragma once

#include <string>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "base/clock.h"
#include "base/json.h"
#include "provider/simulator/control.h"
#include "provider/simulator/simulator.h"
#include "tests/support/fake_clock.h"

namespace waveform::provider::simulator {

inline base::Value json(std::string_view text) {
  auto parsed = base::parse_json(text);
  REQUIRE_MESSAGE(parsed, text);
  return *parsed;
}

// The response without its envelope.
struct Answer {
  int status = 0;
  std::string message;
  base::Value response;
};

struct Cluster {
  explicit Cluster(Options options = {}) : simulator(clock, std::move(options)) {}

  base::Result<http::Response> send(const std::string& method, const std::string& path,
                                    std::string_view body = "", http::Headers headers = {}) {
    const http::Request request{method, "https://cluster.example" + path, std::move(headers),
                                std::string(body), base::Millis(60'000)};
    if (path.starts_with("/simulator/")) return serve(simulator, request).response;
    return simulator.send(request);
  }

  // REQUIRES: the response has the API's envelope.
  Answer call(const std::string& method, const std::string& path, std::string_view body = "",
              http::Headers headers = {}) {
    const auto response = send(method, "/api/v2" + path, body, std::move(headers));
    REQUIRE(response);
    const base::Value envelope = json(response->body);
    CHECK(envelope.at_path("status.code") == base::Value(response->status));
    CHECK(envelope.at_path("status.result") == base::Value(response->status == 200 ? "OK" : "ERROR"));
    return {response->status, envelope.at_path("status.message").as_string(), envelope.get("response")};
  }

  std::string external_id() { return call("POST", "/cloudintegration/awsExternalId").response.as_string(); }

  // A body that the service accepts once.
  base::Value ec2(const std::string& name) {
    return json(
               R"({"service": "EC2", "ec2": {"baseCredentials": {"roleArn": "arn:aws:iam::123456789012:role/wavefront"}}})")
        .with_path("name", name)
        .with_path("ec2.baseCredentials.externalId", external_id());
  }

  Answer create(const base::Value& body) { return call("POST", "/cloudintegration", base::write_json(body)); }

  std::string create_ec2(const std::string& name) {
    const Answer answer = create(ec2(name));
    REQUIRE(answer.status == 200);
    return answer.response.get("id").as_string();
  }

  Answer get(const std::string& id) { return call("GET", "/cloudintegration/" + id); }
  Answer put(const std::string& id, const base::Value& body) {
    return call("PUT", "/cloudintegration/" + id, base::write_json(body));
  }
  std::int64_t total(const std::string& path, const std::string& body = "{}") {
    return call("POST", path, body).response.get("totalItems").as_integer();
  }
  std::int64_t live() { return total("/search/cloudintegration"); }
  std::int64_t binned() { return total("/search/cloudintegration/deleted"); }

  base::FakeClock clock;
  Simulator simulator;
};

}  // namespace waveform::provider::simulator
