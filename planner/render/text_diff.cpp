#include "planner/render/text_diff.h"

#include <algorithm>

#include <dtl/dtl.hpp>

namespace waveform::render {

namespace {

// The work grows with the product of length and difference.
constexpr std::size_t kMaxLength = 4000;

bool is_word(char c) {
  auto u = static_cast<unsigned char>(c);
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || u >= 0x80;
}

// An escape that base::quote writes: \n, \", \u202e, ...; 1 where there is none.
std::size_t escape_size(std::string_view text) {
  if (text.size() < 2 || text[0] != '\\') return 1;
  std::size_t digits = text[1] == 'x' ? 2 : text[1] == 'u' ? 4 : text[1] == 'U' ? 8 : 0;
  return std::min(2 + digits, text.size());
}

std::vector<std::string> words_of(std::string_view text) {
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

// What takes a thing's place stands behind it.
void removed_first(std::vector<Piece>& pieces) {
  auto stays = [](const Piece& piece) { return piece.kind == Piece::Kind::Same; };
  for (auto begin = pieces.begin(); begin != pieces.end();) {
    begin = std::find_if_not(begin, pieces.end(), stays);
    auto end = std::find_if(begin, pieces.end(), stays);
    std::stable_partition(begin, end, [](const Piece& piece) { return piece.kind == Piece::Kind::Removed; });
    begin = end;
  }
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
  for (auto& piece : diff_lists(words_of(before), words_of(after))) {
    if (!joined.empty() && joined.back().kind == piece.kind) {
      joined.back().text += piece.text;
    } else {
      joined.push_back(std::move(piece));
    }
  }
  return joined;
}

}  // namespace waveform::render
