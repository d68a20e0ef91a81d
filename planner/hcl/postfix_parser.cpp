#include <fmt/format.h>

#include "base/text.h"
#include "planner/hcl/parser_state.h"

namespace waveform::hcl {

ExprPtr Parser::postfix(ExprPtr operand, bool dots_only) {
  while (operand) {
    if (at(TokenKind::Dot)) {
      operand = after_dot(std::move(operand), dots_only);
    } else if (at(TokenKind::OpenBracket) && !dots_only) {
      operand = after_bracket(std::move(operand));
    } else {
      break;
    }
  }
  return operand;
}

ExprPtr Parser::after_dot(ExprPtr operand, bool in_splat) {
  next();
  if (at(TokenKind::Name)) {
    const Token name = next();
    return step(std::move(operand), {base::normal_form(name.text), false, name.range});
  }
  if (at(TokenKind::Number)) return legacy_index(std::move(operand), next(), in_splat);
  if (at(TokenKind::Star)) {
    const Token star = next();
    if (in_splat) {
      error(star.range, "\".*\" inside \".*\"", "A second .* does not apply to the elements of the first.",
            "Write [*] for both.");
      return nullptr;
    }
    return splat(std::move(operand), star.range, false);
  }
  unexpected("Missing name after \".\"",
             fmt::format("Expected an attribute's name before {}.", describe(peek())));
  return nullptr;
}

// a.0; in a.0.1 the lexer sees a fraction.
ExprPtr Parser::legacy_index(ExprPtr operand, const Token& digits, bool in_splat) {
  if (digits.text.find('.') != std::string_view::npos) {
    std::string brackets = in_splat ? "[*] instead of .*, and " : "";
    for (const std::string_view part : base::split(digits.text, '.')) brackets += fmt::format("[{}]", part);
    error(digits.range, "Two indexes after one dot", "This is read as a fraction.",
          fmt::format("Write {} instead.", brackets));
    return nullptr;
  }
  const ExprPtr index = number(digits, false);
  if (!index) return nullptr;
  const base::Value& value = std::get<Literal>(index->node).value;
  if (value.is_integer()) return step(std::move(operand), {value.as_integer(), false, digits.range});
  error(digits.range, "Invalid index", "An index must be a whole number.");
  return nullptr;
}

// Adds a step with a known key. Steps on a plain name go into its Traversal.
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
  if (accept(TokenKind::Star)) {
    if (!at(TokenKind::CloseBracket)) {
      missing_closer(open, "]", "\"]\"");
      return nullptr;
    }
    return splat(std::move(operand), base::span(open.range, next().range), true);
  }
  const Set lines(newlines_, false);
  if (at(TokenKind::CloseBracket)) {
    unexpected("Missing index", "Expected an index between the brackets: [0], [\"key\"] or [*].");
    return nullptr;
  }
  ExprPtr key = expression();
  if (!key) return nullptr;
  if (!at(TokenKind::CloseBracket)) {
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

// Steps after [*] apply to each element; after .* only names do.
ExprPtr Parser::splat(ExprPtr operand, base::Range star, bool full) {
  if (too_deep()) return nullptr;
  const Set depth(depth_, depth_ + 1);
  ExprPtr each = postfix(make(star, SplatItem{}), !full);
  if (!each) return nullptr;
  const base::Range range = base::span(operand->range, each->range);
  return make(range, Splat{std::move(operand), std::move(each)});
}

}  // namespace waveform::hcl
