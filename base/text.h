// Words for people: quoting, widths, counting, near names. Characters and letters of Unicode.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace waveform::base {

// "1 action", "2 actions"
std::string count(std::int64_t n, std::string_view singular, std::string_view plural = {});
// "a, b and c"
std::string enumerate(std::span<const std::string> words, std::string_view last = "and");

// In double quotes with escapes; control characters, bidi controls and bytes that are not UTF-8 are written
// as escapes, so that no text can move the cursor or reverse a line. Of what is longer, the beginning.
std::string quote(std::string_view text, std::size_t longest = 4096);
// So many bytes of it at most, without a part of a character at the end.
std::string_view beginning(std::string_view text, std::size_t longest);
// The same escapes without the quotes, for text that stands alone.
std::string printable(std::string_view text);

// Columns on a terminal (wide and combining characters counted as they show).
int display_width(std::string_view text);
// Characters as a reader counts them: a letter with its accents is one, and so is a flag or a wide one.
int count_graphemes(std::string_view text);
// The first of them; "" of an empty text.
std::string_view first_grapheme(std::string_view text);
// Lines of at most `width` columns, broken at spaces, but not between backticks; width 0: unchanged. Later
// lines start with `indent` spaces.
std::string wrap(std::string_view text, int width, int indent = 0);

// The nearest of `known` when it is near enough to be meant (case, one slip in three letters), else "".
std::string nearest(std::string_view word, std::span<const std::string> known);
// `Did you mean "x"?` or "".
std::string did_you_mean(std::string_view word, std::span<const std::string> known);

// Letters without their accents and other marks, compatible forms as plain ones: "Köln" is "Koln". What is
// not UTF-8 is answered as it is.
std::string without_accents(std::string_view text);
// REQUIRES: UTF-8. Letters of every script, each by itself: "ß" stays one letter.
std::string upper_letters(std::string_view text);
std::string lower_letters(std::string_view text);
// The first letter of each word as in a title.
std::string title_words(std::string_view text);
// Without Unicode's white space at both ends.
std::string_view trim_spaces(std::string_view text);

// Letters, digits, - and _, at least one: what may stand in a path as an id of the service.
bool is_id(std::string_view text);

// Unicode's normal form C: a letter and its accents are one character where there is such a one. What is not
// UTF-8 is answered as it is.
std::string normal_form(std::string_view text);
// What identifiers begin and go on with, as Unicode has it (ID_Start, ID_Continue); so no "_" at the begin.
bool begins_identifier(char32_t c);
bool continues_identifier(char32_t c);

bool is_utf8(std::string_view text);
std::string lower(std::string_view ascii);
std::string upper(std::string_view ascii);
std::vector<std::string_view> split(std::string_view text, char separator);
std::string_view trim(std::string_view text);
// Digits, a "-" before them or not, and nothing else; none also beyond 64 bits.
std::optional<std::int64_t> parse_integer(std::string_view text);

}  // namespace waveform::base
