#include "provider/schema.h"

#include <doctest/doctest.h>

#include "base/json.h"
#include "provider/services/catalog.h"

namespace waveform::provider {
namespace {

using base::Value;

// The converted value as JSON, or the error.
std::string become(Type type, const Value& value) {
  auto converted = convert({.type = type}, value);
  return converted ? base::write_json(*converted) : converted.error().message;
}

}  // namespace

TEST_CASE("values are converted to the type of an attribute as in Terraform") {
  struct Row {
    Type type;
    Value value;
    const char* expected;
  };
  for (const auto& [type, value, expected] : std::initializer_list<Row>{
           {Type::String, "a", "\"a\""},
           {Type::String, 5, "\"5\""},
           {Type::String, 0.5, "\"0.5\""},
           {Type::String, true, "\"true\""},
           {Type::String, Value::List{}, "a string is required, this is a list"},
           {Type::Number, "5", "5"},
           {Type::Number, "-0.5", "-0.5"},
           {Type::Number, "1e3", "1000"},
           {Type::Number, "5x", "a number is required, this is a string"},
           {Type::Number, "", "a number is required, this is a string"},
           {Type::Number, " 5", "a number is required, this is a string"},
           {Type::Number, "nan", "a number is required, this is a string"},
           {Type::Number, "-inf", "a number is required, this is a string"},
           {Type::Number, true, "a number is required, this is a bool"},
           {Type::Bool, "true", "true"},
           {Type::Bool, "True", "a bool is required, this is a string"},
           {Type::Bool, 1, "a bool is required, this is a number"},
           {Type::StringList, Value::List{"b", 1, "b"}, "[\"b\",\"1\",\"b\"]"},
           {Type::StringList, Value::List{"b", Value()}, "element 1: a string is required, this is null"},
           {Type::StringList, Value::List{Value::List{}}, "element 0: a string is required, this is a list"},
           {Type::StringList, "a", "a list of string is required, this is a string"},
           {Type::StringSet, Value::List{"b", "a", "b"}, "[\"a\",\"b\"]"},
           {Type::StringMap, Value::Map{{"k", 1}}, "{\"k\":\"1\"}"},
           {Type::StringMap, Value::Map{{"k", Value::List{}}},
            "member \"k\": a string is required, this is a list"},
           {Type::StringMap, Value::List{}, "a map of string is required, this is a list"},
           {Type::Number, Value(), "null"},
       }) {
    INFO(expected);
    CHECK(become(type, value) == expected);
  }
}

TEST_CASE("a secret that is JSON loses the byte order mark before it, and nothing else does") {
  const Value marked("\ufeff{\"a\": 1}\n"), text("\ufeffabc");
  CHECK(*convert({.type = Type::String, .secret = true}, marked) == Value("{\"a\": 1}\n"));
  CHECK(convert({.type = Type::String, .secret = true}, marked.with_marks(Value::Sensitive))->is_sensitive());
  CHECK(*convert({.type = Type::String, .secret = true}, text) == text);
  CHECK(*convert({.type = Type::String}, marked) == marked);
}

TEST_CASE("marks and unknown values go through a conversion") {
  CHECK(convert({.type = Type::String}, Value(5).with_marks(Value::Sensitive))->is_sensitive());
  CHECK(convert({.type = Type::StringList}, Value(Value::List{Value("a").with_marks(Value::Masked)}))
            ->marks_within() == Value::Masked);
  CHECK(convert({.type = Type::Number}, Value::unknown())->is_unknown());
  CHECK(!convert({.type = Type::StringSet}, Value(Value::List{"a", Value::unknown()}))->is_wholly_known());
}

TEST_CASE("types are found by name, services in any case") {
  auto catalog = services::catalog();
  CHECK(catalog.find("wavefront_cloud_integration_ec2")->service == "EC2");
  CHECK(catalog.find("ec2") == nullptr);
  CHECK(catalog.find_service("cloudTrail")->object == "cloudTrail");
  CHECK(catalog.find_service("") == nullptr);
  CHECK(catalog.find_service("ORACLE") == nullptr);
}

}  // namespace waveform::provider
