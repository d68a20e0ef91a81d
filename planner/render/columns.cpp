#include "planner/render/columns.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"

namespace waveform::render {

namespace {

constexpr std::size_t kLongSame = 160;      // unchanged cells: longer runs are elided ...
constexpr std::size_t kMarkedContext = 30;  // ... except this many next to a difference

std::size_t size_at(std::string_view text, std::size_t at) {
  auto lead = static_cast<unsigned char>(text[at]);
  std::size_t size = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  return std::min(size, text.size() - at);
}

bool breaks_after(const Cell& cell) {
  constexpr std::string_view kSigns = " ,;|/.-_";
  return cell.text.size() == 1 && kSigns.find(cell.text[0]) != std::string_view::npos;
}

void append(Cells& to, const Cells& from, std::size_t begin, std::size_t end) {
  to.insert(to.end(), from.begin() + static_cast<std::ptrdiff_t>(begin),
            from.begin() + static_cast<std::ptrdiff_t>(end));
}

// Letters and digits: punctuation alone is not a similarity.
std::size_t letters(std::string_view text) {
  constexpr std::string_view kSigns = " \"\\.,:;|()[]{}^$*+?-_/";
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [&](char c) { return kSigns.find(c) == std::string_view::npos; }));
}

bool starts_character(std::string_view text, std::size_t at) {
  return at >= text.size() || (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U;
}

// The common prefix and suffix of two long words; empty when short.
std::vector<Piece> diff_ends(std::string_view before, std::string_view after) {
  auto shorter = std::min(before.size(), after.size()), longer = std::max(before.size(), after.size());
  std::size_t head = 0, tail = 0;
  while (head < shorter && before[head] == after[head]) ++head;
  while (!starts_character(before, head) || !starts_character(after, head)) --head;
  while (tail < shorter - head && before[before.size() - 1 - tail] == after[after.size() - 1 - tail]) ++tail;
  while (!starts_character(before, before.size() - tail) || !starts_character(after, after.size() - tail))
    --tail;
  auto kind = Piece::Kind::Same;
  if ((head + tail) * 3 < longer + 6) return {};  // two of them are the quotes
  auto middle = [&](std::string_view text) {
    return std::string(text.substr(head, text.size() - head - tail));
  };
  return {{kind, std::string(before.substr(0, head))},
          {Piece::Kind::Removed, middle(before)},
          {Piece::Kind::Added, middle(after)},
          {kind, std::string(before.substr(before.size() - tail))}};
}

// An unchanged run, with its middle elided when it is long.
void append_same(Cells& to, const Cells& same, bool first, bool last) {
  std::size_t head = first ? 0 : kMarkedContext, tail = last ? 0 : kMarkedContext;
  if (same.size() <= kLongSame || head + tail == 0) return append(to, same, 0, same.size());
  append(to, same, 0, head);
  auto gap = cells(fmt::format("[... {} the same ...]", same.size() - head - tail));
  append(to, gap, 0, gap.size());
  append(to, same, same.size() - tail, same.size());
}

}  // namespace

std::string spaces(int count) {
  return std::string(static_cast<std::size_t>(std::max(count, 0)), ' ');
}

Cells cells(std::string_view text, bool marked) {
  Cells out;
  for (std::size_t at = 0, size = 0; at < text.size(); at += size) {
    size = size_at(text, at);
    auto character = text.substr(at, size);
    int width = base::display_width(character);
    if (width == 0 && !out.empty()) {
      out.back().text += character;
    } else {
      out.push_back({std::string(character), width, marked});
    }
  }
  return out;
}

std::vector<Cells> break_lines(const Cells& text, int width) {
  std::vector<Cells> lines;
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = begin, good = begin;
    for (int used = 0; end < text.size() && used + text[end].width <= std::max(width, 2); ++end) {
      used += text[end].width;
      if (used > width * 2 / 3 && breaks_after(text[end])) good = end + 1;
    }
    if (end < text.size() && good > begin) end = good;
    lines.emplace_back();
    append(lines.back(), text, begin, end);
    bool ends_in_space = end < text.size() && lines.back().back().text == " ";
    if (ends_in_space) lines.back().pop_back();
    begin = end;
  }
  if (lines.empty()) lines.emplace_back();
  return lines;
}

std::string painted(const Cells& line, Ink ink, const TextStyle& style) {
  std::string out, run;
  bool marked = false;
  for (const auto& cell : line) {
    if (cell.marked != marked) out += style.paint(marked ? ink : Ink::Plain, std::exchange(run, {}));
    marked = cell.marked;
    run += cell.text;
  }
  return out + style.paint(marked ? ink : Ink::Plain, run);
}

std::string marks_below(const Cells& line) {
  std::string out;
  for (const auto& cell : line)
    out += std::string(static_cast<std::size_t>(cell.width), cell.marked ? '^' : ' ');
  return out.substr(0, out.find_last_not_of(' ') + 1);
}

MarkedTexts marked_texts(std::string_view before, std::string_view after) {
  auto pieces = diff_words(before, after);
  std::size_t same = 0;
  for (const auto& piece : pieces) same += piece.kind == Piece::Kind::Same ? letters(piece.text) : 0;
  bool alike = same * 3 >= std::min(letters(before), letters(after));
  if (!alike) pieces = diff_ends(before, after);
  if (pieces.empty()) return {cells(before), cells(after)};
  MarkedTexts out;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    auto shown = cells(pieces[i].text, pieces[i].kind != Piece::Kind::Same);
    if (pieces[i].kind == Piece::Kind::Same) {
      append_same(out.before, shown, i == 0, i + 1 == pieces.size());
      append_same(out.after, shown, i == 0, i + 1 == pieces.size());
    } else {
      append(pieces[i].kind == Piece::Kind::Removed ? out.before : out.after, shown, 0, shown.size());
    }
  }
  return out;
}

std::string cut(std::string_view text, int width) {
  if (base::display_width(text) <= width) return std::string(text);
  std::string out;
  int used = 0;
  for (const auto& cell : cells(text)) {
    if (used + cell.width > width - 3) break;
    used += cell.width;
    out += cell.text;
  }
  return width < 3 ? out : out + "...";
}

}  // namespace waveform::render
