// Tokens of the language. Private to planner/hcl.
//
// Templates are flat in the list: OpenQuote, Text, Interpolation, (tokens), SequenceEnd, Text, CloseQuote.
// Invalid input becomes one Bad token, already reported: parsers do not report it again.
#pragma once

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "base/diag.h"
#include "base/source.h"

namespace waveform::hcl {

enum class TokenKind : std::uint8_t {
  End,
  Bad,
  Newline,
  Name,
  Number,
  OpenQuote,
  CloseQuote,
  OpenHeredoc,    // <<X or <<-X
  CloseHeredoc,   // the X
  Text,           // of a template, as written; in heredocs one line or less
  Interpolation,  // ${ or ${~
  Directive,      // %{ or %{~
  SequenceEnd,    // } or ~}
  OpenBrace,
  CloseBrace,
  OpenBracket,
  CloseBracket,
  OpenParen,
  CloseParen,
  Equal,
  Colon,
  DoubleColon,
  Comma,
  Dot,
  Ellipsis,
  Arrow,
  Question,
  Bang,
  Plus,
  Minus,
  Star,
  Slash,
  Percent,
  EqualEqual,
  BangEqual,
  Less,
  LessEqual,
  Greater,
  GreaterEqual,
  AndAnd,
  OrOr
};

// Whether it is one of these.
inline bool is_any(TokenKind kind, std::initializer_list<TokenKind> kinds) {
  return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

struct Token {
  TokenKind kind = TokenKind::End;
  base::Range range;
  std::string_view text;
  std::uint32_t column = 0;  // bytes from the beginning of the line
  bool fresh = false;        // the first of its line
};

// The input, and its place in a source. exact: offsets of `text` are offsets of place.source, counted from
// place.begin; else every token has the range `place`.
struct LexInput {
  std::string_view text;
  base::Range place;
  bool exact = true;
  bool is_template = false;  // the text is a template without quotes, as in JSON strings
};

struct Tokens {
  std::vector<Token> list;  // the last is End, and only that one
  bool cut = false;         // the rest could not be read: do not report unclosed constructs
};

// For messages: `"="`, `the name "x"`, "the end of the line".
std::string describe(const Token& token);
// "Unexpected " and the same without its article.
std::string unexpected_text(const Token& token);

}  // namespace waveform::hcl
