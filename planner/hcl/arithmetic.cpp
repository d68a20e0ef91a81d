#include "planner/hcl/arithmetic.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>

#include <fmt/format.h>

#include "planner/hcl/conversions.h"

namespace waveform::hcl {

using base::Value;

namespace {

// Empty when it is beyond 64 bits or not whole.
std::optional<std::int64_t> whole_result(BinaryOp op, std::int64_t a, std::int64_t b) {
  std::int64_t result = 0;
  const bool lowest = a == std::numeric_limits<std::int64_t>::min() && b == -1;
  switch (op) {
    case BinaryOp::Add:
      if (!__builtin_add_overflow(a, b, &result)) return result;
      break;
    case BinaryOp::Subtract:
      if (!__builtin_sub_overflow(a, b, &result)) return result;
      break;
    case BinaryOp::Multiply:
      if (!__builtin_mul_overflow(a, b, &result)) return result;
      break;
    case BinaryOp::Divide:
      if (!lowest && a % b == 0) return a / b;
      break;
    case BinaryOp::Modulo:
      return lowest ? 0 : a % b;
    default:
      break;
  }
  return std::nullopt;
}

double double_result(BinaryOp op, double a, double b) {
  switch (op) {
    case BinaryOp::Add:
      return a + b;
    case BinaryOp::Subtract:
      return a - b;
    case BinaryOp::Multiply:
      return a * b;
    case BinaryOp::Divide:
      return a / b;
    default:
      return std::fmod(a, b);
  }
}

// digits / 10^decimals
struct Scaled {
  std::int64_t digits = 0;
  int decimals = 0;

  // With zeros up to `more` decimals; false beyond 64 bits.
  bool extend(int more) {
    for (; decimals < more; ++decimals) {
      if (__builtin_mul_overflow(digits, 10, &digits)) return false;
    }
    return true;
  }
};

// Empty when it has more than 15 digits: then a double is not always the number that was written.
std::optional<Scaled> scaled(const Value& number) {
  constexpr std::int64_t kBeyond = 1'000'000'000'000'000;
  std::string text = base::number_text(number);
  Scaled decimal;
  if (const auto point = text.find('.'); point != std::string::npos) {
    decimal.decimals = static_cast<int>(text.size() - point - 1);
    text.erase(point, 1);
  }
  const auto digits = number_of_text(text);
  const bool is_long = digits && (digits->as_integer() <= -kBeyond || digits->as_integer() >= kBeyond);
  if (!digits || !digits->is_integer() || (is_long && !number.is_integer())) return std::nullopt;
  decimal.digits = digits->as_integer();
  return decimal;
}

std::optional<Value> decimal_result(BinaryOp op, const Value& a, const Value& b) {
  auto left = scaled(a);
  auto right = scaled(b);
  if (!left || !right) return std::nullopt;
  int decimals = left->decimals + right->decimals;
  if (op != BinaryOp::Multiply) {
    decimals = std::max(left->decimals, right->decimals);
    if (!left->extend(decimals) || !right->extend(decimals)) return std::nullopt;
  }
  const auto digits = whole_result(op, left->digits, right->digits);
  if (op == BinaryOp::Divide) {
    if (digits) return Value(*digits);
    return in_range(static_cast<double>(left->digits) / static_cast<double>(right->digits));
  }
  return digits ? number_of_text(fmt::format("{}e-{}", *digits, decimals)) : std::nullopt;
}

}  // namespace

std::optional<Value> arithmetic(BinaryOp op, const Value& a, const Value& b) {
  if (op == BinaryOp::Modulo && b.as_double() == 0) return a;
  if (a.is_integer() && b.is_integer()) {
    if (const auto result = whole_result(op, a.as_integer(), b.as_integer())) return Value(*result);
  } else if (auto result = decimal_result(op, a, b)) {
    return result;
  }
  return in_range(double_result(op, a.as_double(), b.as_double()));
}

}  // namespace waveform::hcl
