#include <limits>

#include <fmt/format.h>

#include "base/text.h"
#include "planner/hcl/arithmetic.h"
#include "planner/hcl/conversions.h"
#include "planner/hcl/convert.h"
#include "planner/hcl/equality.h"
#include "planner/hcl/evaluator.h"

namespace waveform::hcl {

using base::Value;

namespace {

std::string_view symbol(BinaryOp op) {
  constexpr std::string_view kSymbols[] = {
      "+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">=", "&&", "||"};
  return kSymbols[static_cast<std::size_t>(op)];
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

// As a number; empty when it is unknown or was reported.
std::optional<Value> number_operand(Evaluator& self, const Expr& expr, const Typed& value,
                                    std::string_view op) {
  const bool could_be = value.type.is_any() || value.type.kind() == Type::Kind::Number ||
                        value.type.kind() == Type::Kind::String;
  if (value.value.is_unknown() && could_be) return std::nullopt;
  if (auto number = to_number(value.value)) return number;
  const bool is_text = value.value.is_string();
  self.fault(expr.range, fmt::format("{} needs a number", base::quote(op)),
             is_text
                 ? "This string is not a number."
                 : fmt::format("This is {}.", value.value.is_unknown() ? value.type.text() : a_kind(value)),
             op == "+" && is_text ? "To join strings, use a template: \"${a}${b}\"." : "");
  return std::nullopt;
}

Value result_of(Evaluator& self, const Binary& node, base::Range range, const Value& a, const Value& b) {
  if (node.op == BinaryOp::Divide && b.as_double() == 0)
    return self.fault(node.right->range, "Division by zero", "The right side of \"/\" is 0.").value;
  if (const auto result = arithmetic(node.op, a, b)) return *result;
  return self
      .fault(range, "Number out of range",
             "The result is beyond 64 bits: from -9223372036854775808 to 9223372036854775807.")
      .value;
}

}  // namespace

std::optional<bool> Evaluator::truth(const Typed& value, const Expr& expr, std::string_view what,
                                     std::uint8_t& marks) {
  marks |= value.value.marks_within();
  const bool could_be =
      value.type.is_any() || value.type.kind() == Type::Kind::Bool || value.type.kind() == Type::Kind::String;
  if (value.value.is_unknown() && could_be) return std::nullopt;
  if (const auto known = to_bool(value.value)) return known->as_bool();
  fault(expr.range, fmt::format("{} needs a bool", what),
        value.value.is_string() ? "This string is neither \"true\" nor \"false\"."
                                : fmt::format("Expected true or false, this is {}.",
                                              value.value.is_unknown() ? value.type.text() : a_kind(value)),
        value.value.is_number() ? "Compare the number: n != 0." : "");
  return std::nullopt;
}

Typed Evaluator::eval(const Unary& node) {
  const Typed value = value_of(*node.operand);
  if (node.op == '!') {
    std::uint8_t marks = 0;
    const auto known = truth(value, *node.operand, "\"!\"", marks);
    return (known ? typed(!*known) : unknown(Type::Kind::Bool)).with_marks(marks);
  }
  const auto number = number_operand(*this, *node.operand, value, "-");
  const std::uint8_t marks = value.value.marks_within();
  if (!number) return unknown(Type::Kind::Number, marks);
  if (!number->is_integer()) return typed_number(Value(-number->as_double()).with_marks(marks));
  if (number->as_integer() != std::numeric_limits<std::int64_t>::min()) {
    return typed_number(Value(-number->as_integer()).with_marks(marks));
  }
  return fault(node.operand->range, "Number out of range", "The result is beyond 64 bits.").with_marks(marks);
}

// A side that decides alone suppresses errors of the other one, except of its type. As in OpenTofu, null is
// false in "&&" and an error in "||", unless the other side is true.
Typed Evaluator::logical(const Binary& node) {
  const std::string name = base::quote(symbol(node.op));
  const bool decides = node.op == BinaryOp::Or;
  base::Diags of_left, of_right;
  std::uint8_t marks = 0;
  const Typed left = value_of(*node.left, of_left);
  const Typed right = value_of(*node.right, of_right);
  const auto side = [&](const Typed& value, const Expr& expr, bool other_decides) -> std::optional<bool> {
    if (value.value.is_null() && (!decides || other_decides)) return false;
    return truth(value, expr, name, marks);
  };
  const auto is_true = [](const Typed& value) { return to_bool(value.value).value_or(false) == Value(true); };
  const auto a = side(left, *node.left, is_true(right));
  const auto b = side(right, *node.right, is_true(left));
  if (a == decides || b != decides) diags->append(std::move(of_left));
  if (a != decides) diags->append(std::move(of_right));
  if (a == decides || b == decides) return typed(decides).with_marks(marks);
  return (a && b ? typed(!decides) : unknown(Type::Kind::Bool)).with_marks(marks);
}

Typed Evaluator::eval(const Binary& node, base::Range range) {
  if (node.op == BinaryOp::And || node.op == BinaryOp::Or) return logical(node);
  const Typed left = value_of(*node.left);
  const Typed right = value_of(*node.right);
  const auto marks = static_cast<std::uint8_t>(left.value.marks_within() | right.value.marks_within());
  if (node.op == BinaryOp::Equal || node.op == BinaryOp::NotEqual) {
    const auto same = equal(left, right);
    return (same ? typed(*same == (node.op == BinaryOp::Equal)) : unknown(Type::Kind::Bool))
        .with_marks(marks);
  }
  const bool compared = node.op > BinaryOp::NotEqual;
  const Type result = compared ? Type::Kind::Bool : Type::Kind::Number;
  const auto a = number_operand(*this, *node.left, left, symbol(node.op));
  if (!a && !left.value.is_unknown()) return unknown(result, marks);  // one error is enough
  const auto b = number_operand(*this, *node.right, right, symbol(node.op));
  if (!a || !b) return unknown(result, marks);
  if (!compared) return typed_number(result_of(*this, node, range, *a, *b)).with_marks(marks);
  const bool both_whole = a->is_integer() && b->is_integer();
  return typed(both_whole ? compares(node.op, a->as_integer(), b->as_integer())
                          : compares(node.op, a->as_double(), b->as_double()))
      .with_marks(marks);
}

Typed Evaluator::eval(const Conditional& node) {
  std::uint8_t marks = 0;
  const auto known = truth(value_of(*node.condition), *node.condition, "A condition", marks);
  // Both sides determine the type of the result; only the selected one reports errors.
  base::Diags of_then, of_otherwise;
  const Typed then = value_of(*node.then, of_then);
  const Typed otherwise = value_of(*node.otherwise, of_otherwise);
  marks = static_cast<std::uint8_t>(marks | then.value.marks() | otherwise.value.marks());
  const auto is_null = [](const Typed& value) { return value.type.is_any() && value.value.is_null(); };
  std::optional<Type> type = Type();
  if (is_null(then)) {
    type = otherwise.type;
  } else if (is_null(otherwise)) {
    type = then.type;
  } else if (!then.type.is_any() && !otherwise.type.is_any()) {
    const Type both[] = {then.type, otherwise.type};
    type = unify(both);
  }
  if (!type) {
    return fault(base::span(node.then->range, node.otherwise->range),
                 "The results of the conditional have different types",
                 fmt::format("One is {}, the other {}.", a_kind(then), a_kind(otherwise)))
        .with_marks(marks);
  }
  if (!known) {
    if (then.value.is_null() && otherwise.value.is_null()) return {*type, Value().with_marks(marks)};
    return unknown(
        *type, static_cast<std::uint8_t>(marks | then.value.marks_within() | otherwise.value.marks_within()));
  }
  diags->append(std::move(*known ? of_then : of_otherwise));
  const Typed& taken = *known ? then : otherwise;
  auto converted = convert(taken, *type);
  if (converted) return converted->with_marks(marks);
  return fault((*known ? node.then : node.otherwise)->range,
               "The results of the conditional have different types",
               fmt::format("The result is {}: {}.", type->text(), converted.error().message))
      .with_marks(marks);
}

}  // namespace waveform::hcl
