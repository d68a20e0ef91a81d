#include "provider/csp.h"

#include <condition_variable>
#include <mutex>
#include <thread>

#include <doctest/doctest.h>

#include "provider/simulator/simulator.h"
#include "tests/provider/script.h"
#include "tests/provider/simulator/cluster.h"
#include "tests/support/fake_clock.h"
#include "tests/support/text.h"

namespace waveform::provider {
namespace {

using base::ErrorKind;
using base::Millis;
using test::has;

constexpr const char* kApiToken = "api-token-nobody-may-see";
constexpr const char* kSecret = "app-secret-nobody-may-see";

CspOptions with_api_token() {
  CspOptions options;
  options.api_token = kApiToken;
  return options;
}

CspOptions with_app(const std::string& org = "") {
  CspOptions options;
  options.app_id = "app";
  options.app_secret = kSecret;
  options.org_id = org;
  return options;
}

http::Response csp_answer(int status, const std::string& body) {
  return {status, {}, body};
}

http::Response token_for(const std::string& token, const std::string& expires_in) {
  return csp_answer(200, fmt::format(R"({{"access_token": "{}", "token_type": "bearer", "expires_in": {}}})",
                                     token, expires_in));
}

struct ScriptedCsp {
  explicit ScriptedCsp(std::vector<base::Result<http::Response>> lines, CspOptions options = with_api_token())
      : script(std::move(lines)), token(csp_token(script, clock, std::move(options))) {}
  std::size_t sent() const { return script.requests.size(); }

