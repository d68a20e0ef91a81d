// Text for people: quoting, widths, counts, suggestions. Unicode characters and letters.
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

// In double quotes with escapes. Control characters, bidi controls and invalid UTF-8 are escaped, so that no
// string can move the cursor or reverse a line. A long string is cut.
std::string quote(std::string_view text, std::size_t longest = 4096);
// At most this many bytes of the string, cut at a character boundary.
std::string_view beginning(std::string_view text, std::size_t longest);
// The whole text as a string of HCL: the same escapes, and "${" as "$${".
std::string hcl_string(std::string_view text);
// The same escapes without the quotes.
std::string printable(std::string_view text);

// Columns on a terminal, taking wide and combining characters into account.
int display_width(std::string_view text);
// Contains right-to-left letters: two such texts on one line can appear swapped.
bool runs_backwards(std::string_view text);
// User-perceived characters: a letter with its accents is one, and so is a flag or a wide character.
int count_graphemes(std::string_view text);
// The first character; "" for an empty string.
std::string_view first_grapheme(std::string_view text);
// Wraps at spaces into lines of at most `width` columns, but not between backticks; width 0: no wrapping.
// Lines after the first are indented by `indent` spaces.
std::string wrap(std::string_view text, int width, int indent = 0);

// The most similar of `known` if it is similar enough (ignoring case, one typo in three letters), else "".
std::string nearest(std::string_view word, std::span<const std::string> known);
// `Did you mean "x"?` or "".
std::string did_you_mean(std::string_view word, std::span<const std::string> known);

// Letters without accents and other marks, compatibility forms decomposed: "Köln" becomes "Koln". Invalid
// UTF-8 is returned unchanged.
std::string without_accents(std::string_view text);
// REQUIRES: valid UTF-8. Letters of every script, converted one by one: "ß" stays one letter.
std::string upper_letters(std::string_view text);
std::string lower_letters(std::string_view text);
// Title case: the first letter of each word.
std::string title_words(std::string_view text);
// Without Unicode white space at both ends.
std::string_view trim_spaces(std::string_view text);

// At least one of letters, digits, "-" and "_": a service id that is safe in a path.
bool is_id(std::string_view text);

// Unicode normalization form C: a letter and its accents become one character where it exists. Invalid UTF-8
// is returned unchanged.
std::string normal_form(std::string_view text);
// Characters that begin and continue identifiers (Unicode ID_Start, ID_Continue); "_" does not begin one.
bool begins_identifier(char32_t c);
bool continues_identifier(char32_t c);

bool is_utf8(std::string_view text);
std::string lower(std::string_view ascii);
std::string upper(std::string_view ascii);
std::vector<std::string_view> split(std::string_view text, char separator);
std::string_view trim(std::string_view text);
// Digits with an optional "-"; nothing for anything else, and beyond 64 bits.
std::optional<std::int64_t> parse_integer(std::string_view text);

// In single quotes, for any shell.
std::string single_quoted(std::string_view text);
// The word itself, or in single quotes where a POSIX shell would interpret it: 'TYPE.NAME["key"]'.
std::string shell_word(std::string_view word);

}  // namespace waveform::base
