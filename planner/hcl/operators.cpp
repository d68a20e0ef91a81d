#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "base/text.h"
#include "planner/hcl/conversions.h"
#include "planner/hcl/evaluator.h"

namespace waveform::hcl {

using base::Value;

namespace {

std::string_view symbol(BinaryOp op) {
  switch (op) {
    case BinaryOp::Add:
      return "+";
    case BinaryOp::Subtract:
      return "-";
    case BinaryOp::Multiply:
      return "*";
    case BinaryOp::Divide:
      return "/";
    case BinaryOp::Modulo:
      return "%";
    case BinaryOp::Equal:
      return "==";
    case BinaryOp::NotEqual:
      return "!=";
    case BinaryOp::Less:
      return "<";
    case BinaryOp::LessEqual:
      return "<=";
    case BinaryOp::Greater:
      return ">";
    case BinaryOp::GreaterEqual:
      return ">=";
    case BinaryOp::And:
      return "&&";
    case BinaryOp::Or:
      return "||";
  }
  return "?";
}

// The exact whole result, where there is one of 64 bits. REQUIRES: no division by zero.
std::optional<std::int64_t> whole(BinaryOp op, std::int64_t a, std::int64_t b) {
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

double fraction(BinaryOp op, double a, double b) {
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

template <typename T>
bool compares(BinaryOp op, T a, T b) {
  switch (op) {
    case BinaryOp::Less:
      return a < b;
    case BinaryOp::LessEqual:
      return a <= b;
    case BinaryOp::Greater:
      return a > b;
    default:
      return a >= b;
  }
}

std::optional<bool> equal(const Value& a, const Value& b) {
  if (a.is_unknown() || b.is_unknown()) return std::nullopt;
  if (a.is_null() || b.is_null()) return a.is_null() && b.is_null();
  if (a.kind() != b.kind()) return false;
  if (!a.is_wholly_known() || !b.is_wholly_known()) return std::nullopt;
  return a == b;
}

// As a number; none when it is unknown or was reported.
std::optional<Value> number_operand(Evaluator& self, const Expr& expr, const Value& value,
                                    std::string_view op) {
  if (value.is_unknown()) return std::nullopt;
  if (auto number = to_number(value)) return number;
  const bool joins = op == "+" && value.is_string();
  self.fault(expr.range, fmt::format("{} needs a number", base::quote(op)),
             value.is_string() ? "This string is not the text of a number."
                               : fmt::format("This is {}.", a_kind(value)),
             joins ? "To join texts, write them into one string: \"${a}${b}\"." : "");
  return std::nullopt;
}

Value arithmetic(Evaluator& self, BinaryOp op, const Binary& node, base::Range range, const Value& a,
                 const Value& b) {
  if ((op == BinaryOp::Divide || op == BinaryOp::Modulo) && b.as_double() == 0) {
    return self.fault(node.right->range, "Division by zero",
                      fmt::format("The right side of {} is 0.", base::quote(symbol(op))));
  }
  if (a.is_integer() && b.is_integer()) {
    if (const auto result = whole(op, a.as_integer(), b.as_integer())) return *result;
  }
  const double result = fraction(op, a.as_double(), b.as_double());
  if (std::isfinite(result)) return result;
  return self.fault(range, "Number out of range", "The result is larger than any number that can be kept.");
}

}  // namespace

Value Evaluator::eval(const Unary& node) {
  if (node.op == '!') {
    std::uint8_t marks = 0;
    const auto known = condition(*node.operand, "\"!\"", marks);
    return (known ? Value(!*known) : Value::unknown()).with_marks(marks);
  }
  const Value value = value_of(*node.operand);
  const auto number = number_operand(*this, *node.operand, value, "-");
  if (!number) return Value::unknown().with_marks(value.marks_within());
  if (number->is_integer() && number->as_integer() != std::numeric_limits<std::int64_t>::min()) {
    return Value(-number->as_integer()).with_marks(value.marks());
  }
  return Value(-number->as_double()).with_marks(value.marks());
}

std::optional<bool> Evaluator::condition(const Expr& expr, std::string_view what, std::uint8_t& marks) {
  const Value value = value_of(expr);
  marks |= value.marks_within();
  if (value.is_unknown()) return std::nullopt;
  if (const auto known = to_bool(value)) return known->as_bool();
  fault(expr.range, fmt::format("{} needs a bool", what),
        value.is_string() ? "This string is neither \"true\" nor \"false\"."
                          : fmt::format("Expected true or false, and this is {}.", a_kind(value)),
        value.is_number() ? "Compare the number with something: n != 0." : "");
  return std::nullopt;
}

Value Evaluator::eval(const Binary& node, base::Range range) {
  const std::string name = base::quote(symbol(node.op));
  std::uint8_t marks = 0;
  if (node.op == BinaryOp::And || node.op == BinaryOp::Or) {
    const bool decides = node.op == BinaryOp::Or;  // this operand alone gives the result
    const auto left = condition(*node.left, name, marks);
    if (left == decides) return Value(decides).with_marks(marks);
    const auto right = condition(*node.right, name, marks);
    if (right == decides) return Value(decides).with_marks(marks);
    return (left && right ? Value(!decides) : Value::unknown()).with_marks(marks);
  }
  const Value left = value_of(*node.left);
  const Value right = value_of(*node.right);
  marks = left.marks_within() | right.marks_within();
  if (node.op == BinaryOp::Equal || node.op == BinaryOp::NotEqual) {
    const auto same = equal(left, right);
    return (same ? Value(*same == (node.op == BinaryOp::Equal)) : Value::unknown()).with_marks(marks);
  }
  const auto a = number_operand(*this, *node.left, left, symbol(node.op));
  if (!a && !left.is_unknown()) return Value::unknown().with_marks(marks);  // one complaint is enough
  const auto b = number_operand(*this, *node.right, right, symbol(node.op));
  if (!a || !b) return Value::unknown().with_marks(marks);
  if (node.op < BinaryOp::Equal) {
    return arithmetic(*this, node.op, node, range, *a, *b).with_marks(marks);
  }
  const bool both_whole = a->is_integer() && b->is_integer();
  return Value(both_whole ? compares(node.op, a->as_integer(), b->as_integer())
                          : compares(node.op, a->as_double(), b->as_double()))
      .with_marks(marks);
}

Value Evaluator::eval(const Conditional& node, base::Range range) {
  std::uint8_t marks = 0;
  const auto known = condition(*node.condition, "A condition", marks);
  // Both sides have a say in the type of the result; only the one that is taken may complain.
  const auto side = [&](const Expr& expr, bool taken) {
    base::Diags unheard;
    base::Diags* heard = std::exchange(diags, taken ? diags : &unheard);
    Value value = value_of(expr);
    diags = heard;
    return value;
  };
  std::vector<Value> sides = {side(*node.then, known.value_or(false)),
                              side(*node.otherwise, !known.value_or(true))};
  if (!known) {
    return Value::unknown()
        .with_marks(marks)
        .with_marks(sides[0].marks_within())
        .with_marks(sides[1].marks_within());
  }
  const auto is_open = [](const Value& value) { return value.is_null() || value.is_unknown(); };
  const bool scalars = is_scalar(sides[0]) && is_scalar(sides[1]);
  const bool fits = is_open(sides[0]) || is_open(sides[1]) ||
                    (scalars ? unify_scalars(sides) : sides[0].kind() == sides[1].kind());
  if (!fits) {
    return fault(range, "The sides of the conditional are of different types",
                 fmt::format("One is {}, the other {}: the result would be of no one type.", a_kind(sides[0]),
                             a_kind(sides[1])))
        .with_marks(marks);
  }
  return sides[*known ? 0 : 1].with_marks(marks);
}

}  // namespace waveform::hcl
