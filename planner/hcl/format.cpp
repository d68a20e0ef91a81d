#include "planner/hcl/format.h"

#include <algorithm>
#include <vector>

#include "base/text.h"
#include "planner/hcl/layout.h"
#include "planner/hcl/parser.h"

namespace waveform::hcl {
namespace {

constexpr int indent_width = 2;

// Of an argument that ends on its line, only the part before the "=" counts, and nothing after the beginning
// of a heredoc, as in OpenTofu.
int net_brackets(const Line& line) {
  int sum = 0;
  for (std::size_t i = 0; i < std::min(line.assign, line.pieces.size()); ++i) {
    sum += bracket_change(line.pieces[i].kind);
    if (line.pieces[i].kind == TokenKind::OpenHeredoc) break;
  }
  return sum;
}

// A line that opens more brackets than it closes adds one level, which ends on the line that closes the last
// of them.
void indent(std::vector<Line>& lines) {
  std::vector<int> levels;  // how many brackets of each are open
  for (Line& line : lines) {
    if (line.pieces.empty()) continue;
    const int net = net_brackets(line);
    for (int closed = -net; closed > 0 && !levels.empty();) {
      const int taken = std::min(closed, levels.back());
      closed -= taken;
      levels.back() -= taken;
      if (levels.back() == 0) levels.pop_back();
    }
    line.pieces.front().spaces = indent_width * static_cast<int>(levels.size());
    if (net > 0) levels.push_back(net);
  }
}

// Characters before the piece `end`, including all lines of a multi-line comment, as in OpenTofu.
int width_before(const Line& line, std::size_t end) {
  int width = 0;
  for (std::size_t i = 0; i < end; ++i) {
    width += line.pieces[i].spaces + base::count_graphemes(line.pieces[i].text);
  }
  return width;
}

// Aligns the cells of adjacent lines.
void align(std::vector<Line>& lines, std::size_t Line::*cell) {
  for (std::size_t begin = 0; begin < lines.size(); ++begin) {
    std::size_t end = begin;
    std::vector<int> widths;
    for (; end < lines.size() && lines[end].*cell != no_cell; ++end) {
      widths.push_back(width_before(lines[end], lines[end].*cell));
    }
    if (widths.empty()) continue;
    const int widest = *std::max_element(widths.begin(), widths.end());
    for (std::size_t i = begin; i < end; ++i) {
      lines[i].pieces[lines[i].*cell].spaces = widest - widths[i - begin] + 1;
    }
    begin = end;
  }
}

}  // namespace

std::optional<std::string> format_native(const base::Source& source, base::Diags& diags) {
  base::Diags found;
  const Body body = parse_unevaluated(source, found);
  const bool broken = found.has_errors();
  diags.append(std::move(found));
  if (broken) return std::nullopt;
  return lay_out(renew_spellings(source, body));
}

std::string lay_out(std::string_view text) {
  std::vector<Line> lines = split_lines(text);
  indent(lines);
  align(lines, &Line::assign);
  align(lines, &Line::comment);
  std::string out;
  for (const Line& line : lines) {
    for (const Piece& piece : line.pieces) {
      out.append(static_cast<std::size_t>(piece.spaces), ' ');
      out += piece.text;
    }
    out.append(static_cast<std::size_t>(line.space_at_end), ' ');
    out += line.end;
  }
  return out;
}

}  // namespace waveform::hcl
