// Trusted certificates, and what goes through a proxy.
#include <doctest/doctest.h>

#include "base/http/curl_transport.h"
#include "tests/support/text.h"
#include "tests/support/tls_gateway.h"

namespace waveform::http {
namespace {

using base::ErrorKind;
using test::has;
using test::TlsGateway;

base::Result<Response> get_by_tls(const std::string& url, const CurlOptions& options) {
  CurlTransport transport(options);
  return transport.send({"GET", url, {}, "", base::Millis(10'000)});
}

CurlOptions trusting(const std::string& certificate) {
  return curl_options(base::MapEnvironment({{"SSL_CERT_FILE", certificate}}));
}

TEST_SUITE("TLS") {
  TEST_CASE("an untrusted certificate is refused, SSL_CERT_FILE makes it trusted") {
    TlsGateway server("IP:127.0.0.1");
    const auto refused = get_by_tls(server.address(), {});
    REQUIRE(!refused);
    CHECK(refused.error().kind == ErrorKind::Untrusted);
    CHECK(has(refused.error().message, "its certificate cannot be trusted"));
    CHECK(has(refused.error().hint, "SSL_CERT_FILE"));
    const auto passed = get_by_tls(server.address(), trusting(server.certificate()));
    REQUIRE(passed);
    CHECK(passed->body == "hello");
  }

  TEST_CASE("a trusted certificate for another name is refused") {
    TlsGateway server("DNS:other.test");
    const auto refused = get_by_tls(server.address(), trusting(server.certificate()));
    REQUIRE(!refused);
    CHECK(refused.error().kind == ErrorKind::Untrusted);
    CHECK(has(refused.error().message, "its certificate cannot be trusted"));
  }

  TEST_CASE("a missing certificate file does not make a server trusted") {
    TlsGateway server("IP:127.0.0.1");
    const auto refused = get_by_tls(server.address(), trusting("/nowhere/ca.pem"));
    REQUIRE(!refused);
    CHECK(refused.error().kind == ErrorKind::Untrusted);
    CHECK(has(refused.error().hint, "SSL_CERT_FILE=/nowhere/ca.pem"));
  }

  TEST_CASE("https uses the proxy and verifies the server's certificate") {
    TlsGateway server("DNS:cluster.test");
    CurlOptions options = trusting(server.certificate());
    options.proxy = server.proxy();
    const auto passed = get_by_tls("https://cluster.test/path", options);
    REQUIRE(passed);
    CHECK(passed->body == "hello");
    REQUIRE(server.asked_of_proxy().size() == 1);
    CHECK(server.asked_of_proxy()[0].starts_with("cluster.test:443 Basic "));
    const auto other = get_by_tls("https://another.test/path", options);
    REQUIRE(!other);
    CHECK(has(other.error().message, "its certificate cannot be trusted"));
    CHECK(get_by_tls(server.address(), options).error().kind == ErrorKind::Untrusted);
    CHECK(server.asked_of_proxy().size() == 2);  // not for loopback addresses
  }

  TEST_CASE("no message shows the credentials of a proxy") {
    TlsGateway server("DNS:cluster.test");
    CurlOptions options = trusting(server.certificate());
    for (const std::string& proxy :
         {server.proxy("wrong-password-nobody-may-see"), std::string("http://me:wrong-password@127.0.0.1:1"),
          std::string("http://me:wrong-password@proxy.invalid:3128"),
          std::string("ht!tp://me:wrong-password@x"), std::string("ftp://me:wrong-password@x"),
          std::string("http://me:wrong-password@127.0.0.1:port")}) {
      options.proxy = proxy;
      const auto refused = get_by_tls("https://cluster.test/path", options);
      REQUIRE(!refused);
      CHECK(refused.error().kind == ErrorKind::Unreachable);
      CHECK_MESSAGE(!has(refused.error().message + refused.error().hint, "password"),
                    refused.error().message);
    }
  }
}

}  // namespace
}  // namespace waveform::http
