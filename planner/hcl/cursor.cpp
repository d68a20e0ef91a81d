#include "planner/hcl/cursor.h"

#include <algorithm>

namespace waveform::hcl {

using Kind = TokenKind;

std::size_t Cursor::position() const {
  std::size_t at = at_;
  if (!newlines_) {
    while (tokens_.list[at].kind == Kind::Newline) ++at;
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
    case Kind::Name:
    case Kind::Number:
    case Kind::OpenQuote:
    case Kind::OpenHeredoc:
    case Kind::OpenBrace:
    case Kind::OpenBracket:
    case Kind::OpenParen:
    case Kind::Minus:
    case Kind::Bang:
      return true;
    default:
      return false;
  }
}

}  // namespace waveform::hcl
