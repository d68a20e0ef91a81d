#include "planner/hcl/characters.h"

#include <algorithm>
#include <array>
#include <limits>

#include "base/text.h"

namespace waveform::hcl {
namespace {

struct Span {
  char32_t first;
  char32_t last;
};

// Spaces, punctuation and symbols beyond ASCII.
constexpr std::array no_letters = {
    Span{0x80, 0xA9},     Span{0xAB, 0xB4},       Span{0xB6, 0xB9},        Span{0xBB, 0xBF},
    Span{0xD7, 0xD7},     Span{0xF7, 0xF7},       Span{0x1680, 0x1680},    Span{0x180E, 0x180E},
    Span{0x2000, 0x206F}, Span{0x20A0, 0x20CF},   Span{0x2190, 0x2BFF},    Span{0x2E00, 0x2E7F},
    Span{0x3000, 0x3004}, Span{0x3008, 0x3020},   Span{0x3030, 0x3030},    Span{0xD800, 0xF8FF},
    Span{0xFE10, 0xFE6F}, Span{0xFEFF, 0xFEFF},   Span{0xFF00, 0xFF0F},    Span{0xFF1A, 0xFF20},
    Span{0xFFE0, 0xFFFF}, Span{0x1F000, 0x1FAFF}, Span{0xE0000, 0x10FFFF},
};

bool is_letter_beyond_ascii(char32_t code) {
  return code >= 0x80 && std::none_of(no_letters.begin(), no_letters.end(),
                                      [code](Span s) { return code >= s.first && code <= s.last; });
}

}  // namespace

Char decode(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) {
    return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0U;
  };
  const char32_t lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  std::uint32_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  size = static_cast<std::uint32_t>(std::min<std::size_t>(size, text.size() - at));
  char32_t code = lead & (0xFFU >> (size + 1));
  for (std::uint32_t i = 1; i < size; ++i) code = (code << 6) | (byte(i) & 0x3FU);
  return {code, size};
}

void append_utf8(std::string& text, char32_t code) {
  const auto tail = [&](unsigned shift) {
    text.push_back(static_cast<char>(0x80U | ((code >> shift) & 0x3FU)));
  };
  if (code < 0x80) {
    text.push_back(static_cast<char>(code));
  } else if (code < 0x800) {
    text.push_back(static_cast<char>(0xC0U | (code >> 6)));
    tail(0);
  } else if (code < 0x10000) {
    text.push_back(static_cast<char>(0xE0U | (code >> 12)));
    tail(6);
    tail(0);
  } else {
    text.push_back(static_cast<char>(0xF0U | (code >> 18)));
    tail(12);
    tail(6);
    tail(0);
  }
}

bool begins_name(char32_t code) {
  return (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z') || code == '_' ||
         is_letter_beyond_ascii(code);
}

bool continues_name(char32_t code) {
  return begins_name(code) || (code >= '0' && code <= '9') || code == '-';
}

bool is_name(std::string_view text) {
  if (text.empty() || !begins_name(decode(text, 0).code)) return false;
  for (std::size_t at = 0; at < text.size();) {
    const Char c = decode(text, at);
    if (!continues_name(c.code)) return false;
    at += c.size;
  }
  return true;
}

bool check_text(const base::Source& source, base::Diags& diags) {
  const std::string_view text = source.text;
  if (text.size() >= std::numeric_limits<std::uint32_t>::max()) {
    diags.error({&source, 0, 0}, "The file is too large", "A manifest file has at most 4 GiB.");
    return false;
  }
  if (const std::size_t nul = text.find('\0'); nul != std::string_view::npos) {
    const auto at = static_cast<std::uint32_t>(nul);
    diags.error({&source, at, at + 1}, "This looks like a binary file",
                "It holds a NUL byte, which no text does.",
                text.size() >= 2 && (text[0] == '\xFF' || text[0] == '\xFE')
                    ? "It seems to be UTF-16: save it as UTF-8."
                    : "Give a text file in UTF-8.");
    return false;
  }
  if (base::is_utf8(text)) return true;
  std::size_t at = 0;
  for (std::size_t size = 1; at < text.size(); at += size) {
    size = decode(text, at).size;
    if (!base::is_utf8(text.substr(at, size))) break;
  }
  const auto begin = static_cast<std::uint32_t>(at);
  diags.error({&source, begin, begin + 1}, "The text is not UTF-8",
              "Here begins a byte sequence that is no UTF-8 character.",
              "Save the file in the UTF-8 encoding.");
  return false;
}

std::uint32_t byte_order_mark(std::string_view text) {
  return text.substr(0, 3) == "\xEF\xBB\xBF" ? 3 : 0;
}

}  // namespace waveform::hcl
