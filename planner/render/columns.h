// Text laid out in columns of a terminal, some of it marked as changed. Pure.
//
// REQUIRES everywhere: text without control characters (base::printable, base::quote).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "planner/render/style.h"
#include "planner/render/text_diff.h"

namespace waveform::render {

// One character with its combining characters.
struct Cell {
  std::string text;
  int width = 1;
  bool marked = false;
};
using Cells = std::vector<Cell>;

Cells cells(std::string_view text, bool marked = false);

// Lines of at most `width` columns: broken after a space or sign in the last third of a line, else anywhere.
// Never empty.
std::vector<Cells> break_lines(const Cells& text, int width);

// The text, the marked cells in the ink.
std::string painted(const Cells& line, Ink ink, const TextStyle& style);
// "   ^^^^" below the marked cells; "" when there are none.
std::string marks_below(const Cells& line);

// The old and the new text with differences marked. In very long texts, unchanged parts far from a difference
// become "[... 1200 the same ...]". Texts with little in common are not marked.
struct MarkedTexts {
  Cells before;
  Cells after;
};
MarkedTexts marked_texts(std::string_view before, std::string_view after);

inline constexpr int kIndent = 6;  // of lines below a change
std::string spaces(int count);

// The first columns, with "..." at the end if truncated.
std::string cut(std::string_view text, int width);

}  // namespace waveform::render
