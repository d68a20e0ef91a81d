#include "base/text.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <numeric>

#include <fmt/format.h>
#include <utf8proc.h>

namespace waveform::base {

namespace {

// Decodes the code point of `text` at `at`; returns -1 for invalid UTF-8. `size` receives the number of bytes
// (1 for an invalid one).
std::int32_t next_code_point(std::string_view text, std::size_t at, std::size_t& size) {
  if (const auto byte = static_cast<unsigned char>(text[at]); byte < 0x80) {
    size = 1;
    return byte;
  }
  utf8proc_int32_t code_point = -1;
  auto length = static_cast<utf8proc_ssize_t>(text.size() - at);
  auto taken =
      utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()) + at, length, &code_point);
  size = taken > 0 ? static_cast<std::size_t>(taken) : 1;
  return taken > 0 ? code_point : -1;
}

// Characters that move the cursor, are invisible, look like a space, or change the direction of a line.
bool is_control(std::int32_t c) {
  constexpr std::int32_t kBlankBraille = 0x2800;
  if (c >= 0x20 && c < 0x7F) return false;
  if (c > 0xFFFF) return c >= 0xE0000 && c <= 0xE0FFF;
  const auto* property = utf8proc_get_property(c);
  switch (property->category) {
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
    case UTF8PROC_CATEGORY_ZS:
      return true;
    default:
      return property->ignorable || c == kBlankBraille || (c >= 0x2060 && c <= 0x206F);
  }
}

std::string escape(std::int32_t c) {
  switch (c) {
    case '\n':
      return "\\n";
    case '\r':
      return "\\r";
    case '\t':
      return "\\t";
    default:
      return c > 0xFFFF ? fmt::format("\\U{:08x}", c) : fmt::format("\\u{:04x}", c);
  }
}

std::string escaped(std::string_view text, bool quoted) {
  std::string out;
  out.reserve(text.size() + 2);
  for (std::size_t at = 0, size = 0; at < text.size(); at += size) {
    auto c = next_code_point(text, at, size);
    if (c < 0) {
      out += fmt::format("\\x{:02x}", static_cast<unsigned char>(text[at]));
    } else if (is_control(c)) {
      out += escape(c);
    } else if (quoted && (c == '"' || c == '\\')) {
      out += '\\';
      out += static_cast<char>(c);
    } else {
      out += text.substr(at, size);
    }
  }
  return out;
}

// Returns nothing for invalid UTF-8.
std::optional<std::string> mapped(std::string_view text, int options) {
  utf8proc_uint8_t* made = nullptr;
  const auto size = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                 static_cast<utf8proc_ssize_t>(text.size()), &made,
                                 static_cast<utf8proc_option_t>(options));
  if (size < 0) return std::nullopt;
  std::string out(reinterpret_cast<const char*>(made), static_cast<std::size_t>(size));
  std::free(made);
  return out;
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

constexpr std::int32_t kSharpS = 0xDF;

// Replaces each character with replacement(the previous one or a space, the character).
template <typename Replacement>
std::string with_letters(std::string_view text, const Replacement& replacement) {
  std::string out;
  out.reserve(text.size());
  std::int32_t before = ' ';
  for (std::size_t at = 0, size = 0; at < text.size(); at += size) {
    const auto c = next_code_point(text, at, size);
    utf8proc_uint8_t bytes[4];
    const auto length = c < 0 ? 0 : utf8proc_encode_char(replacement(before, c), bytes);
    out.append(length > 0
                   ? std::string_view(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(length))
                   : text.substr(at, size));
    before = c;
  }
  return out;
}

bool is_white_space(std::int32_t c) {
  if (c < 0x80) return c == ' ' || (c >= '\t' && c <= '\r');
  if (c == 0x85) return true;
  const auto category = utf8proc_category(c);
  return category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL ||
         category == UTF8PROC_CATEGORY_ZP;
}

// In ASCII everything except letters, digits and "_"; beyond ASCII only white space.
bool separates_words(std::int32_t c) {
  if (c >= 0x80) return is_white_space(c);
  return !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_');
}

