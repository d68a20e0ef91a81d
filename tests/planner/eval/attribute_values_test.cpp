#include "planner/eval/attribute_values.h"

#include <doctest/doctest.h>

#include "base/json.h"

namespace waveform::planner {
namespace {

using base::Value;
using provider::Attribute;
using provider::Type;

base::Result<Value> converted(const Attribute& attribute, const Value& value) {
  return convert(attribute, hcl::with_own_type(value));
}

// What a value becomes, as JSON; what is wrong with it otherwise.
std::string become(Type type, const Value& value) {
  auto made = converted({.type = type, .members = {{"a"}, {"b"}}}, value);
  return made ? base::write_json(*made) : made.error().message;
}

}  // namespace

TEST_CASE("values become what an attribute takes, as Terraform converts them") {
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
           {Type::String, Value::List{}, "Expected a string, found a tuple"},
           {Type::Number, 5.0, "5"},
           {Type::Number, "5", "5"},
           {Type::Number, "+5", "5"},
           {Type::Number, "-0.5", "-0.5"},
           {Type::Number, "1e3", "1000"},
           {Type::Number, "5x", "Expected a number, found a string"},
           {Type::Number, "", "Expected a number, found a string"},
           {Type::Number, " 5", "Expected a number, found a string"},
           {Type::Number, "nan", "Expected a number, found a string"},
           {Type::Number, "-inf", "Expected a number, found a string"},
           {Type::Number, true, "Expected a number, found a bool"},
           {Type::Bool, "true", "true"},
           {Type::Bool, "1", "true"},
           {Type::Bool, "0", "false"},
           {Type::Bool, "True", "a bool is required: write true or false in lower case"},
           {Type::Bool, "yes", "Expected a bool, found a string"},
           {Type::Bool, 1, "Expected a bool, found a number"},
           {Type::StringList, Value::List{"b", 1, "b"}, "[\"b\",\"1\",\"b\"]"},
           {Type::StringList, Value::List{"b", Value()}, "a list of string has no null in it"},
           {Type::StringList, Value::List{Value::List{}}, "element 0: a string is required"},
           {Type::StringList, "a", "Expected a list of string, found a string"},
           {Type::StringSet, Value::List{"b", "a", "b"}, "[\"a\",\"b\"]"},
           {Type::StringMap, Value::Map{{"k", 1}}, "{\"k\":\"1\"}"},
           {Type::StringMap, Value::Map{{"k", Value::List{}}}, "attribute \"k\": a string is required"},
           {Type::StringMap, Value::List{}, "Expected a map of string, found a tuple"},
           {Type::StringListMap, Value::Map{{"k", Value::List{"v", Value()}}},
            "a map of list of string has no null in it"},
           {Type::ObjectList, Value::Map{{"a", 1}, {"b", ""}, {"//", "c"}}, R"([{"a":"1","b":null}])"},
           {Type::ObjectList, Value::List{Value::Map{}}, R"([{"a":null,"b":null}])"},
           {Type::ObjectList, Value::List{Value::Map{{"c", 1}}},
            "unknown member \"c\", expected one of a and b"},
           {Type::ObjectList, Value::List{Value()}, "a list of object has no null in it"},
           {Type::ObjectList, Value::List{"a"}, "element 0: an object is required"},
           {Type::Number, Value(), "null"},
       }) {
    INFO(expected);
    CHECK(become(type, value) == expected);
  }
}

TEST_CASE("a secret that is JSON loses the byte order mark before it, and nothing else does") {
  const Value marked("\ufeff{\"a\": 1}\n"), text("\ufeffabc");
  CHECK(*converted({.type = Type::String, .secret = provider::Secret{}}, marked) == Value("{\"a\": 1}\n"));
  CHECK(converted({.type = Type::String, .secret = provider::Secret{}}, marked.with_marks(Value::Sensitive))
            ->is_sensitive());
  CHECK(*converted({.type = Type::String, .secret = provider::Secret{}}, text) == text);
  CHECK(*converted({.type = Type::String}, marked) == marked);
}

TEST_CASE("marks and unknown values go through a conversion") {
  CHECK(converted({.type = Type::String}, Value(5).with_marks(Value::Sensitive))->is_sensitive());
  CHECK(converted({.type = Type::StringList}, Value(Value::List{Value("a").with_marks(Value::Masked)}))
            ->marks_within() == Value::Masked);
  CHECK(converted({.type = Type::Number}, Value::unknown())->is_unknown());
  CHECK(!converted({.type = Type::StringSet}, Value(Value::List{"a", Value::unknown()}))->is_wholly_known());
}

}  // namespace waveform::planner
