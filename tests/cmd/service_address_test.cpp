#include "cmd/service_address.h"

#include <doctest/doctest.h>

namespace waveform::cmd {
namespace {

// "ask ADDRESS", "ADDRESS", or the message.
std::string chosen(const AddressClaims& claims) {
  auto address = choose_address(claims);
  if (!address) return address.error().message + " / " + address.error().hint;
  return (address->ask ? "ask " : "") + address->address;
}

constexpr const char* kA = "https://a.wavefront.com";
constexpr const char* kB = "https://b.wavefront.com";

}  // namespace

TEST_CASE("the user's address is used; a block that names another service is an error") {
  CHECK(chosen({kA, "WAVEFRONT_ADDRESS", "", ""}) == kA);
  CHECK(chosen({kA, "WAVEFRONT_ADDRESS", kA, ""}) == kA);
  CHECK(chosen({kA, "WAVEFRONT_ADDRESS", kB, ""}) ==
        "provider \"wavefront\" names the service https://b.wavefront.com, and WAVEFRONT_ADDRESS names "
        "https://a.wavefront.com / The token goes to the service that the user names. Correct the address in "
        "the "
        "manifest; or, if b.wavefront.com is right, `export WAVEFRONT_ADDRESS=b.wavefront.com`, or use the "
        "-profile "
        "that has it.");
  // No pin and no loopback excuses it.
  CHECK(chosen({kA, "WAVEFRONT_ADDRESS", kB, kB}).find("names the service") != std::string::npos);
  CHECK(chosen({kA, "WAVEFRONT_ADDRESS", "http://127.0.0.1:1", ""}).find("names the service") !=
        std::string::npos);
}

TEST_CASE("an address that only the block names is used on this machine, or by the pin of a shared state") {
  CHECK(chosen({"", "", "", ""}) == "");
  CHECK(chosen({"", "", "", kA}) == "");
  for (const char* address : {"http://127.0.0.1:80", "http://localhost", "http://[::1]:9"})
    CHECK(chosen({"", "", address, ""}) == address);
  CHECK(chosen({"", "", kA, kA}) == kA);
  CHECK(chosen({"", "", kA, ""}) == std::string("ask ") + kA);
  CHECK(chosen({"", "", kA, kB}) == std::string("ask ") + kA);
  CHECK(address_question(kA).find("is a.wavefront.com (address") != std::string::npos);
  CHECK(unapproved_address(kA).hint == "If that is right: `export WAVEFRONT_ADDRESS=a.wavefront.com`");
}

TEST_CASE("a proxy is known when it is this machine's or in the environment, with any user and password") {
  const std::map<std::string, std::string> variables = {
      {"https_proxy", "http://u:p@Proxy.example.com:3128/"}, {"http_proxy", ""}, {"all_proxy", "http:///x"}};
  const base::MapEnvironment environment(variables);
  for (const char* url :
       {"http://127.0.0.1:3128", "http://me:secret@localhost:1", "127.0.0.1", "http://[::1]:3128",
        "http://proxy.example.com:3128", "http://x:y@PROXY.example.com:3128"}) {
    CAPTURE(url);
    CHECK(is_known_proxy(url, environment));
  }
  for (const char* url :
       {"http://proxy.example.com:3129", "http://evil.com", "http://127.0.0.1@evil.com:3128",
        "http://127.0.0.1.evil.com", "evil.com:80/x://@127.0.0.1", "http://evil.com/@127.0.0.1",
        "http://evil.com#@127.0.0.1", "http://evil.com?@127.0.0.1", "", "http:///evil.com:1",
        "http:////evil.com", "//evil.com:99", "?evil.com", "socks5h:///evil.com", "localhost:\\\\evil.com",
        "http://a@127.0.0.1@evil.com", "http://a@evil.com@127.0.0.1", "http://127.0.0.1 evil.com"}) {
    CAPTURE(url);
    CHECK(!is_known_proxy(url, environment));
  }
  const auto error = unapproved_proxy("http://me:secret@evil.com:1/");
  CHECK((error.message + error.hint).find("secret") == std::string::npos);
  CHECK(error.hint.starts_with("If that is right: `export https_proxy=http://evil.com:1`"));
  CHECK(proxy_question("http://me:secret@evil.com:1").find("secret") == std::string::npos);
}

}  // namespace waveform::cmd
