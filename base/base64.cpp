#include "base/base64.h"

#include <cstdint>

namespace waveform::base {

namespace {

constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

}  // namespace

std::string to_base64(std::string_view bytes) {
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    const std::string_view group = bytes.substr(at, 3);
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < 3; ++i)
      bits = bits << 8 | (i < group.size() ? static_cast<unsigned char>(group[i]) : 0U);
    for (std::size_t i = 0; i < 4; ++i) out += i <= group.size() ? kDigits[bits >> (18 - 6 * i) & 63] : '=';
  }
  return out;
}

std::optional<std::string> from_base64(std::string_view text) {
  std::string out;
  std::uint32_t bits = 0;
  std::size_t digits = 0, padding = 0;
  for (const char c : text) {
    if (c == '\r' || c == '\n') continue;
    const std::size_t digit = kDigits.find(c);
    if (c == '=') {
      if (++padding > 2 || (digits + padding) % 4 == 1 || digits % 4 < 2) return std::nullopt;
      continue;
    }
    if (digit == std::string_view::npos || padding > 0) return std::nullopt;
    bits = bits << 6 | static_cast<std::uint32_t>(digit);
    if (++digits % 4 == 0) {
      for (const int shift : {16, 8, 0}) out += static_cast<char>(bits >> shift & 0xFF);
    }
  }
  if ((digits + padding) % 4 != 0) return std::nullopt;
  if (digits % 4 >= 2) bits <<= 6 * (4 - digits % 4);
  if (digits % 4 >= 2) out += static_cast<char>(bits >> 16 & 0xFF);
  if (digits % 4 == 3) out += static_cast<char>(bits >> 8 & 0xFF);
  return out;
}

}  // namespace waveform::base
