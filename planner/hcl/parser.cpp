#include "planner/hcl/parser.h"

#include <fmt/format.h>

#include "base/text.h"
#include "planner/hcl/characters.h"
#include "planner/hcl/lexer.h"
#include "planner/hcl/parser_state.h"

namespace waveform::hcl {
namespace {

constexpr int kDeepestSyntax = 200;  // of nesting
constexpr int kHighestTree = 500;    // of a tree: chains of operators add to it
constexpr int kMostSyntaxErrors = 25;

LexInput whole_input(const base::Source& source) {
  return {source.text, {&source, 0, static_cast<std::uint32_t>(source.text.size())}, true, false};
}

Body parse_body(const base::Source& source, base::Diags& diags, bool evaluated) {
  if (!check_text(source, diags)) return {};
  base::Diags found;
  Body body = Parser(whole_input(source), found, evaluated).file();
  found.sort();
  diags.append(std::move(found));
  return body;
}

}  // namespace

Body parse_native(const base::Source& source, base::Diags& diags) {
  return parse_body(source, diags, true);
}

Body parse_unevaluated(const base::Source& source, base::Diags& diags) {
  return parse_body(source, diags, false);
}

ExprPtr parse_expression(const base::Source& source, base::Diags& diags) {
  if (!check_text(source, diags)) return nullptr;
  base::Diags found;
  ExprPtr expr = Parser(whole_input(source), found).whole_expression();
  if (found.has_errors()) expr = nullptr;
  found.sort();
  diags.append(std::move(found));
  return expr;
}

ExprPtr parse_template(const base::Source& source, base::Diags& diags) {
  LexInput input = whole_input(source);
  input.is_template = true;
  base::Diags found;
  ExprPtr expr = Parser(input, found).whole_template();
  if (found.has_errors()) expr = nullptr;
  found.sort();
  diags.append(std::move(found));
  return expr;
}

Parser::Parser(const LexInput& input, base::Diags& diags, bool evaluated)
    : Cursor(lex(input, diags)), diags_(diags), evaluated_(evaluated) {
  for (const Token& token : tokens_.list) {
    if (token.kind == TokenKind::OpenBrace) ++unclosed_;
    if (token.kind == TokenKind::CloseBrace) --unclosed_;
  }
}

ExprPtr Parser::whole_expression() {
  const Set lines(newlines_, false);
  ExprPtr expr = expression();
  if (expr && !at(TokenKind::End)) {
    unexpected("More than one expression", "The expression ends before this.");
    return nullptr;
  }
  return expr;
}

void Parser::error(base::Range range, std::string summary, std::string detail, std::string hint) {
  if (errors_ >= kMostSyntaxErrors) return;
  diags_.error(range, std::move(summary), std::move(detail), std::move(hint));
  if (++errors_ < kMostSyntaxErrors) return;
  tokens_.cut = true;
  at_ = tokens_.list.size() - 1;
}

void Parser::unexpected(std::string summary, std::string expected, std::string hint) {
  const Token& token = peek();
  if (token.kind == TokenKind::Bad || (token.kind == TokenKind::End && tokens_.cut)) return;
  base::Range range = token.range;
  if (token.kind == TokenKind::Newline ||
      token.kind == TokenKind::End) {  // there is little to see: mark what precedes
    range = {range.source, previous().range.end, previous().range.end};
    if (!range.source) range = token.range;
  }
  error(range, std::move(summary), std::move(expected), std::move(hint));
}

void Parser::missing_closer(const Token& open, std::string_view closer, std::string_view expected) {
  const Token& found = peek();
  if (found.kind == TokenKind::Bad || (found.kind == TokenKind::End && tokens_.cut)) return;
  const bool unclosed = found.kind == TokenKind::End || found.kind == TokenKind::Newline ||
                        (found.fresh && found.kind == TokenKind::Name && opens_item()) ||
                        (found.fresh && found.kind == TokenKind::CloseBrace);
  if (unclosed) {
    error(open.range, fmt::format("Unclosed {}", base::quote(open.text)),
          fmt::format("Expected {} before {}{}.", expected, describe(found),
                      line_of(found.range) > line_of(open.range) && found.kind != TokenKind::End
                          ? fmt::format(" on line {}", line_of(found.range))
                          : ""),
          fmt::format("Close it with {}.", closer));
    return;
  }
  error(found.range, unexpected_text(found), fmt::format("Expected {}.", expected));
}

bool Parser::too_deep() {
  if (depth_ < kDeepestSyntax) return false;
  if (!tokens_.cut) {
    error(peek().range, "Nested too deeply",
          fmt::format("Blocks and expressions can be nested {} levels deep.", kDeepestSyntax),
          "Move parts into locals.");
  }
  tokens_.cut = true;
  at_ = tokens_.list.size() - 1;
  return true;
}

ExprPtr Parser::make(base::Range range, Node node) {
  ExprPtr expr = make_expr(range, std::move(node));
  if (expr->height <= kHighestTree) return expr;
  error(range, "The expression is too long", fmt::format("It chains more than {} operations.", kHighestTree),
        "Move parts into locals.");
  return nullptr;
}

int Parser::line_of(base::Range range) const {
  return range.source ? base::position(*range.source, range.begin).line : 0;
}

}  // namespace waveform::hcl
