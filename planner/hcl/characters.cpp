#include "planner/hcl/characters.h"

#include <algorithm>
#include <limits>

#include "base/text.h"

namespace waveform::hcl {
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
  if (code < 0x80) return (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z') || code == '_';
  return base::begins_identifier(code);
}

bool continues_name(char32_t code) {
  if (code < 0x80) return begins_name(code) || (code >= '0' && code <= '9') || code == '-';
  return base::continues_identifier(code);
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

bool is_white_space(char32_t code) {
  return code == ' ' || (code >= '\t' && code <= '\r') || code == 0x85 || code == 0xA0 || code == 0x1680 ||
         (code >= 0x2000 && code <= 0x200A) || code == 0x2028 || code == 0x2029 || code == 0x202F ||
         code == 0x205F || code == 0x3000;
}

std::size_t leading_space(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const Char c = decode(text, at);
    if (!is_white_space(c.code)) break;
    at += c.size;
  }
  return at;
}

std::string_view without_trailing_space(std::string_view text) {
  while (!text.empty()) {
    std::size_t last = text.size() - 1;
    while (last > 0 && (static_cast<unsigned char>(text[last]) & 0xC0U) == 0x80) --last;
    if (!is_white_space(decode(text, last).code)) break;
    text = text.substr(0, last);
  }
  return text;
}

bool check_text(const base::Source& source, base::Diags& diags) {
  const std::string_view text = source.text;
  if (text.size() >= std::numeric_limits<std::uint32_t>::max()) {
    diags.error({&source, 0, 0}, "The file is too large", "A manifest file has at most 4 GiB.");
    return false;
  }
  if (const std::size_t nul = text.find('\0'); nul != std::string_view::npos) {
    const auto at = static_cast<std::uint32_t>(nul);
    diags.open_error({&source, at, at + 1}, "This looks like a binary file", "It contains a NUL byte.",
                     text.size() >= 2 && (text[0] == '\xFF' || text[0] == '\xFE')
                         ? "It looks like UTF-16: save it as UTF-8."
                         : "Save the file in UTF-8.");
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
              "Here starts a byte sequence that is not a UTF-8 character.",
              "Save the file in the UTF-8 encoding.");
  return false;
}

std::uint32_t byte_order_mark(std::string_view text) {
  return text.substr(0, 3) == "\xEF\xBB\xBF" ? 3 : 0;
}

}  // namespace waveform::hcl
