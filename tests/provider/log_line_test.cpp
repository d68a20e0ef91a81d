#include "provider/log_line.h"

#include <deque>

#include <doctest/doctest.h>

#include "base/json.h"
#include "provider/client.h"
#include "provider/services/catalog.h"
#include "tests/support/fake_clock.h"
#include "tests/support/text.h"

namespace waveform::provider {
namespace {

using base::ErrorKind;
using base::Millis;
using base::Value;
using test::has;

// Takes 7 ms for each exchange, and returns the given responses in turn.
struct Slow final : http::Transport {
  Slow(base::FakeClock& the_clock, std::vector<base::Result<http::Response>> lines)
      : clock(the_clock), answers(lines.begin(), lines.end()) {}
  base::Result<http::Response> send(const http::Request&) override {
    clock.sleep(Millis(7));
    auto answer = answers.front();
    if (answers.size() > 1) answers.pop_front();
    return answer;
  }
  base::FakeClock& clock;
  std::deque<base::Result<http::Response>> answers;
};

// A client whose calls are logged.
struct Logged {
  explicit Logged(std::vector<base::Result<http::Response>> lines, LogLevel log_level = LogLevel::Debug)
      : level(log_level), transport(clock, std::move(lines)), client(transport, clock, options()) {}

  ClientOptions options() {
    ClientOptions made;
    made.address = "https://x.wavefront.com";
    made.token = fixed_token("hunter2-token");
    made.observer = [this](const Exchange& exchange) {
      learn_from(exchange, redaction);
      text.push_back(log_line(describe(exchange, level, redaction), level, 1'700'000'000'042));
    };
    return made;
  }
  Value line(std::size_t i) const {
    auto parsed = base::parse_json(text.at(i));
    REQUIRE(parsed);
    return *parsed;
  }