  base::FakeClock clock;
  Script script;
  TokenSupplier token;
};

TEST_SUITE("csp") {
  TEST_CASE("an API token is exchanged by its form") {
    ScriptedCsp it({token_for("access", "1800")});
    CHECK(it.token("") == std::string("access"));
    const http::Request& request = it.script.requests.at(0);
    CHECK(request.method == "POST");
    CHECK(request.url == "https://console.cloud.vmware.com/csp/gateway/am/api/auth/api-tokens/authorize");
    CHECK(request.body == fmt::format("grant_type=api_token&refresh_token={}", kApiToken));
    CHECK(http::header(request.headers, "Content-Type") == "application/x-www-form-urlencoded");
    CHECK(http::header(request.headers, "Authorization").empty());
  }

  TEST_CASE("an app authenticates with its id and secret, and its organization if it has one") {
    ScriptedCsp it({token_for("access", "1800")}, with_app("org/1"));
    CHECK(it.token("") == std::string("access"));
    const http::Request& request = it.script.requests.at(0);
    CHECK(request.url == "https://console.cloud.vmware.com/csp/gateway/am/api/auth/authorize");
    CHECK(request.body == "grant_type=client_credentials&orgId=org%2F1");
    CHECK(http::header(request.headers, "Authorization") == "Basic YXBwOmFwcC1zZWNyZXQtbm9ib2R5LW1heS1zZWU=");
    ScriptedCsp none({token_for("access", "1800")}, with_app());
    REQUIRE(none.token(""));
    CHECK(none.script.requests.at(0).body == "grant_type=client_credentials");
  }

  TEST_CASE("an access token is kept until shortly before its end") {
    struct {
      const char* expires_in;
      int kept_seconds;
    } const rows[] = {{"1800", 1740}, {"300", 270}, {"10", 9}};
    for (const auto& row : rows) {
      ScriptedCsp it({token_for("first", row.expires_in), token_for("second", row.expires_in)});
      CHECK(it.token("") == std::string("first"));
      it.clock.sleep(Millis(1000 * row.kept_seconds - 1));
      CHECK(it.token("") == std::string("first"));
      it.clock.sleep(Millis(1));
      CHECK(it.token("") == std::string("second"));
      CHECK(it.sent() == 2);
    }
  }

  TEST_CASE("a token without a known lifetime is kept until it is rejected") {
    for (const char* expires_in : {"0", "-5", "null", "\"soon\"", "0.5"}) {
      ScriptedCsp it({token_for("first", expires_in), token_for("second", expires_in)});
      CHECK(it.token("") == std::string("first"));
      it.clock.sleep(Millis(1'000'000'000));
      CHECK(it.token("") == std::string("first"));
      CHECK(it.token("first") == std::string("second"));
    }
    ScriptedCsp absent({csp_answer(200, R"({"access_token": "first"})")});
    CHECK(absent.token("") == std::string("first"));
    CHECK(absent.token("") == std::string("first"));
    CHECK(absent.sent() == 1);
  }

  TEST_CASE("a rejected token that was already renewed needs no exchange") {
    ScriptedCsp it({token_for("first", "1800"), token_for("second", "1800"), token_for("third", "1800")});
    REQUIRE(it.token(""));
    CHECK(it.token("first") == std::string("second"));
    CHECK(it.token("first") == std::string("second"));
    CHECK(it.sent() == 2);
    CHECK(it.token("second") == std::string("third"));
  }

  TEST_CASE("an exchange is retried like a read, and is never in doubt") {
    ScriptedCsp it({base::fail(ErrorKind::InDoubt, "cut"), csp_answer(503, ""), csp_answer(429, "slow down"),
                    token_for("access", "1800")});
    CHECK(it.token("") == std::string("access"));
    CHECK(it.sent() == 4);
    for (const auto& lost :
         {base::fail(ErrorKind::InDoubt, "cut"), base::fail(ErrorKind::Unreachable, "no")}) {
      ScriptedCsp never({lost});
      CHECK(never.token("").error().kind == ErrorKind::Unreachable);
    }
    ScriptedCsp broken({csp_answer(500, "{}")});
    CHECK(broken.token("").error().kind == ErrorKind::Unreachable);
    ScriptedCsp throttled({csp_answer(429, "")});
    CHECK(throttled.token("").error().kind == ErrorKind::Throttled);
  }

  TEST_CASE("a refusal names CSP and what to check, without CSP's message") {
    const std::string echo =
        fmt::format(R"({{"message": "Invalid refresh token: {} {}"}})", kApiToken, kSecret);
    struct {
      CspOptions options;
      int status;
      const char* words;
    } const rows[] = {{with_api_token(), 400, "the API token in CSP_API_TOKEN may be expired"},
                      {with_api_token(), 404, "CSP_API_TOKEN"},
                      {with_app(), 401, "check that CSP_APP_SECRET is the secret of the app CSP_APP_ID"},
                      {with_app("org"), 403, "the app belongs to CSP_ORG_ID"}};
    for (const auto& row : rows) {
      ScriptedCsp it({csp_answer(row.status, echo)}, row.options);
      const base::Error error = it.token("").error();
      CHECK(error.kind == ErrorKind::Unauthorized);
      CHECK(error.message ==
            fmt::format(
                "cannot authenticate through VMware Cloud Services: https://console.cloud.vmware.com refused "
                "the authentication ({})",
                row.status));
      CHECK_MESSAGE(has(error.hint, row.words), error.hint);
      CHECK(it.sent() == 1);
    }
  }

  TEST_CASE("a response that is not CSP's is described, and the call is retried a few times") {
    for (const auto& other :
         {csp_answer(200, "<html>Log on</html>"), csp_answer(200, "{}"),
          csp_answer(200, R"({"access_token": ""})"), csp_answer(200, R"({"access_token": 5})"),
          csp_answer(302, ""), csp_answer(404, "<html>")}) {
      ScriptedCsp it({other});
      const base::Error error = it.token("").error();
      CHECK(error.kind == ErrorKind::Unreachable);
      CHECK(has(error.message, "without an access token"));
      CHECK(has(error.hint, "CSP_BASE_URL"));
      CHECK(it.sent() == (other.status == 302 ? 1 : 6));
    }
  }

  TEST_CASE("the API accepts the tokens of CSP beside its own, until they expire") {
    simulator::Options options;
    options.token = "classic";
    options.csp_api_token = kApiToken;
    simulator::Cluster cluster(options);
    CspOptions csp = with_api_token();
    csp.address = "https://cluster.example";
    std::vector<std::string> calls;
    csp.observer = [&](const Exchange& exchange) {
      calls.push_back(fmt::format("csp {}", (*exchange.response)->status));
    };
    ClientOptions client_options;
    client_options.address = "https://cluster.example";
    client_options.token = csp_token(cluster.simulator, cluster.clock, csp);
    client_options.observer = [&](const Exchange& exchange) {
      calls.push_back(fmt::format("api {}", (*exchange.response)->status));
    };
    Client client(cluster.simulator, cluster.clock, client_options);
    CHECK(client.list(Bin::Live, 0, 10));
    CHECK(client.list(Bin::Live, 0, 10));
    cluster.simulator.expire_access_tokens();
    CHECK(client.list(Bin::Live, 0, 10));
    CHECK(calls ==
          std::vector<std::string>{"csp 200", "api 200", "api 200", "csp 200", "api 401", "api 200"});
  }
}

// Holds every exchange until it is released.
struct Gate final : http::Transport {
  base::Result<http::Response> send(const http::Request&) override {
    std::unique_lock lock(mutex);
    ++sent;
    changed.notify_all();
    changed.wait(lock, [&] { return open; });
    return token_for(fmt::format("token-{}", sent), "1800");
  }
  void wait_for(int count) {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return sent >= count; });
  }
  void let_go() {
    const std::lock_guard lock(mutex);
    open = true;
    changed.notify_all();
  }
  std::mutex mutex;
  std::condition_variable changed;
  int sent = 0;
  bool open = false;
};

TEST_SUITE("csp") {
  TEST_CASE("many threads wait for one exchange") {
    Gate gate;
    base::SystemClock clock;
    const TokenSupplier token = csp_token(gate, clock, with_api_token());
    std::vector<std::string> got(16);
    std::vector<std::thread> threads;
    threads.reserve(got.size());
    for (auto& one : got) threads.emplace_back([&] { one = token("").value_or("none"); });
    gate.wait_for(1);
    gate.let_go();
    for (auto& thread : threads) thread.join();
    CHECK(got == std::vector<std::string>(16, "token-1"));
    threads.clear();
    for (auto& one : got) threads.emplace_back([&] { one = token("token-1").value_or("none"); });
    for (auto& thread : threads) thread.join();
    CHECK(got == std::vector<std::string>(16, "token-2"));
    CHECK(gate.sent == 2);
  }
}

}  // namespace
}  // namespace waveform::provider
