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
  using enum TokenKind;
  return is_any(peek().kind,
                {Name, Number, OpenQuote, OpenHeredoc, OpenBrace, OpenBracket, OpenParen, Minus, Bang});
}

}  // namespace waveform::hcl
