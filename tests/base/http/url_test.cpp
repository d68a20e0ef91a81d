#include "base/http/url.h"

#include <doctest/doctest.h>

namespace waveform::http {
namespace {

TEST_SUITE("url") {
  TEST_CASE("addresses have one normal form") {
    struct {
      const char* given;
      const char* normal;
    } const rows[] = {
        {"x.wavefront.com", "https://x.wavefront.com"},
        {" https://X.Wavefront.com/ ", "https://x.wavefront.com"},
        {"HTTPS://x.wavefront.com:443", "https://x.wavefront.com"},
        {"x.wavefront.com.", "https://x.wavefront.com"},
        {"https://X.wavefront.com..:443/", "https://x.wavefront.com"},
        {"x.wavefront.com:8443", "https://x.wavefront.com:8443"},
        {"http://127.0.0.1:8080", "http://127.0.0.1:8080"},
        {"http://127.1.2.3:80/", "http://127.1.2.3"},
        {"http://localhost:1", "http://localhost:1"},
        {"http://[::1]:9", "http://[::1]:9"},
        {"[2001:DB8::1]", "https://[2001:db8::1]"},
    };
    for (const auto& row : rows) {
      const auto normal = normalise_address(row.given);
      REQUIRE_MESSAGE(normal, row.given);
      CHECK(*normal == row.normal);
      CHECK(*normalise_address(*normal) == *normal);
    }
  }

  TEST_CASE("an invalid address is refused with the reason") {
    struct {
      const char* given;
      const char* words;
    } const rows[] = {
        {"", "is empty"},
        {"ftp://x.com", "scheme \"ftp\""},
        {"https://", "is not a valid host name"},
        {"https://a b", "is not a valid host name"},
        {"[::1", "is not a valid host name"},
        {"[host]", "is not a valid host name"},
        {"x.com:0", "is not a valid port"},
        {"x.com:65536", "is not a valid port"},
        {"x.com:http", "is not a valid port"},
        {"https://x.com/api/v2", "continues after the host: \"/api/v2\""},
        {"https://x.com?a", "continues after the host"},
        {"https://x.com#a", "continues after the host"},
        {"http://x.wavefront.com", "token unencrypted"},
        {"http://127.0.0.1.example.com", "token unencrypted"},
        {"http://127.0.0.256", "token unencrypted"},
    };
    for (const auto& row : rows) {
      const auto origin = parse_address(row.given);
      REQUIRE_MESSAGE(!origin, row.given);
      CHECK(origin.error().kind == base::ErrorKind::Invalid);
      CHECK_MESSAGE(origin.error().message.find(row.words) != std::string::npos, origin.error().message);
    }
  }

  TEST_CASE("credentials in an address are refused and not repeated") {
    for (const char* given : {"https://user:hunter2@x.com", "https://x.com/hunter2@y"}) {
      const auto origin = parse_address(given);
      REQUIRE(!origin);
      CHECK((origin.error().message + origin.error().hint).find("hunter2") == std::string::npos);
    }
  }

  TEST_CASE("percent-encoding and decoding are inverse") {
    CHECK(percent_encode("a-Z_0.9~") == "a-Z_0.9~");
    CHECK(percent_encode("a b/c?d%\xC3\xA9") == "a%20b%2Fc%3Fd%25%C3%A9");
    CHECK(percent_decode("a%20b%2fc") == "a b/c");
    CHECK(percent_decode("100%") == "100%");
    CHECK(percent_decode("%4") == "%4");
    CHECK(percent_decode("%zz%41") == "%zzA");
  }

  TEST_CASE("a target is a path and a query, with or without the address") {
    const Target target = parse_target("https://x.com/a%20b/c?limit=5&name=a%26b&flag&&=x#end");
    CHECK(target.path == "/a%20b/c");
    CHECK(target.parameter("limit") == "5");
    CHECK(target.parameter("name") == "a&b");
    CHECK(target.parameter("flag").empty());
    CHECK(target.parameter("other").empty());
    CHECK(parse_target("/a?b=c").path == "/a");
    CHECK(parse_target("https://x.com").path == "/");
    CHECK(parse_target("https://x.com?a=b").parameter("a") == "b");
  }
}

}  // namespace
}  // namespace waveform::http
