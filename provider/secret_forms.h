// The encodings in which a service may repeat a string: percent-encoding, JSON and HTML escapes, base64.
// Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace waveform::provider {

// A decoded text, with the source position of every byte.
struct PlainForm {
  struct Origin {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
  };
  std::string text;
  std::vector<Origin> origins;  // one per byte: the part of the original that it was decoded from
};

// Equal for all encodings of one string: percent signs (%2f, %2F, %u002F), JSON escapes (\u002f, \/, \x2f)
// and HTML entities (&sol; &#47; &#x2f;) are decoded, even if only some characters are encoded or encodings
// are nested. Line breaks, tabs and other backslashes are removed; a space is "+", as in forms. Linear time.
PlainForm plain_form(std::string_view text);

// Unifies both alphabets of base64: "-" becomes "+", "_" becomes "/".
std::string one_alphabet(std::string text);
// The base64 digits that a string determines alone, after 0, 1 and 2 other bytes.
std::vector<std::string> base64_forms(std::string_view text);

bool is_base64_digit(char c);

}  // namespace waveform::provider