// Damerau-Levenshtein distance (swapping adjacent letters counts once), over bytes.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  std::iota(last.begin(), last.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      std::size_t cost = a[i - 1] == b[j - 1] ? 0 : 1;
      row[j] = std::min({row[j - 1] + 1, last[j] + 1, last[j - 1] + cost});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], before[j - 2] + 1);
    }
    before = last;
    std::swap(last, row);
  }
  return last[b.size()];
}

// Letters only, lower case: "roleArn" and "role_arn" are the same word.
std::string folded(std::string_view word) {
  std::string out;
  for (char c : lower(word)) {
    if (c != '_' && c != '-') out += c;
  }
  return out;
}

// Words separated by spaces. Text between backticks is one word, so that a command can be copied.
std::vector<std::string> unbreakable_words(std::string_view text) {
  std::vector<std::string> words;
  bool in_code = false;
  for (auto part : split(text, ' ')) {
    if (in_code) {
      words.back() += ' ';
      words.back() += part;
    } else {
      words.emplace_back(part);
    }
    if (std::count(part.begin(), part.end(), '`') % 2 != 0) in_code = !in_code;
  }
  return words;
}

}  // namespace

std::string count(std::int64_t n, std::string_view singular, std::string_view plural) {
  if (n == 1) return fmt::format("1 {}", singular);
  return plural.empty() ? fmt::format("{} {}s", n, singular) : fmt::format("{} {}", n, plural);
}

std::string enumerate(std::span<const std::string> words, std::string_view last) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) out += i + 1 == words.size() ? fmt::format(" {} ", last) : ", ";
    out += words[i];
  }
  return out;
}

std::string quote(std::string_view text, std::size_t longest) {
  const auto shown = beginning(text, longest);
  return "\"" + escaped(shown, true) + (shown.size() < text.size() ? "…\"" : "\"");
}

std::string hcl_string(std::string_view text) {
  const std::string quoted = quote(text, text.size());
  std::string out;
  for (std::size_t i = 0; i < quoted.size(); ++i) {
    const bool opens = (quoted[i] == '$' || quoted[i] == '%') && quoted[i + 1] == '{';
    out.append(opens ? 2 : 1, quoted[i]);
  }
  return out;
}

std::string_view beginning(std::string_view text, std::size_t longest) {
  std::size_t end = std::min(longest, text.size());
  while (end > 0 && end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end);
}
std::string printable(std::string_view text) {
  return escaped(text, false);
}

bool runs_backwards(std::string_view text) {
  for (std::size_t at = 0, size = 0; at < text.size(); at += size) {
    const auto c = next_code_point(text, at, size);
    const int direction = c < 0 ? 0 : utf8proc_get_property(c)->bidi_class;
    if (direction == UTF8PROC_BIDI_CLASS_R || direction == UTF8PROC_BIDI_CLASS_AL ||
        direction == UTF8PROC_BIDI_CLASS_AN)
      return true;
  }
  return false;
}

int display_width(std::string_view text) {
  int width = 0;
  for (std::size_t at = 0, size = 0; at < text.size(); at += size) {
    auto c = next_code_point(text, at, size);
    width += c < 0 ? 1 : utf8proc_charwidth(c);
  }
  return width;
}

int count_graphemes(std::string_view text) {
  int count = 0;
  for (; !text.empty(); text.remove_prefix(first_grapheme(text).size())) ++count;
  return count;
}

std::string_view first_grapheme(std::string_view text) {
  std::int32_t before = -1, state = 0;
  std::size_t at = 0;
  for (std::size_t size = 0; at < text.size(); at += size) {
    const auto c = next_code_point(text, at, size);
    const bool joins = c >= 0 && before >= 0 && !utf8proc_grapheme_break_stateful(before, c, &state);
    if (!joins && at > 0) break;
    before = c;
  }
  return text.substr(0, at);
}

std::string wrap(std::string_view text, int width, int indent) {
  if (width <= 0 || display_width(text) <= width) return std::string(text);
  std::string out;
  int column = 0;
  bool first = true;
  for (const auto& word : unbreakable_words(text)) {
    int size = display_width(word);
    if (!first && column + 1 + size > width) {
      out += "\n" + std::string(static_cast<std::size_t>(indent), ' ');
      column = indent;
    } else if (!first) {
      out += ' ';
      ++column;
    }
    out += word;
    column += size;
    first = false;
  }
  return out;
}

