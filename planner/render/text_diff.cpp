#include "planner/render/text_diff.h"

#include <dtl/dtl.hpp>

namespace waveform::render {

namespace {

// The work grows with the product of length and difference.
constexpr std::size_t kMaxLength = 4000;

bool is_word(char c) {
  auto u = static_cast<unsigned char>(c);
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || u >= 0x80;
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  for (char c : text) {
    bool joins = !words.empty() && is_word(c) && is_word(words.back().back());
    if (!joins) words.emplace_back();
    words.back() += c;
  }
  return words;
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
