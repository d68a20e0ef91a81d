// Lines of tokens and comments, and the spaces between them. Private to planner/hcl.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "planner/hcl/token.h"

namespace waveform::hcl {

// A token or a comment.
struct Piece {
  TokenKind kind = TokenKind::End;  // End: a comment
  std::string text;                 // as in the source; a <<X with its line end
  int spaces = 0;                   // before it

  bool is_comment() const { return kind == TokenKind::End; }
};

constexpr std::size_t no_cell = static_cast<std::size_t>(-1);

// The code between two line ends: a heredoc or multi-line comment is in one Line. Three cells: from the
// beginning, from the equals sign, from the comment.
struct Line {
  std::vector<Piece> pieces;
  std::string end;                // LF, CR LF, or nothing in the last line
  int space_at_end = 0;           // of the last line, which is kept
  std::size_t assign = no_cell;   // the "=" of an argument whose value ends on this line
  std::size_t comment = no_cell;  // a comment at the end of a line with code

  bool has_line_comment() const {
    return !pieces.empty() && pieces.back().is_comment() && !pieces.back().text.starts_with("/*");
  }
};

// +1 for opening a bracket or template sequence, -1 for closing one, else 0.
int bracket_change(TokenKind kind);

// Whether a space belongs between two adjacent pieces; `before` is the one before `left`, or null.
bool space_between(const Piece* before, const Piece& left, const Piece& right);

// The lines of a source without syntax errors, without spaces between pieces.
std::vector<Line> split_lines(std::string_view text);

}  // namespace waveform::hcl
