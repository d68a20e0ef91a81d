#include "base/source.h"

#include <algorithm>

namespace waveform::base {

Position position(const Source& source, std::uint32_t offset) {
  std::string_view before = std::string_view(source.text).substr(0, offset);
  Position place;
  place.line = 1 + static_cast<int>(std::count(before.begin(), before.end(), '\n'));
  auto newline = before.rfind('\n');
  auto line = before.substr(newline == std::string_view::npos ? 0 : newline + 1);
  auto is_start = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; };
  place.column = 1 + static_cast<int>(std::count_if(line.begin(), line.end(), is_start));
  return place;
}

std::string_view line_at(const Source& source, std::uint32_t offset, std::uint32_t* begin) {
  std::string_view text = source.text;
  std::size_t at = std::min<std::size_t>(offset, text.size());
  auto newline = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
  std::size_t first = newline == std::string_view::npos ? 0 : newline + 1;
  std::size_t last = std::min(text.find('\n', at), text.size());
  if (last > first && text[last - 1] == '\r') --last;
  if (begin != nullptr) *begin = static_cast<std::uint32_t>(first);
  return text.substr(first, last > first ? last - first : 0);
}

}  // namespace waveform::base
