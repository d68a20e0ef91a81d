// A position in a list of tokens. Private to planner/hcl.
#pragma once

#include <cstddef>
#include <string_view>
#include <utility>

#include "planner/hcl/token.h"

namespace waveform::hcl {

// Skips newline tokens while newlines_ is false.
class Cursor {
 protected:
  explicit Cursor(Tokens tokens) : tokens_(std::move(tokens)) {}

  const Token& peek() const { return tokens_.list[position()]; }
  const Token& raw(std::size_t ahead) const;  // from peek() on, with newlines
  Token next();
  bool at(TokenKind kind) const { return peek().kind == kind; }
  bool at_word(std::string_view word) const { return at(TokenKind::Name) && peek().text == word; }
  bool accept(TokenKind kind);
  std::size_t position() const;
  const Token& previous() const { return tokens_.list[last_]; }
  bool begins_expression() const;

  // Sets a variable while it exists.
  template <typename T>
  struct Set {
    Set(T& variable, T value) : variable_(variable), before_(std::exchange(variable, value)) {}
    ~Set() { variable_ = before_; }
    Set(const Set&) = delete;
    Set& operator=(const Set&) = delete;
    T& variable_;
    T before_;
  };

  Tokens tokens_;
  std::size_t at_ = 0;
  std::size_t last_ = 0;  // the token that next() gave
  bool newlines_ = true;
};

}  // namespace waveform::hcl
