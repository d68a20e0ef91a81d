#include <charconv>

#include <fmt/format.h>

#include "base/text.h"
#include "planner/hcl/parser_state.h"

namespace waveform::hcl {

using Kind = TokenKind;

ExprPtr Parser::postfix(ExprPtr operand, bool dots_only) {
  while (operand) {
    if (at(Kind::Dot)) {
      operand = after_dot(std::move(operand), dots_only);
    } else if (at(Kind::OpenBracket) && !dots_only) {
      operand = after_bracket(std::move(operand));
    } else {
      break;
    }
  }
  return operand;
}

ExprPtr Parser::after_dot(ExprPtr operand, bool in_splat) {
  next();
  if (at(Kind::Name)) {
    const Token name = next();
    return step(std::move(operand), {std::string(name.text), false, name.range});
  }
  if (at(Kind::Number)) return legacy_index(std::move(operand), next());
  if (at(Kind::Star)) {
    const Token star = next();
    if (in_splat) {
      error(star.range, "\".*\" inside \".*\"", "A second .* does not reach into the elements of the first.",
            "Write [*] for both.");
      return nullptr;
    }
    return splat(std::move(operand), star.range, false);
  }
  unexpected("Missing name after \".\"",
             fmt::format("Expected an attribute's name before {}.", describe(peek())));
  return nullptr;
}

// a.0 and, as the lexer sees a fraction there, a.0.1
ExprPtr Parser::legacy_index(ExprPtr operand, const Token& digits) {
  std::uint32_t begin = 0;
  for (const std::string_view part : base::split(digits.text, '.')) {
    std::int64_t n = 0;
    const char* end = part.data() + part.size();
    const auto read = std::from_chars(part.data(), end, n);
    if (read.ec != std::errc() || read.ptr != end) {
      error(digits.range, "Invalid index", "An index is a whole number.");
      return nullptr;
    }
    base::Range range = digits.range;
    range.begin += begin;
    range.end = range.begin + static_cast<std::uint32_t>(part.size());
    if (digits.range.end - digits.range.begin != digits.text.size()) range = digits.range;
    begin += static_cast<std::uint32_t>(part.size()) + 1;
    operand = step(std::move(operand), {n, false, range});
    if (!operand) return nullptr;
  }
  return operand;
}

// One more step with a key that is known now. Steps on a plain name gather in its Traversal.
ExprPtr Parser::step(ExprPtr operand, Traversal::Step step) {
  const base::Range range = base::span(operand->range, step.range);
  if (auto* traversal = std::get_if<Traversal>(&operand->node)) {
    traversal->steps.push_back(std::move(step));
    operand->range = range;
    return operand;
  }
  if (const auto* name = std::get_if<std::string>(&step.key); name && !step.index) {
    return make(range, GetAttribute{std::move(operand), *name});
  }
  ExprPtr key = std::visit([&](const auto& k) { return make(step.range, Literal{k}); }, step.key);
  return make(range, Index{std::move(operand), std::move(key)});
}

ExprPtr Parser::after_bracket(ExprPtr operand) {
  const Token open = next();
  const Set lines(newlines_, false);
  if (at(Kind::Star) && raw(1).kind == Kind::CloseBracket) {
    next();
    const base::Range star = base::span(open.range, next().range);
    const Set outside(newlines_, lines.before_);
    return splat(std::move(operand), star, true);
  }
  if (at(Kind::CloseBracket)) {
    unexpected("Missing index", "Expected an index between the brackets: [0], [\"key\"] or [*].");
    return nullptr;
  }
  ExprPtr key = expression();
  if (!key) return nullptr;
  if (!at(Kind::CloseBracket)) {
    missing_closer(open, "]", "\"]\"");
    return nullptr;
  }
  const base::Range range = base::span(open.range, next().range);
  const auto* literal = std::get_if<Literal>(&key->node);
  if (literal && literal->value.is_integer() && literal->value.as_integer() >= 0) {
    return step(std::move(operand), {literal->value.as_integer(), true, range});
  }
  if (literal && literal->value.is_string()) {
    return step(std::move(operand), {literal->value.as_string(), true, range});
  }
  const base::Range whole = base::span(operand->range, range);
  return make(whole, Index{std::move(operand), std::move(key)});
}

// What follows [*] is done to each element, what follows .* as far as it is names.
ExprPtr Parser::splat(ExprPtr operand, base::Range star, bool full) {
  if (too_deep()) return nullptr;
  const Set depth(depth_, depth_ + 1);
  ExprPtr each = postfix(make(star, SplatItem{}), !full);
  if (!each) return nullptr;
  const base::Range range = base::span(operand->range, each->range);
  return make(range, Splat{std::move(operand), std::move(each)});
}

}  // namespace waveform::hcl