  LogLevel level;
  base::FakeClock clock;
  Slow transport;
  Redaction redaction{services::catalog()};
  std::vector<std::string> text;
  Client client;
};

http::Response logged_response(int status, const std::string& response = "null", http::Headers headers = {}) {
  return {status, std::move(headers),
          fmt::format(R"~({{"status":{{"result":"{}","message":"","code":{}}},"response":{}}})~",
                      status < 300 ? "OK" : "ERROR", status, response)};
}

TEST_SUITE("log line") {
  TEST_CASE("an attempt is one line") {
    Logged it({logged_response(200, R"~({"items":[]})~")});
    REQUIRE(it.client.list(Bin::Live, 0, 1000));
    REQUIRE(it.text.size() == 1);
    CHECK(
        it.text[0] ==
        R"~({"attempt":1,"call":"api-1","duration_ms":7,"event":"exchange","host":"https://x.wavefront.com",)~"
        R"~("level":"debug","method":"GET","path":"/api/v2/cloudintegration?offset=0&limit=1000",)~"
        R"~("received_bytes":74,"sent_bytes":0,"status":200,"time":"2023-11-14T22:13:20.042Z"})~"
        "\n");
  }

  TEST_CASE("attempts of one call have its number, and the pause before the next one") {
    Logged it({base::fail(ErrorKind::InDoubt, "no response from x: the request timed out"),
               logged_response(429, "null", {{"Retry-After", "3"}}),
               logged_response(200, R"~({"id":"a"})~")});
    REQUIRE(it.client.get("a"));
    REQUIRE(it.client.get("a"));
    REQUIRE(it.text.size() == 4);
    CHECK(it.line(0).get("error") == Value("in doubt"));
    CHECK(it.line(0).get("message") == Value("no response from x: the request timed out"));
    CHECK(it.line(0).get("status").is_null());
    CHECK(it.line(0).get("wait_ms").is_integer());
    CHECK(it.line(1).get("status") == Value(429));
    CHECK(it.line(1).get("wait_ms").as_integer() >= 3000);
    CHECK(it.line(2).get("wait_ms").is_null());
    for (int i = 0; i < 3; ++i) {
      CHECK(it.line(static_cast<std::size_t>(i)).get("call") == Value("api-1"));
      CHECK(it.line(static_cast<std::size_t>(i)).get("attempt") == Value(i + 1));
      CHECK(it.line(static_cast<std::size_t>(i)).get("duration_ms") == Value(7));
    }
    CHECK(it.line(3).get("call") == Value("api-2"));
    CHECK(it.line(3).get("attempt") == Value(1));
  }

  TEST_CASE("the last line of a failed call has no pause") {
    Logged it({logged_response(400)});
    CHECK(!it.client.create(Value::Map{}));
    REQUIRE(it.text.size() == 1);
    CHECK(it.line(0).get("wait_ms").is_null());
    CHECK(it.line(0).get("sent_bytes") == Value(2));
  }

  TEST_CASE("a trace has the bodies without secrets, and relevant headers") {
    Logged it({logged_response(
                  200, R"~({"id":"a","name":"plum tart","ec2":{"baseCredentials":{"externalId":"wave1"}}})~",
                  {{"Content-Type", "application/json"},
                   {"Set-Cookie", "session=1"},
                   {"X-Request-Id", "r-1"},
                   {"Location", "https://x/y?code=1"}})},
              LogLevel::Trace);
    Value body = Value(Value::Map{})
                     .with_path("name", Value("plum tart").with_marks(Value::Sensitive))
                     .with_path("ec2.baseCredentials.externalId", "wave1")
                     .with_path("ec2.baseCredentials.roleArn", "arn");
    REQUIRE(it.client.create(body));
    CHECK(
        base::write_json(it.line(0).get("request")) ==
        R"~({"body":{"ec2":{"baseCredentials":{"externalId":"(sensitive)","roleArn":"arn"}},"name":"(sensitive)"},)~"
        R"~("headers":{"accept":"application/json","content-type":"application/json"}})~");
    CHECK(
        base::write_json(it.line(0).get("response")) ==
        R"~({"body":{"response":{"ec2":{"baseCredentials":{"externalId":"(sensitive)"}},"id":"a",)~"
        R"~("name":"(sensitive)"},"status":{"code":200,"message":"","result":"OK"}},)~"
        R"~("headers":{"content-type":"application/json","location":"https://x/y","x-request-id":"r-1"}})~");
  }

  TEST_CASE("an external id is neither in the path nor in a response, and later nowhere") {
    Logged it({logged_response(200, R"~("wave341a3452")~"), logged_response(200, R"~("wave341a3452")~"),
               logged_response(200, R"~({"id":"a","name":"of wave341a3452"})~")},
              LogLevel::Trace);
    REQUIRE(it.client.create_external_id());
    REQUIRE(it.client.check_external_id("wave341a3452"));
    REQUIRE(it.client.get("a"));
    CHECK(it.line(0).at_path("response.body.response") == Value("(external id)"));
    CHECK(it.line(1).get("path") == Value("/api/v2/cloudintegration/awsExternalId/(external id)"));
    CHECK(it.line(2).at_path("response.body.response.name") == Value("of (external id)"));
    for (const auto& text : it.text) CHECK(!has(text, "341a"));
    Logged shorter({logged_response(404)});
    CHECK(!shorter.client.check_external_id("w1"));
    CHECK(shorter.line(0).get("path") == Value("/api/v2/cloudintegration/awsExternalId/(external id)"));
  }

  TEST_CASE("a body that is not JSON is cut, without the token that it repeats") {
    Logged it({http::Response{403, {}, "<html>Bearer hunter2-token" + std::string(5000, 'x')}},
              LogLevel::Trace);
    CHECK(!it.client.enable("a", [] { return base::Result<void>(); }));
    const std::string body = it.line(0).at_path("response.body").as_string();
    CHECK(body.starts_with("<html>Bearer (sensitive)xxx"));
    CHECK(body.ends_with("x … (5026 bytes)"));
    CHECK(body.size() < 530);
  }

  TEST_CASE("an authentication at CSP is shown without its contents") {
    const http::Request request{"POST",
                                "https://console.cloud.vmware.com/csp/gateway/am/api/auth/authorize",
                                {{"Authorization", "Basic YXBwOnNlY3JldA=="}},
                                "grant_type=client_credentials",
                                Millis(1)};
    const base::Result<http::Response> response =
        http::Response{200, {}, R"~({"access_token":"opensesame"})~"};
    Exchange exchange;
    exchange.service = Service::Csp;
    exchange.call = 2;
    exchange.attempt = 1;
    exchange.request = &request;
    exchange.response = &response;
    const Redaction redaction(services::catalog());
    const Value line = describe(exchange, LogLevel::Trace, redaction);
    CHECK(line.get("call") == Value("csp-2"));
    CHECK(base::write_json(line.get("request")) == R"~({"body":"(log-on)","headers":{}})~");
    CHECK(base::write_json(line.get("response")) == R"~({"body":"(log-on)","headers":{}})~");
  }
}

}  // namespace
}  // namespace waveform::provider
