#include "planner/hcl/layout.h"

#include <algorithm>

#include "base/text.h"
#include "planner/hcl/characters.h"
#include "planner/hcl/lexer.h"

namespace waveform::hcl {
namespace {

// Whether a minus after `before` is unary. As in Terraform, it counts as binary after a name, a keyword, "=>"
// and "${", which only affects a space.
bool negates(const Piece* before) {
  using enum TokenKind;
  return before == nullptr ||
         is_any(before->kind, {OpenParen, OpenBrace, OpenBracket, Equal,   Colon,        Comma,   Question,
                               Bang,      Plus,      Minus,       Star,    Slash,        Percent, EqualEqual,
                               BangEqual, Less,      LessEqual,   Greater, GreaterEqual, AndAnd,  OrOr});
}

bool begins_sequence(TokenKind kind) {
  return kind == TokenKind::Interpolation || kind == TokenKind::Directive;
}

// If one of the two is or contains text of a template.
bool in_template(TokenKind left, TokenKind right) {
  return left == TokenKind::Text || left == TokenKind::OpenQuote || left == TokenKind::OpenHeredoc ||
         right == TokenKind::Text || right == TokenKind::CloseQuote || right == TokenKind::CloseHeredoc;
}

// `a.0 .1` is two indexes; without the space the lexer would see one fraction. So with `a.0 .e1`.
bool would_be_fraction(const Piece& left, const Piece& right, const Piece& after) {
  if (left.kind != TokenKind::Number || right.kind != TokenKind::Dot) return false;
  if (after.kind != TokenKind::Name || base::lower(after.text.substr(0, 1)) != "e")
    return after.kind == TokenKind::Number;
  const std::size_t digit = after.text.starts_with("e-") || after.text.starts_with("E-") ? 2 : 1;
  return digit < after.text.size() && is_digit(after.text[digit]);
}

// Adds the comments between two tokens.
void add_comments(std::string_view gap, Line& line) {
  for (std::size_t at = 0; at < gap.size();) {
    const std::string_view rest = gap.substr(at);
    std::size_t size = 1;
    if (rest.starts_with('#') || rest.starts_with("//")) {
      size = rest.size();
    } else if (rest.starts_with("/*")) {
      size = std::min(rest.size(), rest.find("*/", 2) + 2);
    }
    if (size > 1 || rest.starts_with('#'))
      line.pieces.push_back({TokenKind::End, std::string(rest.substr(0, size))});
    at += size;
  }
}

void find_cells(Line& line) {
  std::size_t size = line.pieces.size();
  const bool last = line.end.empty();  // of the source: there a block comment is like the others
  if (size > 1 && line.pieces.back().is_comment() && (last || !line.pieces.back().text.starts_with("/*"))) {
    line.comment = --size;
  }
  for (std::size_t i = 1; i < size; ++i) {
    if (line.pieces[i].kind != TokenKind::Equal) continue;
    int open = 0;
    for (std::size_t k = i; k < size; ++k) open += bracket_change(line.pieces[k].kind);
    if (open == 0) line.assign = i;
    return;
  }
}

}  // namespace

int bracket_change(TokenKind kind) {
  using enum TokenKind;
  if (is_any(kind, {OpenBrace, OpenBracket, OpenParen, Interpolation, Directive})) return 1;
  return is_any(kind, {CloseBrace, CloseBracket, CloseParen, SequenceEnd}) ? -1 : 0;
}

bool space_between(const Piece* before, const Piece& left, const Piece& right) {
  const TokenKind l = left.kind;
  const TokenKind r = right.kind;
  if (l == TokenKind::Name && r == TokenKind::OpenParen) return false;
  if ((l == TokenKind::Name && r == TokenKind::DoubleColon) ||
      (l == TokenKind::DoubleColon && r == TokenKind::Name))
    return false;
  if (l == TokenKind::Dot || r == TokenKind::Dot) return false;
  if (r == TokenKind::Comma || r == TokenKind::Ellipsis) return false;
  if (l == TokenKind::Comma) return true;
  if (in_template(l, r)) return false;
  if (l == TokenKind::Name && left.text == "in" && before != nullptr && before->kind == TokenKind::Name)
    return true;
  if (r == TokenKind::OpenBracket &&
      (l == TokenKind::Name || l == TokenKind::Number || bracket_change(l) < 0))
    return false;
  if (l == TokenKind::Bang) return false;
  if (l == TokenKind::Minus) return !negates(before);
  if (l == TokenKind::OpenBrace || r == TokenKind::CloseBrace)
    return l != TokenKind::OpenBrace || r != TokenKind::CloseBrace;
  if (begins_sequence(l) && r == TokenKind::OpenBrace) return true;
  if (l == TokenKind::CloseBrace && r == TokenKind::SequenceEnd) return true;
  if (l == TokenKind::SequenceEnd && begins_sequence(r)) return false;
  return bracket_change(l) <= 0 && bracket_change(r) >= 0;
}

std::vector<Line> split_lines(std::string_view text) {
  base::Diags ignored;
  const base::Range place{nullptr, 0, static_cast<std::uint32_t>(text.size())};
  const Tokens tokens = lex({text, place, true, false}, ignored);
  std::vector<Line> lines(1);
  std::size_t at = byte_order_mark(text);
  for (const Token& token : tokens.list) {
    const std::string_view gap = text.substr(at, token.range.begin - at);
    at = token.range.end;
    if (token.kind != TokenKind::CloseHeredoc && token.kind != TokenKind::Text)
      add_comments(gap, lines.back());
    if (token.kind == TokenKind::Newline) {
      lines.back().end = token.text;
      lines.emplace_back();
    } else if (token.kind == TokenKind::OpenHeredoc) {  // with the end of its line
      const std::size_t end = text.find('\n', at) + 1;
      lines.back().pieces.push_back(
          {token.kind, std::string(token.text) + std::string(text.substr(at, end - at))});
      at = end;
    } else if (token.kind != TokenKind::End) {
      lines.back().pieces.push_back({token.kind, std::string(token.text)});
    } else {
      const std::size_t ink = gap.find_last_not_of(" \t") + 1;
      lines.back().space_at_end = static_cast<int>(lines.back().has_line_comment() ? 0 : gap.size() - ink);
    }
  }
  for (Line& line : lines) {
    find_cells(line);
    for (std::size_t i = 1; i < line.pieces.size(); ++i) {
      const Piece& left = line.pieces[i - 1];
      Piece& right = line.pieces[i];
      const bool number = i + 1 < line.pieces.size() && would_be_fraction(left, right, line.pieces[i + 1]);
      const bool space = number || space_between(i > 1 ? &line.pieces[i - 2] : nullptr, left, right);
      right.spaces = space ? 1 : 0;
    }
  }
  return lines;
}

}  // namespace waveform::hcl
