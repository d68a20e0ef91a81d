#include "provider/simulator/server.h"

#include <atomic>
#include <thread>
#include <vector>

#include "base/http/curl_transport.h"
#include "tests/provider/simulator/cluster.h"
#include "tests/support/program.h"

namespace waveform::provider::simulator {
namespace {

using base::ErrorKind;

// A simulator on a free port, and a client for it.
struct Running {
  explicit Running(Options options = {}) : simulator(clock, std::move(options)), server(start(simulator)) {}

  static Server start(Simulator& simulator) {
    auto started = Server::start(simulator);
    REQUIRE(started);
    return *std::move(started);
  }
  base::Result<http::Response> send(const std::string& method, const std::string& path,
                                    const std::string& body = "") {
    return transport.send({method, server.address() + path, {}, body, base::Millis(30'000)});
  }
  // A body that creates one integration.
  std::string body() {
    const auto id = json(send("POST", "/api/v2/cloudintegration/awsExternalId")->body).get("response");
    return base::write_json(
        json(
            R"({"name": "web", "service": "EC2", "ec2": {"baseCredentials": {"roleArn": "arn:aws:iam::123456789012:role/w"}}})")
            .with_path("ec2.baseCredentials.externalId", id));
  }
  std::size_t held() { return simulator.dump().get("integrations").as_list().size(); }

  base::SystemClock clock;
  Simulator simulator;
  Server server;
  http::CurlTransport transport;
};

TEST_SUITE("server") {
  TEST_CASE("the API is served on a separate port") {
    Running running;
    const auto made = running.send("POST", "/api/v2/cloudintegration", running.body());
    REQUIRE(made);
    CHECK(made->status == 200);
    CHECK(http::header(made->headers, "content-type") == "application/json");
    const std::string id = json(made->body).at_path("response.id").as_string();
    CHECK(running.send("GET", "/api/v2/cloudintegration/" + id)->status == 200);
    CHECK(running.send("DELETE", "/api/v2/cloudintegration/" + id + "?skipTrash=true")->status == 200);
    CHECK(running.send("GET", "/api/v2/cloudintegration/" + id)->status == 404);
    CHECK(running.send("GET", "/simulator/dump")->status == 200);
  }

  TEST_CASE("two servers have two ports, and a taken port is a conflict") {
    Running one;
    Running two;
    CHECK(one.server.port() != two.server.port());
    const auto third = Server::start(one.simulator, two.server.port());
    REQUIRE(!third);
    CHECK(third.error().kind == ErrorKind::Conflict);
  }

  TEST_CASE("a dropped connection is in doubt, with and without the effect") {
    Running running;
    REQUIRE(running.simulator.add_fault("create:1:drop-before"));
    REQUIRE(running.simulator.add_fault("create:2:drop-after"));
    const std::string body = running.body();
    CHECK(running.send("POST", "/api/v2/cloudintegration", body).error().kind == ErrorKind::InDoubt);
    CHECK(running.held() == 0);
    CHECK(running.send("POST", "/api/v2/cloudintegration", body).error().kind == ErrorKind::InDoubt);
    CHECK(running.held() == 1);
    CHECK(running.simulator.counters().by_call.at("create") == 2);
  }

  TEST_CASE("a response that is cut is in doubt, and the call took effect") {
    Running running;
    REQUIRE(running.simulator.add_fault("create:1:cut"));
    REQUIRE(running.simulator.add_fault("create:2:cut-head"));
    const std::string body = running.body();
    CHECK(running.send("POST", "/api/v2/cloudintegration", body).error().kind == ErrorKind::InDoubt);
    CHECK(running.send("POST", "/api/v2/cloudintegration", body).error().kind == ErrorKind::InDoubt);
    CHECK(running.held() == 2);
  }

  TEST_CASE("a slow response is complete, and the connection stays open") {
    Running running;
    REQUIRE(running.simulator.add_fault("list:1:slow=100ms"));
    const auto start = running.clock.steady();
    const auto slow = running.send("GET", "/api/v2/cloudintegration");
    REQUIRE(slow);
    CHECK(running.clock.steady() - start >= base::Millis(100));
    CHECK(slow->body == running.send("GET", "/api/v2/cloudintegration")->body);
  }

  TEST_CASE("a late call takes effect without any access") {
    test::TemporaryDirectory directory;
    Running running;
    const base::Path file = directory.path() / "tenant.json";
    REQUIRE(running.simulator.keep_in(file));
    REQUIRE(running.simulator.add_fault("create:late=50ms"));
    const std::string body = running.body();
    const auto start = running.clock.steady();
    CHECK(running.send("POST", "/api/v2/cloudintegration", body).error().kind == ErrorKind::InDoubt);
    while (json(*base::read_file(file)).get("integrations").as_list().empty()) std::this_thread::yield();
    CHECK(running.clock.steady() - start >= base::Millis(50));
  }

  TEST_CASE("a create without a valid external id is held and then cut off") {
    Options options;
    options.hang = base::Millis(20);
    Running running(options);
    const std::string body =
        base::write_json(json(running.body()).without_path("ec2.baseCredentials.externalId"));
    CHECK(running.send("POST", "/api/v2/cloudintegration", body).error().kind == ErrorKind::InDoubt);
    CHECK(running.held() == 0);
  }

  TEST_CASE("a held request does not delay others, and stopping cuts it off") {
    Running running;  // holds for 75 s
    REQUIRE(running.simulator.add_fault("list:hang"));
    std::vector<std::thread> held;
    std::atomic<int> cut = 0;
    for (int i = 0; i < 8; ++i) {
      held.emplace_back([&] {
        http::CurlTransport transport;
        const auto response = transport.send(
            {"GET", running.server.address() + "/api/v2/cloudintegration", {}, "", base::Millis(60'000)});
        if (!response && response.error().kind == ErrorKind::InDoubt) ++cut;
      });
    }
    while (running.simulator.counters().requests < 8) std::this_thread::yield();
    CHECK(running.send("GET", "/api/v2/cloudintegration/none")->status == 404);
    const auto start = running.clock.steady();
    running.server.stop();
    running.server.stop();
    for (std::thread& thread : held) thread.join();
    CHECK(cut == 8);
    CHECK((running.clock.steady() - start).count() < 5000);
  }

  TEST_CASE("many concurrent clients get one response for each request") {
    Running running;
    std::vector<std::thread> clients;
    std::atomic<int> good = 0;
    for (int i = 0; i < 8; ++i) {
      clients.emplace_back([&] {
        for (int n = 0; n < 25; ++n) {
          const auto response = running.send("POST", "/api/v2/cloudintegration/awsExternalId");
          if (response && response->status == 200) ++good;
        }
      });
    }
    for (std::thread& client : clients) client.join();
    CHECK(good == 200);
    CHECK(running.simulator.counters().writes == 200);
    CHECK(running.simulator.dump().get("externalIds").as_list().size() == 200);
  }
}

}  // namespace
}  // namespace waveform::provider::simulator
