#include "base/value.h"

#include <doctest/doctest.h>

namespace waveform::base {

TEST_CASE("equal numbers are equal values, whichever way they were written") {
  CHECK(Value(5) == Value(5.0));
  CHECK(Value(5.0).is_integer());
  CHECK(Value(0.5) != Value(0));
  CHECK(Value(9007199254740993) != Value(9007199254740992));
  CHECK(Value("5") != Value(5));
  CHECK(Value(true) != Value(1));
  CHECK(Value() != Value(false));
}

TEST_CASE("a number's text is the shortest that reads back, without exponent") {
  CHECK(number_text(5) == "5");
  CHECK(number_text(-0.1) == "-0.1");
  CHECK(number_text(1e21) == "1000000000000000000000");
  CHECK(number_text(INT64_MIN) == "-9223372036854775808");
  CHECK(number_text(1e-7) == "0.0000001");
  CHECK(number_text(5e-324).size() == 326);
  CHECK(number_text(1.7e308).size() == 309);
}

TEST_CASE("paths lead into maps, and to null for missing members") {
  Value value(Value::Map{{"a", Value::Map{{"b", 1}}}});
  CHECK(value.at_path("a.b") == Value(1));
  CHECK(value.at_path("a.c").is_null());
  CHECK(value.at_path("a.b.c").is_null());
  CHECK(Value("x").get("a").is_null());
  CHECK(value.with_path("a.c.d", 2).at_path("a.c.d") == Value(2));
  CHECK(value.with_path("a.b.c", 3).at_path("a.b.c") == Value(3));  // a value that is not a map is replaced
  CHECK(value.without_path("a.b") == Value(Value::Map{{"a", Value::Map{}}}));
  CHECK(value.without_path("a.x.y") == value);
  CHECK(value.without_path("a") == Value(Value::Map{}));
  CHECK(value.at_path("a.b") == Value(1));  // a value never changes
}

TEST_CASE("a null member can be removed") {
  Value value(Value::Map{{"a", Value()}});
  CHECK(value.without_path("a") == Value(Value::Map{}));
}

TEST_CASE("marks follow a value and take no part in equality") {
  Value secret = Value("x").with_marks(Value::Sensitive);
  CHECK(secret == Value("x"));
  CHECK(secret.is_sensitive());
  Value list(Value::List{1, secret});
  CHECK(list.marks() == 0);
  CHECK(list.marks_within() == Value::Sensitive);
  CHECK(Value(Value::Map{{"a", list}}).is_sensitive());
  CHECK(!secret.without_marks().is_sensitive());
  CHECK(secret.with_marks(Value::Masked).marks() == (Value::Sensitive | Value::Masked));
  Value map = Value(Value::Map{}).with_marks(Value::Masked);
  CHECK(map.with_path("a", 1).marks() == Value::Masked);
}

TEST_CASE("a value knows its size, counting shared parts each time") {
  CHECK(Value("x").size_within() == 0);
  CHECK(Value(Value::Map{{"a", 1}, {"b", Value::List{2, 3}}}).size_within() == 4);
  Value doubled = Value::List{1};
  for (int i = 0; i < 100; ++i) doubled = Value::List{doubled, doubled};
  CHECK(doubled.size_within() == 4294967295u);
  CHECK(doubled.is_wholly_known());
  CHECK(doubled.marks_within() == 0);
}

TEST_CASE("unknown anywhere inside makes a value not wholly known") {
  CHECK(Value().is_wholly_known());
  CHECK(!Value::unknown().is_wholly_known());
  CHECK(!Value(Value::List{1, Value::Map{{"a", Value::unknown()}}}).is_wholly_known());
  CHECK(Value::unknown() == Value::unknown());
  CHECK(Value::unknown() != Value());
}

TEST_CASE("the order of values is total: by kind, then by content") {
  std::vector<Value> sorted = {Value(),
                               Value::unknown(),
                               false,
                               true,
                               -1,
                               0.5,
                               2,
                               "a",
                               "b",
                               Value::List{},
                               Value::List{1},
                               Value::List{1, 2},
                               Value::Map{},
                               Value::Map{{"a", 1}},
                               Value::Map{{"a", 2}},
                               Value::Map{{"b", 0}}};
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    for (std::size_t j = 0; j < sorted.size(); ++j) CHECK(less(sorted[i], sorted[j]) == (i < j));
  }
}

TEST_CASE("long strings are shared by copies, and equal ones are equal") {
  const std::string text(1000, 'x');
  const Value one(text), copy = one, other(text);
  CHECK(&one.as_string() == &copy.as_string());
  CHECK(&one.as_string() != &other.as_string());
  CHECK(one == other);
  CHECK(!(one == Value(std::string(999, 'x') + "y")));
  CHECK(!less(one, other));
  CHECK(one.with_marks(Value::Sensitive).as_string() == text);
}

TEST_CASE("a footprint is the memory that only this value holds") {
  CHECK(Value(5).footprint() == 0);
  CHECK(Value("short").footprint() == 0);
  CHECK(Value(std::string(100, 'x')).footprint() >= 100);
  Value text(std::string(10'000, 'x'));
  CHECK(text.footprint() >= 10'000);
  const Value list(Value::List{text, text, text});
  CHECK(list.footprint() >= 3 * sizeof(Value));
  CHECK(list.footprint() < 1'000);  // the string is shared
  const Value nested(Value::Map{{"a", list}, {"b", Value::List{1, 2}}});
  CHECK(nested.footprint() < 1'000);
  CHECK(nested.footprint() > Value(Value::List{1, 2}).footprint());
  text = {};
  Value::List alone;
  alone.emplace_back(std::string(10'000, 'x'));
  CHECK(Value(std::move(alone)).footprint() >= 10'000);
}

}  // namespace waveform::base
