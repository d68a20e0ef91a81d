#include "base/source.h"

#include <algorithm>

#include "base/text.h"

namespace waveform::base {

namespace {

// A byte order mark at the beginning does not belong to the first line.
std::size_t mark_size(std::string_view text) {
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  return text.starts_with(kMark) ? kMark.size() : 0;
}

}  // namespace

void Sources::hide(const Range& range) {
  for (auto& source : all_) {
    if (&source == range.source) source.hidden.push_back({range.begin, range.end});
  }
}

std::string shown_text(const Source& source, std::uint32_t begin, std::size_t size) {
  std::string text = source.text.substr(begin, size);
  for (const auto& hidden : source.hidden) {
    for (std::size_t at = std::max(hidden.begin, begin); at < hidden.end && at < begin + text.size(); ++at) {
      char& c = text[at - begin];
      if (c != '\n') c = '*';
    }
  }
  return text;
}

Position position(const Source& source, std::uint32_t offset) {
  std::string_view before = std::string_view(source.text).substr(0, offset);
  before.remove_prefix(std::min(mark_size(source.text), before.size()));
  Position place;
  place.line = 1 + static_cast<int>(std::count(before.begin(), before.end(), '\n'));
  auto newline = before.rfind('\n');
  auto line = before.substr(newline == std::string_view::npos ? 0 : newline + 1);
  place.column = 1 + count_graphemes(line);
  return place;
}

std::string where(const Range& range) {
  return printable(range.source->name) + ":" + std::to_string(position(*range.source, range.begin).line);
}

std::string_view line_at(const Source& source, std::uint32_t offset, std::uint32_t* begin) {
  std::string_view text = source.text;
  std::size_t at = std::min<std::size_t>(offset, text.size());
  auto newline = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
  std::size_t first = newline == std::string_view::npos ? mark_size(text) : newline + 1;
  std::size_t last = std::min(text.find('\n', at), text.size());
  if (last > first && text[last - 1] == '\r') --last;
  if (begin != nullptr) *begin = static_cast<std::uint32_t>(first);
  return text.substr(first, last > first ? last - first : 0);
}

}  // namespace waveform::base
