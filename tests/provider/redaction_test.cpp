#include "provider/redaction.h"

#include <doctest/doctest.h>

#include "base/json.h"
#include "provider/services/catalog.h"

namespace waveform::provider {
namespace {

using base::Value;

Value sensitive(const char* text) {
  return Value(text).with_marks(Value::Sensitive);
}

// Redacts JSON text.
struct Redacted {
  std::string body(const std::string& json) const {
    auto parsed = base::parse_json(json);
    REQUIRE_MESSAGE(parsed, json);
    return base::write_json(redaction.shown(*parsed));
  }
  Redaction redaction{services::catalog()};
};

TEST_SUITE("redaction") {
  TEST_CASE("marked values are hidden by their mark") {
    Redacted it;
    const Value body(Value::Map{{"name", sensitive("x")},
                                {"tags", Value::List{sensitive("y"), Value("z")}},
                                {"role", Value("wave1").with_marks(Value::Masked)},
                                {"whole", Value(Value::Map{{"a", 1}}).with_marks(Value::Sensitive)}});
    CHECK(
        base::write_json(it.redaction.shown(body)) ==
        R"~({"name":"(sensitive)","role":"(external id)","tags":["(sensitive)","z"],"whole":"(sensitive)"})~");
  }

  TEST_CASE("secrets of every service are hidden wherever a body stands") {
    Redacted it;
    int seen = 0;
    for (const auto& type : services::catalog().types) {
      for (const auto& attribute : type.attributes) {
        if (!attribute.secret) continue;
        ++seen;
        const Value body = Value(Value::Map{}).with_path(attribute.wire, "4711");
        const Value page(Value::Map{{"response", Value::Map{{"items", Value::List{body}}}}});
        for (const Value& text : {body, page})
          CHECK(base::write_json(it.redaction.shown(text)).find("4711") == std::string::npos);
        const Value object = Value(Value::Map{}).with_path(attribute.wire, Value(Value::List{"4711"}));
        CHECK(base::write_json(it.redaction.shown(object)).find("4711") == std::string::npos);
      }
    }
    CHECK(seen >= 9);
  }

  TEST_CASE("empty values and documented placeholders are shown") {
    Redacted it;
    for (const char* body : {R"~({"azure":{"baseCredentials":{"clientSecret":"saved_secret"}}})~",
                             R"~({"newRelic":{"apiKey":""}})~",
                             R"~({"ec2":{"baseCredentials":{"externalId":null,"roleArn":"arn"}}})~",
                             R"~({"gcpBilling":{"gcpApiKey":"saved_api_key"}})~"})
      CHECK(it.body(body) == body);
    CHECK(it.body(R"~({"newRelic":{"apiKey":"saved"}})~") == R"~({"newRelic":{"apiKey":"(sensitive)"}})~");
  }

  TEST_CASE("for unknown services, members named like secrets are hidden") {
    Redacted it;
    CHECK(it.body(R"~({"moon":{"moonApiToken":"abc","PASSWORD":"abc","tokens":5,"hasToken":true}})~") ==
          R"~({"moon":{"PASSWORD":"(sensitive)","hasToken":true,"moonApiToken":"(sensitive)","tokens":5}})~");
  }

  TEST_CASE("what the state holds as a digest is hidden in the bodies of that id") {
    Redacted it;
    it.redaction.hide("i-1", "name");
    it.redaction.hide("", "prefix");
    CHECK(it.body(R"~({"items":[{"prefix":"a"}]})~") == R"~({"items":[{"prefix":"(sensitive)"}]})~");
    it.redaction.hide("i-1", "cloudWatch.namespaces");
    CHECK(it.body(R"~({"items":[{"id":"i-1","name":"a","cloudWatch":{"namespaces":["b"],"x":1}},
                               {"id":"i-2","name":"c"}]})~") ==
          R"~({"items":[{"cloudWatch":{"namespaces":"(sensitive)","x":1},"id":"i-1","name":"(sensitive)"},)~"
          R"~({"id":"i-2","name":"c"}]})~");
  }

  TEST_CASE("learned strings are removed from every string and key") {
    Redacted it;
    it.redaction.learn(Value::List{sensitive("Zebra & \"Co\""), sensitive("abc"), sensitive("5"),
                                   Value("wave123").with_marks(Value::Masked)});
    CHECK(it.body(R"~({"lastError":"of Zebra & \"Co\" it is","k-wave123":1,"n":5,"m":15})~") ==
          R"~({"k-(external id)":1,"lastError":"of (sensitive) it is","m":15,"n":"(sensitive)"})~");
    CHECK(it.redaction.shown(std::string("abc")) == "(sensitive)");
    CHECK(it.redaction.shown(std::string("abcd")) == "abcd");
    CHECK(it.redaction.shown(std::string(R"~({"name":"Zebra & \"Co\""})~")) == R"~({"name":"(sensitive)"})~");
    CHECK(it.redaction.shown(std::string("?q=Zebra%20%26%20%22Co%22")) == "?q=(sensitive)");
  }

  TEST_CASE("of overlapping strings no end remains") {
    Redacted it;
    it.redaction.learn(Value::List{sensitive("abcd"), sensitive("cdef"), sensitive("abcdefgh-long")});
    CHECK(it.redaction.shown(std::string("xabcdefx")) == "x(sensitive)x");
    CHECK(it.redaction.shown(std::string("abcdefgh-long")) == "(sensitive)");
    CHECK(it.redaction.shown(std::string("abcdabcd")) == "(sensitive)(sensitive)");
  }

  TEST_CASE("a key file is also known by its parts, and a string with lines by its lines") {
    Redacted it;
    it.redaction.learn(sensitive(R"~({"type": "service_account", "project_id": "my-project",
                                     "private_key": "-----BEGIN-----\nMIIEvQIBADANBgkqhk\nG9w0B\n",
                                     "auth_uri": "https://accounts.example"})~"));
    CHECK(it.redaction.shown(std::string("got MIIEvQIBADANBgkqhk here")) == "got (sensitive) here");
    CHECK(it.redaction.shown(std::string("project my-project, service_account")) ==
          "project my-project, service_account");
  }
}

}  // namespace
}  // namespace waveform::provider
