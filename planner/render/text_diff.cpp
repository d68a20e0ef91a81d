#include "planner/render/text_diff.h"

#include <algorithm>

#include <dtl/dtl.hpp>
#include <fmt/format.h>

namespace waveform::render {

namespace {

// The work grows with the product of length and difference.
constexpr std::size_t kMaxLength = 4000;

bool is_word(char c) {
  auto u = static_cast<unsigned char>(c);
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || u >= 0x80;
}

// The length of an escape of base::quote: \n, \", \u202e, ...; else 1.
std::size_t escape_size(std::string_view text) {
  if (text.size() < 2 || text[0] != '\\') return 1;
  std::size_t digits = text[1] == 'x' ? 2 : text[1] == 'u' ? 4 : text[1] == 'U' ? 8 : 0;
  return std::min(2 + digits, text.size());
}

std::vector<std::string> split_words(std::string_view text) {
  std::vector<std::string> words;
  bool open = false;  // the last word may go on
  for (std::size_t at = 0, size = 0; at < text.size(); at += size) {
    size = escape_size(text.substr(at));
    bool letter = size == 1 && is_word(text[at]);
    if (!open || !letter) words.emplace_back();
    words.back() += text.substr(at, size);
    open = letter;
  }
  return words;
}

// A replacement comes after the original.
void removed_first(std::vector<Piece>& pieces) {
  auto stays = [](const Piece& piece) { return piece.kind == Piece::Kind::Same; };
  for (auto begin = pieces.begin(); begin != pieces.end();) {
    begin = std::find_if_not(begin, pieces.end(), stays);
    auto end = std::find_if(begin, pieces.end(), stays);
    std::stable_partition(begin, end, [](const Piece& piece) { return piece.kind == Piece::Kind::Removed; });
    begin = end;
  }
}

constexpr std::size_t kDiffContext = 3;

// With their line ends; only the last may have none.
std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    std::size_t size = std::min(text.size() - 1, text.find('\n')) + 1;
    lines.emplace_back(text.substr(0, size));
    text.remove_prefix(size);
  }
  return lines;
}

std::string diff_line(const Piece& piece, const TextStyle& style) {
  bool ends = piece.text.ends_with('\n');
  std::string_view text(piece.text.data(), piece.text.size() - (ends ? 1 : 0));
  bool same = piece.kind == Piece::Kind::Same, added = piece.kind == Piece::Kind::Added;
  Ink ink = same ? Ink::Plain : added ? Ink::Added : Ink::Removed;
  const char* sign = same ? " " : added ? "+" : "-";
  return style.paint(ink, fmt::format("{}{}", sign, text)) + "\n" +
         (ends ? "" : "\\ No newline at end of file\n");
}

// Lines of one text before a place, and how many of them a hunk shows: the form of "@@ -1,2 +1,3 @@".
struct Side {
  std::size_t before = 0;
  std::size_t shown = 0;

  std::string text() const {
    std::size_t first = shown == 0 ? before : before + 1;
    return shown == 1 ? fmt::format("{}", first) : fmt::format("{},{}", first, shown);
  }
};

// The pieces [begin, end) as a hunk. Advances both sides past it.
std::string hunk(const std::vector<Piece>& pieces, std::size_t begin, std::size_t end, Side& old_side,
                 Side& new_side, const TextStyle& style) {
  std::string lines;
  for (std::size_t i = begin; i < end; ++i) {
    if (pieces[i].kind != Piece::Kind::Added) ++old_side.shown;
    if (pieces[i].kind != Piece::Kind::Removed) ++new_side.shown;
    lines += diff_line(pieces[i], style);
  }
  std::string head = fmt::format("@@ -{} +{} @@", old_side.text(), new_side.text());
  for (Side* side : {&old_side, &new_side}) *side = {side->before + side->shown, 0};
  return style.paint(Ink::Recovered, head) + "\n" + lines;
}

}  // namespace

std::vector<Piece> diff_lists(const std::vector<std::string>& before, const std::vector<std::string>& after) {
  std::vector<Piece> pieces;
  if (before.size() > kMaxLength || after.size() > kMaxLength) {
    for (const auto& item : before) pieces.push_back({Piece::Kind::Removed, item});
    for (const auto& item : after) pieces.push_back({Piece::Kind::Added, item});
    return pieces;
  }
  dtl::Diff<std::string, std::vector<std::string>> diff(before, after);
  diff.compose();
  for (const auto& [item, info] : diff.getSes().getSequence()) {
    auto kind = info.type == dtl::SES_ADD      ? Piece::Kind::Added
                : info.type == dtl::SES_DELETE ? Piece::Kind::Removed
                                               : Piece::Kind::Same;
    pieces.push_back({kind, item});
  }
  removed_first(pieces);
  return pieces;
}

std::vector<Piece> diff_words(std::string_view before, std::string_view after) {
  std::vector<Piece> joined;
  for (auto& piece : diff_lists(split_words(before), split_words(after))) {
    if (!joined.empty() && joined.back().kind == piece.kind) {
      joined.back().text += piece.text;
    } else {
      joined.push_back(std::move(piece));
    }
  }
  return joined;
}

std::string unified_diff(std::string_view before, std::string_view after, std::string_view before_name,
                         std::string_view after_name, const TextStyle& style) {
  const auto pieces = diff_lists(lines_of(before), lines_of(after));
  const auto changed = [](const Piece& piece) { return piece.kind != Piece::Kind::Same; };
  std::string out;
  Side old_side, new_side;
  std::size_t done = 0;  // pieces that were shown or passed
  for (;;) {
    auto next = std::find_if(pieces.begin() + static_cast<std::ptrdiff_t>(done), pieces.end(), changed);
    if (next == pieces.end()) break;
    auto change = static_cast<std::size_t>(next - pieces.begin());
    std::size_t begin = std::max(done, change - std::min(change, kDiffContext));
    std::size_t last = change;  // the last change of the hunk; adjacent contexts are merged
    for (std::size_t i = change; i < pieces.size() && i <= last + 2 * kDiffContext + 1; ++i) {
      if (changed(pieces[i])) last = i;
    }
    old_side.before += begin - done;
    new_side.before += begin - done;
    done = std::min(pieces.size(), last + 1 + kDiffContext);
    out += hunk(pieces, begin, done, old_side, new_side, style);
  }
  if (out.empty()) return out;
  return style.paint(Ink::Strong, fmt::format("--- {}", before_name)) + "\n" +
         style.paint(Ink::Strong, fmt::format("+++ {}", after_name)) + "\n" + out;
}

}  // namespace waveform::render
