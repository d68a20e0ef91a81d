#include "cmd/profiles.h"

#include <doctest/doctest.h>

#include "tests/support/text.h"

namespace waveform::cmd {
namespace {

using waveform::test::has;

Profile one(const std::string& text, const std::string& name = "default") {
  auto profiles = parse_profiles(text, "/home/me/.wavefront");
  REQUIRE_MESSAGE(profiles, text);
  REQUIRE(profiles->contains(name));
  return profiles->at(name);
}

TEST_CASE("profiles have an endpoint and a token; other keys are ignored") {
  auto profiles = parse_profiles(
      "# mine\n; and this\nproxy = of no profile\n\n[default]\nendpoint = a.wavefront.com\ntoken = "
      "abc\nformat=json\n"
      "[ other ]\n  token=a=b\n[neither]\nx = 1\n[empty]\n",
      "x");
  REQUIRE(profiles);
  CHECK(profiles->size() == 3);
  CHECK(profiles->at("default").endpoint == "a.wavefront.com");
  CHECK(profiles->at("default").token == "abc");
  CHECK(profiles->at("other").endpoint == "");
  CHECK(profiles->at("other").token == "a=b");
  CHECK(profiles->at("neither").token == "");
}

TEST_CASE("line ends of Windows, a byte order mark and spaces do not count") {
  auto profile = one("\xEF\xBB\xBF[default]\r\n endpoint =  a.wavefront.com \t\r\ntoken=abc\r\n");
  CHECK(profile.endpoint == "a.wavefront.com");
  CHECK(profile.token == "abc");
  CHECK(parse_profiles("", "x")->empty());
}

TEST_CASE("an error has its line number, without the contents") {
  struct {
    const char* text;
    const char* where;
  } const rows[] = {{"[default]\ntoken: hunter2\n", "/home/me/.wavefront:2: "},
                    {"[default]\nhunter2\n", "/home/me/.wavefront:2: "},
                    {"[hunter2\n", "/home/me/.wavefront:1: "},
                    {"[default]\ntoken=hunter2\n\ntoken=hunter2\n", "/home/me/.wavefront:4: "},
                    {"[hunter2]\na=1\n[hunter2]\na=1\n", "/home/me/.wavefront:3: "},
                    {"[default]\n= hunter2\n", "/home/me/.wavefront:2: "}};
  for (const auto& row : rows) {
    auto profiles = parse_profiles(row.text, "/home/me/.wavefront");
    REQUIRE(!profiles);
    CHECK_MESSAGE(has(profiles.error().message, row.where), profiles.error().message);
    CHECK(!has(profiles.error().message + profiles.error().hint, "hunter2"));
  }
}

}  // namespace
}  // namespace waveform::cmd
