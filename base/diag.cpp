#include "base/diag.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"

namespace waveform::base {

namespace {

struct Look {
  const char* label;
  const char* colour;
};

Look look(Severity severity) {
  switch (severity) {
    case Severity::Error:
      return {"Error", "\x1b[1;31m"};
    case Severity::Warning:
      return {"Warning", "\x1b[1;33m"};
    case Severity::Note:
      return {"Note", "\x1b[1;36m"};
  }
  return {"", ""};
}

// How much of a long line is shown: at most this many columns on either side of the marked range.
constexpr std::size_t kContext = 60;

// The text as displayed from a column on: a tab becomes spaces up to the next stop.
std::string shown(std::string_view text, int column) {
  constexpr int kTabStop = 4;
  std::string out;
  for (auto piece : split(text, '\t')) {
    if (piece.data() != text.data()) {
      int at = column + display_width(out);
      out.append(static_cast<std::size_t>(kTabStop - at % kTabStop), ' ');
    }
    out += printable(piece);
  }
  return out;
}

// The source line and, under it, a row of carets below the range.
std::string snippet(const Range& range, const DiagStyle& style, const char* colour) {
  std::uint32_t line_begin = 0;
  std::string_view as_it_is = line_at(*range.source, range.begin, &line_begin);
  const std::string line_text = shown_text(*range.source, line_begin, as_it_is.size());
  const std::string_view line = line_text;
  auto in_line = [&](std::uint32_t offset) {
    return std::min<std::size_t>(std::max(offset, line_begin) - line_begin, line.size());
  };
  std::size_t from = in_line(range.begin);
  std::size_t to = in_line(std::max(range.end, range.begin));
  std::string_view before = line.substr(0, from);
  std::string_view marked = line.substr(from, to - from);
  std::string_view after = line.substr(to);
  auto at_character = [](std::string_view text, std::size_t cut) {
    while (cut < text.size() && (static_cast<unsigned char>(text[cut]) & 0xC0) == 0x80) ++cut;
    return cut;
  };
  std::string lead, tail;
  if (before.size() > kContext) {
    before = before.substr(at_character(before, before.size() - kContext));
    lead = "...";
  }
  if (marked.size() > kContext)
    marked = marked.substr(0, at_character(marked, kContext)), after = {}, tail = "...";
  if (after.size() > kContext) after = after.substr(0, at_character(after, kContext)), tail = "...";

  std::string number = std::to_string(position(*range.source, range.begin).line);
  std::string gutter(number.size(), ' ');
  std::string shown_before = lead + shown(before, display_width(lead));
  int pad = display_width(shown_before);
  std::string shown_marked = shown(marked, pad);
  int carets = std::max(1, display_width(shown_marked));
  const char* on = style.colour ? colour : "";
  const char* off = style.colour ? "\x1b[0m" : "";
  return fmt::format("  {} | {}{}{}{}{}{}\n  {} | {}{}{}{}\n", number, shown_before, on, shown_marked, off,
                     shown(after, pad + carets), tail, gutter,
                     std::string(static_cast<std::size_t>(pad), ' '), on,
                     std::string(static_cast<std::size_t>(carets), '^'), off);
}

void add_paragraph(std::string& out, const std::string& text, int width) {
  if (text.empty()) return;
  std::size_t begin = 0;
  while (begin <= text.size()) {
    auto end = std::min(text.find('\n', begin), text.size());
    out += "  " + wrap("  " + printable(text.substr(begin, end - begin)), width, 2).substr(2) + "\n";
    begin = end + 1;
  }
}

// "where var.x is 3", and a line with "and" for each further one.
void add_values(std::string& out, const std::vector<DiagValue>& values, int width) {
  constexpr int kIndent = 8;  // of "  where "
  for (std::size_t i = 0; i < values.size(); ++i) {
    std::string text = printable(values[i].reference + " " + values[i].statement);
    out += (i == 0 ? "  where " : "    and ") + wrap(text, width > kIndent ? width - kIndent : 0, kIndent) +
           "\n";
  }
}

}  // namespace

std::string headline(const std::string& summary, const std::string& check) {
  return check.empty() ? summary : fmt::format("{} [{}]", summary, check);
}

bool Diags::has_errors() const {
  return std::any_of(list_.begin(), list_.end(), [](const Diag& d) { return d.severity == Severity::Error; });
}

void Diags::sort() {
  auto key = [](const Diag& d) {
    return std::make_pair(
        d.range.source == nullptr ? std::string_view() : std::string_view(d.range.source->name),
        d.range.begin);
  };
  std::stable_sort(list_.begin(), list_.end(), [&](const Diag& a, const Diag& b) { return key(a) < key(b); });
  // An expression that was evaluated twice reported its error twice.
  auto same = [&](const Diag& a, const Diag& b) {
    return a.range.source != nullptr && key(a) == key(b) && a.summary == b.summary && a.detail == b.detail;
  };
  list_.erase(std::unique(list_.begin(), list_.end(), same), list_.end());
}

std::string render(const Diag& diag, const DiagStyle& style) {
  auto [label, colour] = look(diag.severity);
  const std::string summary = printable(headline(diag.summary, diag.check));
  std::string out = style.colour ? fmt::format("{}{}:\x1b[0m \x1b[1m{}\x1b[0m\n", colour, label, summary)
                                 : fmt::format("{}: {}\n", label, summary);
  if (diag.range.source != nullptr) {
    auto place = position(*diag.range.source, diag.range.begin);
    out += fmt::format("  at {}:{}:{}\n", printable(diag.range.source->name), place.line, place.column);
    out += snippet(diag.range, style, colour);
  }
  add_values(out, diag.values, style.width);
  add_paragraph(out, diag.detail, style.width);
  add_paragraph(out, diag.hint, style.width);
  return diag.code.empty() ? out : out + "\n" + diag.code;
}

}  // namespace waveform::base
