#include "provider/client.h"

#include <doctest/doctest.h>

#include "base/json.h"
#include "provider/simulator/simulator.h"
#include "tests/provider/script.h"
#include "tests/provider/simulator/cluster.h"
#include "tests/support/fake_clock.h"
#include "tests/support/text.h"

namespace waveform::provider {
namespace {

using base::ErrorKind;
using base::Value;
using test::has;

constexpr const char* kAddress = "https://x.wavefront.com";

std::string envelope(int code, const std::string& message = "", const std::string& response = "null") {
  return fmt::format(R"({{"status":{{"result":"{}","message":"{}","code":{}}},"response":{}}})",
                     code < 300 ? "OK" : "ERROR", message, code, response);
}

http::Response answer(int status, std::string body = "", http::Headers headers = {}) {
  return {status, std::move(headers), body.empty() ? envelope(status) : std::move(body)};
}

// A check that accepts everything.
base::Result<void> unchecked() {
  return {};
}

struct Scripted {
  explicit Scripted(std::vector<base::Result<http::Response>> lines,
                    TokenSupplier token = fixed_token("hunter2"))
      : script(std::move(lines)),
        client(script, clock, {kAddress, std::move(token), {}, base::Millis(60'000)}) {}
  std::size_t sent() const { return script.requests.size(); }

  base::FakeClock clock;
  Script script;
  Client client;
};

struct Simulated : simulator::Cluster {
  explicit Simulated(simulator::Options options = {})
      : Cluster(std::move(options)),
        client(simulator, clock, {"https://cluster.example", fixed_token("good"), {}, base::Millis(60'000)}) {
  }
  Client client;
};

// A list without an end: each page has new integrations.
struct Endless final : http::Transport {
  explicit Endless(std::int64_t per_page, std::string item_tail = "")
      : size(per_page), tail(std::move(item_tail)) {}
  base::Result<http::Response> send(const http::Request&) override {
    ++pages;
    std::string items;
    for (std::int64_t i = 0; i < size; ++i)
      items += fmt::format("{}{{\"id\":\"i-{}\"{}}}", i == 0 ? "" : ",", next++, tail);
    return answer(
        200, envelope(200, "", "{\"items\":[" + items + "],\"moreItems\":true,\"totalItems\":1000000000}"));
  }
  std::int64_t size;
  std::string tail;
  std::int64_t pages = 0, next = 0;
};

TEST_SUITE("client") {
  TEST_CASE("a check runs before every attempt of a modifying call, and its error ends the call") {
    Scripted it({answer(429), answer(406), answer(200, envelope(200, "", R"({"id":"a"})"))});
    int checks = 0;
    const auto updated = it.client.update("a", [&]() -> base::Result<Value> {
      return Value(Value::Map{{"name", std::to_string(++checks)}});
    });
    REQUIRE(updated);
    CHECK(checks == 3);
    REQUIRE(it.sent() == 3);
    CHECK(it.script.requests.back().body == R"({"name":"3"})");
    for (const auto& request : it.script.requests) CHECK(request.send_by);

    Scripted refused({answer(429), answer(200)});
    checks = 0;
    const auto removed = refused.client.remove("a", false, [&]() -> base::Result<void> {
      if (++checks == 2) return base::fail(ErrorKind::Conflict, "changed");
      return {};
    });
    REQUIRE(!removed);
    CHECK(removed.error().kind == ErrorKind::Conflict);
    CHECK(removed.error().message == "changed");
    CHECK(refused.sent() == 1);
  }

  TEST_CASE(
      "a call that could not begin in time is not sent: its check runs again at once, a limited number of "
      "times") {
    Scripted it({base::fail(ErrorKind::Expired, "not sent"), answer(200)});
    int checks = 0;
    auto check = [&]() -> base::Result<void> { return ++checks, base::Result<void>(); };
    const auto before = it.clock.steady();
    CHECK(it.client.undelete("a", check));
    CHECK(checks == 2);
    CHECK(it.clock.steady() == before);
    Scripted never({base::fail(ErrorKind::Expired, "not sent")});
    CHECK(!never.client.undelete("a", check));
    CHECK(never.sent() == 10);
  }

  TEST_CASE("a response with another integration is in doubt, for every call") {
    const auto other = answer(200, envelope(200, "", R"({"id":"other"})"));
    auto kind_of = [&](auto&& ask) {
      Scripted it({other});
      auto result = ask(it.client);
      REQUIRE(!result);
      CHECK(has(result.error().message, "with another integration"));
      return result.error().kind;
    };
    CHECK(kind_of([](Client& c) { return c.get("a"); }) == ErrorKind::InDoubt);
    CHECK(kind_of([](Client& c) {
            return c.update("a", [] { return base::Result<Value>(Value(Value::Map{})); });
          }) == ErrorKind::InDoubt);
    CHECK(kind_of([](Client& c) { return c.undelete("a", unchecked); }) == ErrorKind::InDoubt);
    CHECK(kind_of([](Client& c) { return c.enable("a", unchecked); }) == ErrorKind::InDoubt);
    CHECK(kind_of([](Client& c) { return c.remove("a", false, unchecked); }) == ErrorKind::InDoubt);
  }

  TEST_CASE("an invalid id is neither sent nor accepted from a response") {
    for (const char* id : {"..", ".", "a/b", "a b", "%2e", "a?b", "\xc3\xa4"}) {
      Scripted it({answer(200)});
      CHECK(it.client.get(id).error().kind == ErrorKind::Invalid);
      CHECK(it.client.remove(id, true, unchecked).error().kind == ErrorKind::Invalid);
      CHECK(it.client.undelete(id, unchecked).error().kind == ErrorKind::Invalid);
      CHECK(it.sent() == 0);
      const std::string body = base::write_json(Value(Value::Map{{"id", id}, {"name", "x"}}));
      Scripted created({answer(200, envelope(200, "", body))});
      CHECK(created.client.create(Value(Value::Map{})).error().kind == ErrorKind::InDoubt);
      Scripted listed({answer(200, envelope(200, "", R"({"items":[)" + body + "]}"))});
      CHECK(listed.client.list(Bin::Live, 0, 10).error().kind == ErrorKind::InDoubt);
    }
  }

  TEST_CASE("a redirect is not retried, even for reads") {
    Scripted it({answer(302, "<html/>", {{"Location", "https://elsewhere.example/x"}})});
    CHECK(it.client.get("a").error().kind == ErrorKind::Redirected);
    CHECK(it.sent() == 1);
  }

  TEST_CASE("an endless list ends at its limits, which the message contains") {
    struct Row {
      std::int64_t per_page;
      std::string tail;
      const char* limit;
    };
    std::string many = "[";  // few bytes, much memory
    for (int i = 0; i < 7000; ++i) many += "[0],";
    many += "[0]]";
    for (const auto& [per_page, tail, limit] :
         {Row{1000, "", "100000 integrations"}, Row{1, "", "1000 pages"},
          Row{20, ",\"tags\":" + many, "200 MiB"}}) {
      Endless transport(per_page, tail);
      base::FakeClock clock;
      Client client(transport, clock, {kAddress, fixed_token("t"), {}, base::Millis(60'000)});
      const auto all = for_each_integration(client, Bin::Live, 1, [](const Value&) {});
      REQUIRE(!all);
      CHECK(all.error().message ==
            fmt::format("the service's list has more than {}; reading was stopped", limit));
      CHECK(transport.pages <= 1001);
    }
  }

  TEST_CASE("a response that is too large is not the API's, and the limit is in the message") {
    std::string many = "{\"status\":{\"result\":\"OK\",\"code\":200},\"response\":{\"items\":[";
    for (int i = 0; i < 300'000; ++i) many += "1,";
    http::Response cut = answer(200, "{\"status\":");
    cut.cut = true;
    for (const auto& [response, words] :
         {std::pair(answer(200, many + "1]}}"), "JSON that is too large (it has more than 300000 values)"),
          std::pair(answer(200, std::string(200, '[') + std::string(200, ']')),
                    "JSON that is too large (it is nested more than 100 levels deep)"),
          std::pair(cut, "more than 10 bytes")}) {
      Scripted it({response});
      const auto list = it.client.list(Bin::Live, 0, 10);
      REQUIRE(!list);
      CHECK(list.error().kind == ErrorKind::InDoubt);
      CHECK_MESSAGE(has(list.error().message, words), list.error().message);
    }
  }

  TEST_CASE("every call reaches its endpoint") {
    Simulated cluster;
    const auto external = cluster.client.create_external_id();
    REQUIRE(external);
    CHECK(cluster.client.check_external_id(*external));
    CHECK(cluster.client.check_external_id("wave00000000").error().kind == ErrorKind::NotFound);

    const auto made = cluster.client.create(cluster.ec2("web"));
    REQUIRE(made);
    const std::string id = made->get("id").as_string();
    CHECK(cluster.client.get(id)->get("name") == Value("web"));
    CHECK(cluster.client.update(id, [&] { return base::Result<Value>(made->with_path("name", "web 2")); })
              ->get("name") == Value("web 2"));
    CHECK(cluster.client.search(Bin::Live, "web 2")->items.size() == 1);
    CHECK(cluster.client.search(Bin::Live, "web")->items.empty());
    CHECK(cluster.client.disable(id, unchecked));
    CHECK(cluster.client.get(id)->get("disabled") == Value(true));
    CHECK(cluster.client.enable(id, unchecked));
    CHECK(cluster.client.remove(id, false, unchecked));
    CHECK(cluster.client.list(Bin::Live, 0, 10)->items.empty());
    CHECK(cluster.client.list(Bin::Deleted, 0, 10)->items.size() == 1);
    CHECK(cluster.client.search(Bin::Deleted, "web 2")->items.size() == 1);
    CHECK(cluster.client.undelete(id, unchecked));
    CHECK(cluster.client.list(Bin::Live, 0, 10)->items.size() == 1);
    CHECK(cluster.client.remove(id, true, unchecked));
    CHECK(cluster.client.get(id).error().kind == ErrorKind::NotFound);
    CHECK(cluster.client.delete_external_id(*external));
  }

  TEST_CASE("every integration is visited once, for all page sizes") {
    simulator::Options options;
    options.page_cap = 2;
    Simulated cluster(options);
    for (int i = 0; i < 5; ++i) cluster.create_ec2(fmt::format("web {}", i));
    std::vector<std::string> names;
    REQUIRE(for_each_integration(cluster.client, Bin::Live, 1,
                                 [&](const Value& item) { names.push_back(item.get("name").as_string()); }));
    CHECK(names == std::vector<std::string>{"web 0", "web 1", "web 2", "web 3", "web 4"});
    CHECK(cluster.simulator.counters().by_call.at("list") == 3);
  }

  TEST_CASE("an empty list may be null") {
    simulator::Options options;
    options.null_lists = true;
    Simulated cluster(options);
    CHECK(for_each_integration(cluster.client, Bin::Live, 1, [](const Value&) { FAIL("nothing is there"); }));
    CHECK(for_each_integration(cluster.client, Bin::Deleted, 1,
                               [](const Value&) { FAIL("nothing is there"); }));
  }

  TEST_CASE("without moreItems the total says whether there is more") {
    Scripted it({answer(200, envelope(200, "", R"({"items":[{"id":"a"}],"totalItems":2})")),
                 answer(200, envelope(200, "", R"({"items":[{"id":"b"}],"totalItems":2})"))});
    int visits = 0;
    REQUIRE(for_each_integration(it.client, Bin::Live, 1, [&](const Value&) { ++visits; }));
    CHECK(visits == 2);
    CHECK(has(it.script.requests[1].url, "offset=1&limit=1000"));
  }

  TEST_CASE("an impossible total is ignored") {
    for (const char* total : {"9223372036854775807", "-9223372036854775808", "-1", "0", "1"}) {
      Scripted it(
          {answer(200, envelope(200, "",
                                fmt::format(R"({{"items":[{{"id":"a"}}],"totalItems":{},"moreItems":true}})",
                                            total))),
           answer(200, envelope(200, "", R"({"items":[{"id":"b"}],"moreItems":false})")),
           answer(200, envelope(200, "", R"({"items":[],"moreItems":false})"))});
      int visits = 0;
      CHECK(for_each_integration(it.client, Bin::Live, 1, [&](const Value&) { ++visits; }));
      CHECK(visits == 2);
      CHECK(it.sent() <= 1001);
    }
  }

  TEST_CASE("a list that repeats its pages is an error") {
    Scripted it({answer(200, envelope(200, "", R"({"items":[{"id":"a"}],"moreItems":true})"))});
    const auto visited = for_each_integration(it.client, Bin::Live, 1, [](const Value&) {});
    REQUIRE(!visited);
    CHECK(visited.error().kind == ErrorKind::Corrupt);
    CHECK(it.sent() == 2);
  }

  TEST_CASE("the token is in the header, and nowhere else") {
    Scripted it({answer(401)});
    const auto result = it.client.get("an-id");
    const http::Request& request = it.script.requests[0];
    CHECK(http::header(request.headers, "authorization") == "Bearer hunter2");
    CHECK(http::header(request.headers, "accept") == "application/json");
    CHECK(http::header(request.headers, "content-type").empty());
    CHECK(request.url == "https://x.wavefront.com/api/v2/cloudintegration/an-id");
    CHECK(!has(result.error().message + result.error().hint, "hunter2"));
  }

  TEST_CASE("statuses become kinds, with hints") {
    struct {
      int status;
      ErrorKind kind;
      const char* words;
    } const rows[] = {
        {400, ErrorKind::Refused, "Invalid role ARN"},     {401, ErrorKind::Unauthorized, "WAVEFRONT_TOKEN"},
        {403, ErrorKind::Forbidden, "Proxies permission"}, {404, ErrorKind::NotFound, "it does not exist"},
        {405, ErrorKind::Refused, "the service refused"},  {406, ErrorKind::Throttled, "try again later"},
        {409, ErrorKind::Refused, "the service refused"},  {429, ErrorKind::Throttled, "try again later"},
        {500, ErrorKind::InDoubt, "the service failed"},   {503, ErrorKind::InDoubt, "the service failed"},
    };
    for (const auto& row : rows) {
      Scripted it({answer(row.status, envelope(row.status, "Invalid role ARN"))});
      const auto result = it.client.create(Value::Map{});
      REQUIRE(!result);
      CHECK_MESSAGE(result.error().kind == row.kind, row.status);
      CHECK_MESSAGE(has(result.error().message + result.error().hint, row.words), result.error().message);
      CHECK(has(result.error().message, "cannot create the integration"));
    }
  }

  TEST_CASE("a response that is not the API's own is in doubt and is described") {
    struct {
      int status;
      const char* body;
      const char* words;
    } const rows[] = {
        {200, "<html>Log on</html>", "a web page"},
        {200, " ", "an empty body"},
        {200, R"({"status":{"result":"OK","mess)", "JSON that is cut off"},
        {200, R"({"hello":1})", "JSON that is not in the API's form"},
        {200, "hello", "content that is not JSON"},
        {404, "<html>404</html>", "returned status 404 with a web page"},
        {403, "<html>blocked</html>", "returned status 403 with a web page"},
        {502, "<html>Bad gateway</html>", "returned status 502 with a web page"},
    };
    for (const auto& row : rows) {
      Scripted it({answer(row.status, row.body)});
      const auto result = it.client.remove("id", false, unchecked);
      REQUIRE(!result);
      CHECK(result.error().kind == ErrorKind::InDoubt);
      CHECK_MESSAGE(has(result.error().message, row.words), result.error().message);
      CHECK(has(result.error().message, kAddress));
      CHECK(it.sent() == 1);
    }
  }

  TEST_CASE("a redirect is reported with its target's host, without the path, and is not followed") {
    Scripted it({answer(302, " ", {{"Location", "https://login.example/very?secret=1"}})});
    const auto result = it.client.get("id");
    CHECK(has(result.error().message, "a redirect to https://login.example; redirects are not followed"));
    CHECK(!has(result.error().message, "secret"));
    Scripted relative({answer(301, " ", {{"Location", "/login"}})});
    CHECK(has(relative.client.get("id").error().message, "another of its paths"));
  }

  TEST_CASE("an error inside a good status counts as the error it says") {
    Scripted it({answer(200, envelope(404, "gone"))});
    CHECK(it.client.get("id").error().kind == ErrorKind::NotFound);
  }

  TEST_CASE("an incomplete response is in doubt") {
    Scripted it({answer(200)});
    CHECK(it.client.get("id").error().kind == ErrorKind::InDoubt);
    CHECK(it.client.create(Value::Map{}).error().kind == ErrorKind::InDoubt);
    CHECK(it.client.list(Bin::Live, 0, 10).error().kind == ErrorKind::InDoubt);
    CHECK(it.client.create_external_id().error().kind == ErrorKind::InDoubt);
    CHECK(it.client.enable("id", unchecked));
  }

  TEST_CASE("the service's message is shown without control characters and secrets") {
    Scripted it({answer(400, envelope(400, "bad \\u001b[31m key s3cret-value"))});
    const Value secret = Value("s3cret-value").with_marks(Value::Sensitive);
    const auto result = it.client.create(Value::Map{{"newRelic", Value::Map{{"apiKey", secret}}}});
    CHECK(has(result.error().message, "(secret)"));
    CHECK(!has(result.error().message, "s3cret-value"));
    CHECK(!has(result.error().message, "\x1b"));
  }

  TEST_CASE("long parts of a key file are not shown either") {
    Scripted it({answer(400, envelope(400, "cannot parse 0123456789abcdef0123456789abcdef"))});
    const Value secret =
        Value(R"({"private_key": "0123456789abcdef0123456789abcdef"})").with_marks(Value::Sensitive);
    const auto result = it.client.create(Value::Map{{"gcp", Value::Map{{"gcpJsonKey", secret}}}});
    CHECK(has(result.error().message, "cannot parse (secret)"));
  }

  TEST_CASE("reads are retried after temporary faults") {
    const auto cut = base::fail(ErrorKind::InDoubt, "cut");
    Scripted it({answer(503), cut, answer(429, "Too many requests"), answer(406), answer(200, "<html>"),
                 answer(200, envelope(200, "", R"({"id":"a"})"))});
    CHECK(it.client.get("a"));
    CHECK(it.sent() == 6);
    Scripted search({answer(500), answer(200, envelope(200, "", R"({"items":[]})"))});
    CHECK(search.client.search(Bin::Live, "web"));
    CHECK(search.sent() == 2);
  }

  TEST_CASE("writes are retried only if nothing happened") {
    const auto never_sent = base::fail(ErrorKind::Unreachable, "refused");
    Scripted it({answer(429, "Too many requests"), never_sent, answer(406),
                 answer(200, envelope(200, "", R"({"id":"a"})"))});
    CHECK(it.client.create(Value::Map{}));
    CHECK(it.sent() == 4);
    Scripted lost({base::fail(ErrorKind::InDoubt, "cut")});
    const auto result = lost.client.create(Value::Map{});
    CHECK(result.error().kind == ErrorKind::InDoubt);
    CHECK(result.error().message == "cannot create the integration: cut");
    CHECK(lost.sent() == 1);
  }

  TEST_CASE("a Retry-After beyond the patience is reported at once, with its time") {
    Scripted it({answer(429, "", {{"Retry-After", "3600"}})});
    const auto error = it.client.get("a").error();
    CHECK(has(error.message,
              "the service asks to wait 1 h (Retry-After), longer than the 3 min that are waited"));
    CHECK(error.hint == "try again in 1 h");
  }

  TEST_CASE("a Retry-After of a response that is not retried changes nothing") {
    Scripted it({answer(401, "", {{"Retry-After", "3600"}})});
    CHECK(!has(it.client.get("a").error().message, "Retry-After"));
  }

  TEST_CASE("a certificate that cannot be trusted is reported at once") {
    Scripted it({base::fail(ErrorKind::Untrusted, "its certificate cannot be trusted")});
    CHECK(it.client.get("a").error().kind == ErrorKind::Untrusted);
  }

  TEST_CASE("Retry-After is waited for") {
    Scripted it({answer(429, "", {{"Retry-After", "9"}}), answer(200)});
    const auto start = it.clock.steady();
    CHECK(it.client.enable("a", unchecked));
    CHECK((it.clock.steady() - start).count() >= 9000);
    CHECK((it.clock.steady() - start).count() < 10'000);
  }

  TEST_CASE("a call that is throttled for too long fails") {
    Scripted it({answer(429)});
    const auto error = it.client.enable("a", unchecked).error();
    CHECK(error.kind == ErrorKind::Throttled);
    CHECK_MESSAGE(has(error.message, "(429), after 10 attempts in "), error.message);
    CHECK(it.sent() == 10);
  }

  TEST_CASE("a rejected token is renewed once") {
    int renewals = 0;
    std::string token = "old";
    const TokenSupplier supplier = [&](const std::string& rejected) -> base::Result<std::string> {
      if (!rejected.empty()) token = fmt::format("new {}", ++renewals).replace(3, 1, "-");
      return token;
    };
    Scripted it({answer(401), answer(200)}, supplier);
    CHECK(it.client.enable("a", unchecked));
    CHECK(http::header(it.script.requests[1].headers, "Authorization") == "Bearer new-1");

    Scripted never({answer(401)}, supplier);
    CHECK(never.client.enable("a", unchecked).error().kind == ErrorKind::Unauthorized);
    CHECK(never.sent() == 2);

    Scripted fixed({answer(401)});
    CHECK(fixed.client.enable("a", unchecked).error().kind == ErrorKind::Unauthorized);
    CHECK(fixed.sent() == 1);
  }

  TEST_CASE("a token that is invalid in a header is never sent") {
    for (const char* token : {"", "two words", "line\r\nX-Header: break"}) {
      Scripted it({answer(200)}, fixed_token(token));
      CHECK(it.client.enable("a", unchecked).error().kind == ErrorKind::Unauthorized);
      CHECK(it.sent() == 0);
    }
    const TokenSupplier none = [](const std::string&) -> base::Result<std::string> {
      return base::fail(ErrorKind::Unreachable, "no authentication server");
    };
    Scripted it({answer(200)}, none);
    CHECK(it.client.enable("a", unchecked).error().message ==
          "cannot enable the integration a: no authentication server");
  }

  TEST_CASE("no message about an external id names it") {
    Scripted it({answer(404), answer(400, "", {})});
    CHECK(!has(it.client.check_external_id("wave341a3452").error().message, "wave341a3452"));
    CHECK(!has(it.client.delete_external_id("wave341a3452").error().message, "wave341a3452"));
  }
}

}  // namespace
}  // namespace waveform::provider
