// The forms in which a service repeats a string: percent-encoded, escaped as in JSON or HTML, in base64.
// Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace waveform::provider {

// A text without its encodings, and where each byte comes from.
struct PlainForm {
  struct Origin {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
  };
  std::string text;
  std::vector<Origin> origins;  // one a byte: what of the original became it
};

// Equal for all encodings of one string: percent signs (%2f, %2F, %u002F), JSON escapes (\u002f, \/, \x2f)
// and HTML entities (&sol; &#47; &#x2f;) are decoded, also where only some characters are encoded, and where
// one encoding is inside of another. Line breaks, tabs and other backslashes are left out, a space is "+", as
// in forms. Takes linear time.
PlainForm plain_form(std::string_view text);

// Both alphabets of base64 are one: "-" becomes "+", "_" becomes "/".
std::string one_alphabet(std::string text);
// The digits of base64 that a string alone decides, behind 0, 1 and 2 other bytes.
std::vector<std::string> base64_forms(std::string_view text);

bool is_base64_digit(char c);

}  // namespace waveform::provider
