#include "base/http/curl_transport.h"

#include <array>

#include "tests/base/http/raw_server.h"
#include "tests/support/program.h"

namespace waveform::http {
namespace {

using base::ErrorKind;
using base::Millis;

constexpr const char* kHello = "HTTP/1.1 200 OK\r\nX-Word: one\r\nContent-Length: 5\r\n\r\nhello";
constexpr const char* kSecret = "hunter2-token";

Request get(const std::string& url) {
  return {"GET", url, {{"Authorization", std::string("Bearer ") + kSecret}}, "", Millis(10'000)};
}

// One exchange that must fail, with a message without secrets.
base::Error failure(CurlTransport& transport, const Request& request) {
  const auto response = transport.send(request);
  REQUIRE(!response);
  const std::string words = response.error().message + response.error().hint;
  CHECK(words.find(kSecret) == std::string::npos);
  CHECK(words.find("/path") == std::string::npos);
  return response.error();
}

TEST_SUITE("curl transport") {
  TEST_CASE("a response has status, headers in any case, and body") {
    RawServer server({kHello});
    CurlTransport transport;
    const auto response = transport.send(get(server.url()));
    REQUIRE(response);
    CHECK(response->status == 200);
    CHECK(header(response->headers, "x-word") == "one");
    CHECK(header(response->headers, "X-Other").empty());
    CHECK(response->body == "hello");
  }

  TEST_CASE("one connection serves one request after another") {
    RawServer server({kHello, kHello, kHello});
    CurlTransport transport;
    for (int i = 0; i < 3; ++i) CHECK(transport.send(get(server.url())));
    CHECK(server.requests() == 3);
    CHECK(server.connections() == 1);
  }

  TEST_CASE("a request whose kept-alive connection dies is sent once, not again, and is in doubt") {
    for (const char* method : {"GET", "POST", "DELETE"}) {
      RawServer server({kHello, "", kHello});
      CurlTransport transport;
      REQUIRE(transport.send(get(server.url())));
      Request request = get(server.url("/path"));
      request.method = method;
      if (request.method == "POST") request.body = "{}";
      CHECK(failure(transport, request).kind == ErrorKind::InDoubt);
      CHECK(server.requests() == 2);
      CHECK(transport.send(get(server.url())));
    }
  }

  TEST_CASE("a lost response is in doubt, in whatever way it was lost") {
    for (const char* answer :
         {"", "!HTTP/1.1 200 OK\r\nContent-Le", "!HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhello",
          "!\x16\x03\x01garbage without end",
          "!HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello"}) {
      RawServer server({answer});
      CurlTransport transport;
      CHECK(failure(transport, get(server.url("/path"))).kind == ErrorKind::InDoubt);
      CHECK(server.requests() == 1);
    }
  }

  TEST_CASE("a missing response is in doubt after the timeout") {
    RawServer server({"HTTP/1.1 100 Continue\r\n\r\n"});
    CurlTransport transport;
    Request request = get(server.url("/path"));
    request.timeout = Millis(50);
    const base::Error error = failure(transport, request);
    CHECK(error.kind == ErrorKind::InDoubt);
    CHECK(error.message.find("the request timed out") != std::string::npos);
  }

  TEST_CASE("a response beyond the limit is cut") {
    RawServer server({kHello, kHello});
    CurlOptions options;
    options.max_response_bytes = 4;
    CurlTransport transport(options);
    const auto response = transport.send(get(server.url("/path")));
    REQUIRE(response);
    CHECK(response->cut);
    CHECK(response->status == 200);
    CHECK(response->body == "hell");
    options.max_response_bytes = 5;
    const auto whole = CurlTransport(options).send(get(server.url("/path")));
    REQUIRE(whole);
    CHECK(!whole->cut);
  }

  TEST_CASE("endless headers are in doubt") {
    std::string head = "!HTTP/1.1 200 OK\r\n";
    while (head.size() < 400'000) head += "X-More: " + std::string(1000, 'x') + "\r\n";
    RawServer server({head});
    CurlTransport transport;
    const base::Error error = failure(transport, get(server.url("/path")));
    CHECK(error.kind == ErrorKind::InDoubt);
    CHECK(error.message.find("its headers are larger than 262144 bytes") != std::string::npos);
  }

  TEST_CASE("a response that has begun has to make progress, in its body and in its headers") {
    for (const char* begun :
         {"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhello", "HTTP/1.1 200 OK\r\nX-Slow: y"}) {
      RawServer server({begun});
      CurlOptions options;
      options.progress_time = Millis(100);
      CurlTransport transport(options);
      const base::Error error = failure(transport, get(server.url("/path")));
      CHECK(error.kind == ErrorKind::InDoubt);
      CHECK(error.message.find("it sent less than 8192 bytes in 0 s") != std::string::npos);
    }
  }

  TEST_CASE("a response that is not complete after some time is reported, once") {
    RawServer server({"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhello"});
    CurlOptions options;
    options.progress_time = Millis(400);
    options.slow_time = Millis(50);
    int told = 0;
    options.is_slow = [&](const Request&, std::int64_t bytes, base::Millis since) {
      ++told;
      CHECK(bytes > 40);
      CHECK(since >= Millis(50));
    };
    CurlTransport transport(options);
    CHECK(failure(transport, get(server.url("/path"))).kind == ErrorKind::InDoubt);
    CHECK(told == 1);
  }

  TEST_CASE("a signal ends a read in the middle, and no write") {
    RawServer server({"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhello",
                      "!HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhello"});
    CurlOptions options;
    options.gives_up = [] { return true; };
    CurlTransport transport(options);
    Request request = get(server.url("/path"));
    request.timeout = base::Millis(3000);
    request.is_read = true;
    CHECK(failure(transport, request).kind == ErrorKind::Interrupted);
    request.is_read = false;
    CHECK(failure(transport, request).kind == ErrorKind::InDoubt);
  }

  TEST_CASE("a closed port is unreachable, and the message names the host") {
    std::string url;
    {
      RawServer server({});
      url = server.url();
    }
    CurlTransport transport;
    const base::Error error = failure(transport, get(url + "path"));
    CHECK(error.kind == ErrorKind::Unreachable);
    CHECK(error.message.find("cannot reach http://127.0.0.1:") == 0);
    CHECK(!error.hint.empty());
  }

  TEST_CASE("a name that does not exist is unreachable") {
    CurlTransport transport;
    const base::Error error = failure(transport, get("https://cluster.invalid/path"));
    CHECK(error.kind == ErrorKind::Unreachable);
    CHECK(error.message.find("cluster.invalid") != std::string::npos);
  }

  TEST_CASE("a port without TLS is unreachable over https") {
    RawServer server({"!HTTP/1.1 400 Bad Request\r\n\r\n"});
    CurlTransport transport;
    std::string url = server.url("/path");
    url.replace(0, 4, "https");
    Request request = get(url);
    request.timeout = Millis(200);
    CHECK(failure(transport, request).kind == ErrorKind::Unreachable);
    CHECK(server.requests() == 0);
  }

  TEST_CASE("a redirect is a response and is not followed") {
    RawServer server({"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"});
    CurlTransport transport;
    const auto response = transport.send(get(server.url()));
    REQUIRE(response);
    CHECK(response->status == 302);
    CHECK(server.requests() == 1);
  }

  TEST_CASE("other schemes are refused") {
    CurlTransport transport;
    CHECK(failure(transport, get("file:///etc/passwd")).kind == ErrorKind::Unreachable);
  }

  TEST_CASE(
      "the certificate bundle comes from the environment, curl's own variable first, else from a usual "
      "place") {
    const test::TemporaryDirectory directory;
    const std::string other = (directory.path() / "ca-bundle.crt").string();
    using Variables = std::map<std::string, std::string>;
    const auto bundle = [&other](Variables variables) {
      return curl_options(base::MapEnvironment(std::move(variables)), std::array{"/missing", other.c_str()})
          .ca_bundle;
    };
    CHECK(bundle({}).empty());
    directory.write("ca-bundle.crt", "");
    CHECK(bundle({}) == other);
    CHECK(bundle(Variables{{"SSL_CERT_FILE", "/a"}}) == "/a");
    CHECK(bundle(Variables{{"SSL_CERT_FILE", "/a"}, {"CURL_CA_BUNDLE", "/b"}}) == "/b");
    CHECK(curl_options(base::MapEnvironment(Variables{{"SSL_CERT_FILE", "/a"}})).ca_bundle_from ==
          "SSL_CERT_FILE");
  }
}

}  // namespace
}  // namespace waveform::http
