#include <cmath>
#include <limits>

#include "planner/hcl/arithmetic.h"
#include "planner/hcl/conversions.h"
#include "planner/hcl/functions/results.h"
#include "planner/hcl/functions/tables.h"

namespace waveform::hcl {

using base::Value;

namespace {

double number_of(const Typed& argument) {
  return argument.value.as_double();
}

Called call_abs(Arguments given, const CallContext&) {
  const auto n = whole_number(given[0]);
  if (!n) return number_result(std::fabs(number_of(given[0])));
  if (*n == std::numeric_limits<std::int64_t>::min()) return out_of_range();
  return typed_number(Value(*n < 0 ? -*n : *n));
}

Called call_ceil(Arguments given, const CallContext&) {
  return given[0].value.is_integer() ? Called(given[0]) : number_result(std::ceil(number_of(given[0])));
}

Called call_floor(Arguments given, const CallContext&) {
  return given[0].value.is_integer() ? Called(given[0]) : number_result(std::floor(number_of(given[0])));
}

Called call_log(Arguments given, const CallContext&) {
  return number_result(std::log(number_of(given[0])) / std::log(number_of(given[1])));
}

Called call_pow(Arguments given, const CallContext&) {
  return number_result(std::pow(number_of(given[0]), number_of(given[1])));
}

Called call_signum(Arguments given, const CallContext&) {
  const auto n = whole_number(given[0]);
  if (!n) return not_whole("num", 0);
  return typed_number(Value(*n < 0 ? -1 : *n > 0 ? 1 : 0));
}

// The first of the smallest numbers, or of the largest.
template <bool kSmallest>
Called call_extreme(Arguments given, const CallContext&) {
  if (given.empty()) return call_fault("at least one number is needed");
  const Typed* first = given.data();
  for (const Typed& number : given) {
    if (kSmallest ? less(number.value, first->value) : less(first->value, number.value)) first = &number;
  }
  return *first;
}

// The value of a digit: up to base 36 case is ignored, above it upper case follows lower case. -1 for other
// characters.
int digit_value(char c, std::int64_t base) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'z') return c - 'a' + 10;
  if (c >= 'A' && c <= 'Z') return c - 'A' + (base <= 36 ? 10 : 36);
  return -1;
}

Called call_parseint(Arguments given, const CallContext&) {
  if (given[0].type.kind() != Type::Kind::String && !given[0].type.is_any()) {
    return call_fault("number must be a string", 0);
  }
  if (given[0].value.is_unknown() || given[1].value.is_unknown()) return unknown(Type::Kind::Number);
  const auto base = whole_number(given[1]);
  if (!base || *base < 2 || *base > 62) {
    return call_fault("base must be a whole number from 2 to 62", 1);
  }
  std::string_view digits = text_of(given[0]);
  const bool negative = digits.starts_with('-');
  if (negative || digits.starts_with('+')) digits.remove_prefix(1);
  std::int64_t n = 0;
  bool beyond = false;
  for (const char c : digits) {
    const int digit = digit_value(c, *base);
    if (digit < 0 || digit >= *base) digits = {};
    if (digits.empty()) break;
    beyond = beyond || __builtin_mul_overflow(n, *base, &n) ||
             __builtin_add_overflow(n, negative ? -digit : digit, &n);
  }
  if (digits.empty()) return call_fault("number is not a whole number in this base", 0);
  if (beyond) return out_of_range();
  return typed_number(Value(n));
}

Called call_sum(Arguments given, const CallContext&) {
  if (!given[0].type.is_sequence()) return call_fault("list must be a list, set or tuple", 0);
  const Value::List& list = given[0].value.as_list();
  if (list.empty()) return call_fault("list must not be empty", 0);
  Value sum(0);
  for (const Value& element : list) {
    const auto number = to_number(element);
    if (!number) return call_fault("list must only have numbers", 0);
    const auto total = arithmetic(BinaryOp::Add, sum, *number);
    if (!total) return out_of_range();
    sum = *total;
  }
  return typed_number(std::move(sum));
}

}  // namespace

std::vector<Function> number_functions() {
  using enum Type::Kind;
  const Parameter num{"num", Number};
  const Parameter numbers{"numbers", Number};
  return {
      {"abs", {num}, Number, call_abs},
      {"ceil", {num}, Number, call_ceil},
      {"floor", {num}, Number, call_floor},
      {"log", {num, {"base", Number}}, Number, call_log},
      {"max", {}, Number, call_extreme<false>, nullptr, numbers},
      {"min", {}, Number, call_extreme<true>, nullptr, numbers},
      {"parseint",
       {{"number", {}, Parameter::Unknown}, {"base", Number, Parameter::Unknown}},
       Number,
       call_parseint},
      {"pow", {num, {"power", Number}}, Number, call_pow},
      {"signum", {num}, Number, call_signum},
      {"sum", {{"list"}}, Number, call_sum},
  };
}

}  // namespace waveform::hcl
