#include "planner/hcl/cursor.h"

#include <algorithm>

namespace waveform::hcl {

std::size_t Cursor::position() const {
  std::size_t at = at_;
  if (!newlines_) {
    while (tokens_.list[at].kind == TokenKind::Newline) ++at;
  }
  return at;
}

const Token& Cursor::raw(std::size_t ahead) const {
  return tokens_.list[std::min(position() + ahead, tokens_.list.size() - 1)];
}

Token Cursor::next() {
  last_ = position();
  at_ = std::min(last_ + 1, tokens_.list.size() - 1);
  return tokens_.list[last_];
}

bool Cursor::accept(TokenKind kind) {
  if (!at(kind)) return false;
  next();
  return true;
}

bool Cursor::begins_expression() const {
  switch (peek().kind) {
    case TokenKind::Name:
    case TokenKind::Number:
    case TokenKind::OpenQuote:
    case TokenKind::OpenHeredoc:
    case TokenKind::OpenBrace:
    case TokenKind::OpenBracket:
    case TokenKind::OpenParen:
    case TokenKind::Minus:
    case TokenKind::Bang:
      return true;
    default:
      return false;
  }
}

}  // namespace waveform::hcl
