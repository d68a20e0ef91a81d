#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "planner/hcl/number.h"
#include "planner/hcl/parser_state.h"

namespace waveform::hcl {

namespace {

struct Operator {
  TokenKind token;
  BinaryOp op;
  int level;  // higher ones bind tighter
};

constexpr std::array operators = {
    Operator{TokenKind::OrOr, BinaryOp::Or, 0},
    Operator{TokenKind::AndAnd, BinaryOp::And, 1},
    Operator{TokenKind::EqualEqual, BinaryOp::Equal, 2},
    Operator{TokenKind::BangEqual, BinaryOp::NotEqual, 2},
    Operator{TokenKind::Less, BinaryOp::Less, 3},
    Operator{TokenKind::LessEqual, BinaryOp::LessEqual, 3},
    Operator{TokenKind::Greater, BinaryOp::Greater, 3},
    Operator{TokenKind::GreaterEqual, BinaryOp::GreaterEqual, 3},
    Operator{TokenKind::Plus, BinaryOp::Add, 4},
    Operator{TokenKind::Minus, BinaryOp::Subtract, 4},
    Operator{TokenKind::Star, BinaryOp::Multiply, 5},
    Operator{TokenKind::Slash, BinaryOp::Divide, 5},
    Operator{TokenKind::Percent, BinaryOp::Modulo, 5},
};

const Operator* operator_of(TokenKind token) {
  for (const Operator& op : operators) {
    if (op.token == token) return &op;
  }
  return nullptr;
}

}  // namespace

ExprPtr Parser::expression() {
  if (too_deep()) return nullptr;
  const Set depth(depth_, depth_ + 1);
  ExprPtr condition = binary(0);
  if (!condition || !at(TokenKind::Question)) return condition;
  next();
  ExprPtr then = expression();
  if (!then) return nullptr;
  if (!accept(TokenKind::Colon)) {
    unexpected("Missing \":\" in a conditional", "Expected \":\" and the value for a false condition.",
               "Write: condition ? value : other value.");
    return nullptr;
  }
  ExprPtr otherwise = expression();
  if (!otherwise) return nullptr;
  const base::Range range = base::span(condition->range, otherwise->range);
  return make(range, Conditional{std::move(condition), std::move(then), std::move(otherwise)});
}

ExprPtr Parser::binary(int level) {
  ExprPtr left = unary();
  while (left) {
    const Operator* op = operator_of(peek().kind);
    if (!op || op->level < level) break;
    next();
    ExprPtr right = binary(op->level + 1);
    if (!right) return nullptr;
    const base::Range range = base::span(left->range, right->range);
    left = make(range, Binary{op->op, std::move(left), std::move(right)});
  }
  return left;
}

ExprPtr Parser::unary() {
  if (!at(TokenKind::Minus) && !at(TokenKind::Bang)) {
    ExprPtr operand = primary();
    return operand ? postfix(std::move(operand)) : nullptr;
  }
  if (too_deep()) return nullptr;
  const Set depth(depth_, depth_ + 1);
  const Token sign = next();
  const std::size_t digits = position();
  if (sign.kind == TokenKind::Minus && at(TokenKind::Number) && !postfix_follows(digits)) {
    ExprPtr literal = number(next(), true);
    if (literal) literal->range = base::span(sign.range, literal->range);
    return literal;
  }
  ExprPtr operand = unary();
  if (!operand) return nullptr;
  const base::Range range = base::span(sign.range, operand->range);
  return make(range, Unary{sign.kind == TokenKind::Minus ? '-' : '!', std::move(operand)});
}

ExprPtr Parser::primary() {
  switch (peek().kind) {
    case TokenKind::Name: {
      const Token name = next();
      if (at(TokenKind::OpenParen) || at(TokenKind::DoubleColon)) return call(name);
      if (name.text == "true") return make(name.range, Literal{true});
      if (name.text == "false") return make(name.range, Literal{false});
      if (name.text == "null") return make(name.range, Literal{});
      Traversal traversal;
      traversal.steps.push_back({std::string(name.text), false, name.range});
      return make(name.range, std::move(traversal));
    }
    case TokenKind::Number:
      return number(next(), false);
    case TokenKind::OpenQuote:
      return quoted();
    case TokenKind::OpenHeredoc:
      return heredoc();
    case TokenKind::OpenParen:
      return parenthesised();
    case TokenKind::OpenBracket:
      return list();
    case TokenKind::OpenBrace:
      return object();
    case TokenKind::Bad:
      next();
      return nullptr;
    case TokenKind::End:
    case TokenKind::Newline:
      unexpected("Missing value", fmt::format("Expected a value before {}.", describe(peek())),
                 peek().kind == TokenKind::End ? "" : "A value must start on the line of its \"=\".");
      return nullptr;
    case TokenKind::EqualEqual:
    case TokenKind::Equal:
      unexpected(unexpected_text(peek()), "Expected a value.",
                 "A value cannot start with \"=\": write name = value, or \"==\" between two values.");
      return nullptr;
    default:
      unexpected(unexpected_text(peek()), "Expected a value: a string, a number, a name, a list.");
      return nullptr;
  }
}

ExprPtr Parser::parenthesised() {
  const Token open = next();
  const Set lines(newlines_, false);
  ExprPtr expr = expression();
  if (!expr) return nullptr;
  if (!at(TokenKind::CloseParen)) {
    missing_closer(open, ")", "\")\"");
    return nullptr;
  }
  expr->range = base::span(open.range, next().range);
  return expr;
}

ExprPtr Parser::number(const Token& token, bool negative) {
  const std::string text = (negative ? "-" : "") + std::string(token.text);
  base::Value value;
  const NumberFault fault = read_number(text, value);
  if (fault == NumberFault::None) {
    if (evaluated_) warn_of_leading_zeros(token, value);
    return make(token.range, Literal{std::move(value)});
  }
  if (!evaluated_ && fault != NumberFault::Invalid) return make(token.range, Literal{0});
  const std::string_view hint =
      fault == NumberFault::TooLarge ? "Put it in quotes if it is a name, such as an account number." : "";
  error(token.range, std::string(summary_of(fault)), std::string(detail_of(fault)), std::string(hint));
  return nullptr;
}

// 0123 is 123: the same number, but a different string.
void Parser::warn_of_leading_zeros(const Token& token, const base::Value& value) {
  const bool has_more = token.text.size() > 1 && token.text[1] >= '0' && token.text[1] <= '9';
  constexpr int kMostWarnings = 10;
  if (!token.text.starts_with('0') || !has_more || ++zeros_ > kMostWarnings) return;
  diags_.add({base::Severity::Warning,
              "A number loses its leading zeros without quotes",
              "",
              "Put it in quotes if it is a name, such as an account number.",
              token.range,
              {{std::string(token.text), fmt::format("is the number {}", base::number_text(value))}}});
}

// Whether ".name" or an index follows this token and applies only to its value.
bool Parser::postfix_follows(std::size_t token) const {
  std::size_t after = token + 1;
  while (!newlines_ && tokens_.list[after].kind == TokenKind::Newline) ++after;
  return tokens_.list[after].kind == TokenKind::Dot || tokens_.list[after].kind == TokenKind::OpenBracket;
}

// core::upper is upper; other namespaces stay in the name, which is then unknown.
bool Parser::function_name(const Token& first, Call& call) {
  call.function = first.text;
  call.name_range = first.range;
  while (accept(TokenKind::DoubleColon)) {
    if (!at(TokenKind::Name)) {
      unexpected("Missing name after \"::\"",
                 fmt::format("Expected a function's name before {}.", describe(peek())));
      return false;
    }
    const Token name = next();
    call.function += "::" + std::string(name.text);
    call.name_range = base::span(call.name_range, name.range);
  }
  constexpr std::string_view core = "core::";
  const bool plain = call.function.find("::", core.size()) == std::string::npos;
  if (call.function.starts_with(core) && plain) call.function.erase(0, core.size());
  return true;
}

ExprPtr Parser::call(const Token& name) {
  Call call;
  if (!function_name(name, call)) return nullptr;
  if (!at(TokenKind::OpenParen)) {
    unexpected("Missing \"(\" after a function's name",
               fmt::format("Expected \"(\" and arguments before {}.", describe(peek())));
    return nullptr;
  }
  const Token open = next();
  const Set lines(newlines_, false);
  while (!at(TokenKind::CloseParen)) {
    if (at(TokenKind::End) || (peek().fresh && opens_item())) {
      missing_closer(open, ")", "an argument or \")\"");
      return nullptr;
    }
    ExprPtr argument = expression();
    if (!argument) return nullptr;
    const base::Range range = argument->range;
    call.arguments.push_back(std::move(argument));
    if (accept(TokenKind::Ellipsis)) {
      call.expand_last = true;
      if (at(TokenKind::CloseParen)) break;
      error(previous().range, "\"...\" before the last argument",
            "Only the last argument of a call can be expanded, without a comma after it.");
      return nullptr;
    }
    if (!list_separator(open, TokenKind::CloseParen, range, "arguments")) return nullptr;
  }
  const base::Range range = base::span(name.range, next().range);
  return make(range, std::move(call));
}

}  // namespace waveform::hcl
