#include "base/address.h"

#include <doctest/doctest.h>

namespace waveform::base {

TEST_CASE("an address is read as it is written") {
  for (const char* text : {"t.n", "wavefront_cloud_integration_ec2.main-1", "t.n[0]", "t.n[12]", "t.n[\"a\"]",
                           "t.n[\"a.b[0] \\\"c\\\"\"]", "_t._n", "t.gr\xc3\xbcn", "t.n[\"$${a} %%{b} $c $\"]",
                           "t.n[\"\\\\$${a}\"]", "t.n[\"\\U000e0041\"]", "t.n[\"\\\\U000e0041\"]"}) {
    INFO(text);
    auto address = parse_address(text);
    REQUIRE(address);
    CHECK(address->text() == text);
  }
  CHECK(std::get<std::string>(parse_address("t.n[\"a\"]")->key) == "a");
  CHECK(std::get<std::int64_t>(parse_address("t.n[3]")->key) == 3);
}

TEST_CASE("keys with the beginning of a template are read with and without its escape") {
  for (const char* text : {"t.n[\"$${a}%%{b\"]", "t.n[\"${a}%{b\"]"})
    CHECK(parse_address(text).value() == Address{"t", "n", "${a}%{b"});
  for (const char* key : {"$${a}", "$$${a}", "\\${a}", "$", "${"})
    CHECK(parse_address(Address{"t", "n", key}.text()).value() == Address{"t", "n", key});
  CHECK(parse_address("t.n[\"\\udb40\\udc41\"]").value() == parse_address("t.n[\"\\U000e0041\"]").value());
}

TEST_CASE("a key with invisible characters, also beyond 16 bits, is read as it is written") {
  for (const char* key : {"x\xe2\x80\x8b", "x\xc2\xa0", "x\xf3\xa0\x81\x81y", "\xf0\x9f\x9a\x80"}) {
    const Address address{"t", "n", std::string(key)};
    const auto read = parse_address(address.text());
    REQUIRE_MESSAGE(read, address.text());
    CHECK(*read == address);
  }
}

TEST_CASE("an invalid address is refused with the expected form") {
  for (const char* text :
       {"", "t", ".", "t.", ".n", "t.n.x", "t.n[", "t.n[]", "t.n[x]", "t.n[-1]", "t.n[0", "t.n[\"a]",
        "t.n[0]x", "1t.n", "t.1n", "t .n", "t.n[99999999999999999999]", "t.n[1.5]", "t.n[\"a\"\"b\"]"}) {
    INFO(text);
    auto address = parse_address(text);
    REQUIRE(!address);
    CHECK(address.error().kind == ErrorKind::Invalid);
    CHECK(address.error().hint.find("TYPE.NAME") != std::string::npos);
  }
  CHECK(parse_address("\x1b[2J").error().message.find('\x1b') == std::string::npos);
}

TEST_CASE("addresses are ordered by type, name and key: no key, numbers by value, strings") {
  std::vector<std::string> texts = {"a.x",     "b.a",         "b.a[0]",     "b.a[2]",
                                    "b.a[10]", "b.a[\"10\"]", "b.a[\"b\"]", "b.b"};
  for (std::size_t i = 0; i + 1 < texts.size(); ++i)
    CHECK(*parse_address(texts[i]) < *parse_address(texts[i + 1]));
}

}  // namespace waveform::base