std::string nearest(std::string_view word, std::span<const std::string> known) {
  constexpr std::size_t kLongest = 128;  // no name is longer, and the time is quadratic
  if (word.size() > kLongest) return "";
  std::string folded_word = folded(word);
  const std::string* best = nullptr;
  std::size_t best_distance = std::min<std::size_t>(3, folded_word.size() / 3) + 1;
  for (const auto& candidate : known) {
    std::string folded_candidate = folded(candidate);
    if (folded_candidate.size() > folded_word.size() + best_distance) continue;
    auto d = distance(folded_word, folded_candidate);
    if (d < best_distance) {
      best = &candidate;
      best_distance = d;
    }
  }
  return best == nullptr ? std::string() : *best;
}

std::string did_you_mean(std::string_view word, std::span<const std::string> known) {
  std::string name = nearest(word, known);
  return name.empty() ? name : fmt::format("Did you mean {}?", quote(name));
}

std::string without_accents(std::string_view text) {
  return mapped(text, UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_STRIPMARK)
      .value_or(std::string(text));
}

std::string normal_form(std::string_view text) {
  if (is_ascii(text)) return std::string(text);
  return mapped(text, UTF8PROC_STABLE | UTF8PROC_COMPOSE).value_or(std::string(text));
}

std::string upper_letters(std::string_view text) {
  return with_letters(text, [](std::int32_t, std::int32_t c) {
    return c == kSharpS ? c : utf8proc_toupper(c);  // its upper case form is not in common use
  });
}

std::string lower_letters(std::string_view text) {
  return with_letters(text, [](std::int32_t, std::int32_t c) { return utf8proc_tolower(c); });
}

std::string title_words(std::string_view text) {
  return with_letters(text, [](std::int32_t before, std::int32_t c) {
    return separates_words(before) ? utf8proc_totitle(c) : c;
  });
}

bool is_id(std::string_view text) {
  auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  };
  return !text.empty() && std::all_of(text.begin(), text.end(), fits);
}

std::string_view trim_spaces(std::string_view text) {
  std::size_t begin = text.size(), end = 0;
  for (std::size_t at = 0, size = 0; at < text.size(); at += size) {
    if (is_white_space(next_code_point(text, at, size))) continue;
    begin = std::min(begin, at);
    end = at + size;
  }
  return begin < end ? text.substr(begin, end - begin) : std::string_view();
}

bool begins_identifier(char32_t c) {
  switch (utf8proc_category(static_cast<utf8proc_int32_t>(c))) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_NL:
      return c != 0x2E2F;  // (a punctuation character)
    default:
      return c == 0x1885 || c == 0x1886 || c == 0x2118 || c == 0x212E || c == 0x309B || c == 0x309C;
  }
}

bool continues_identifier(char32_t c) {
  switch (utf8proc_category(static_cast<utf8proc_int32_t>(c))) {
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_PC:
      return true;
    default:
      return begins_identifier(c) || c == 0xB7 || c == 0x387 || (c >= 0x1369 && c <= 0x1371) || c == 0x19DA;
  }
}

bool is_utf8(std::string_view text) {
  for (std::size_t at = 0, size = 0; at < text.size(); at += size) {
    if (next_code_point(text, at, size) < 0) return false;
  }
  return true;
}

std::string lower(std::string_view ascii) {
  std::string out(ascii);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

std::string upper(std::string_view ascii) {
  std::string out(ascii);
  for (char& c : out) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return out;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  std::size_t begin = 0;
  while (true) {
    auto end = text.find(separator, begin);
    parts.push_back(text.substr(begin, end == std::string_view::npos ? end : end - begin));
    if (end == std::string_view::npos) return parts;
    begin = end + 1;
  }
}

std::string_view trim(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  auto first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::string single_quoted(std::string_view text) {
  std::string quoted = "'";
  for (char c : text) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

std::string shell_word(std::string_view word) {
  constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.,:/@%+=";
  const bool is_plain = !word.empty() && word.find_first_not_of(kPlain) == std::string_view::npos;
  return is_plain ? std::string(word) : single_quoted(word);
}

}  // namespace waveform::base
