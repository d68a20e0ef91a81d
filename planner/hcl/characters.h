// Characters of the language. Private to planner/hcl.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/diag.h"
#include "base/source.h"

namespace waveform::hcl {

struct Char {
  char32_t code = 0;
  std::uint32_t size = 1;  // bytes
};

// REQUIRES: at < text.size(); text is UTF-8.
Char decode(std::string_view text, std::size_t at);
void append_utf8(std::string& text, char32_t code);

// Names are Unicode identifiers, also with "_" at the beginning and "-" inside.
bool begins_name(char32_t code);
bool continues_name(char32_t code);
bool is_name(std::string_view text);

inline bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
inline bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

// Unicode white space, which templates trim; between tokens only ASCII spaces and tabs are allowed.
bool is_white_space(char32_t code);
std::size_t leading_space(std::string_view text);  // bytes
std::string_view without_trailing_space(std::string_view text);

// False, with one error, for unreadable sources: not UTF-8, NUL, over 4 GiB.
bool check_text(const base::Source& source, base::Diags& diags);

// The length of a byte order mark at the beginning: 0 or 3.
std::uint32_t byte_order_mark(std::string_view text);

}  // namespace waveform::hcl
