#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "planner/hcl/characters.h"
#include "planner/hcl/json_reader.h"

namespace waveform::hcl {
namespace {

using After = JsonBreak::After;

class Explainer {
 public:
  Explainer(const base::Source& source, const JsonBreak& where, base::Diags& diags)
      : source_(source), text_(source.text), where_(where), diags_(diags) {}

  void explain();

 private:
  void after_key(std::uint32_t at);
  void after_value(std::uint32_t at);
  void separator_missing(std::uint32_t at);
  void key_or_value(std::uint32_t at, std::string_view expected, bool is_key);
  bool joins_token(std::uint32_t at);
  bool common(std::uint32_t at, std::string_view expected);
  void broken_string(std::uint32_t at);
  void broken_escape(std::uint32_t at, std::uint32_t open);
  void broken_number(std::uint32_t at);
  void word(std::uint32_t at, std::string_view expected, bool is_key);
  void end_of_text();

  std::uint32_t skip_space(std::uint32_t at) const {
    return static_cast<std::uint32_t>(std::min(text_.find_first_not_of(" \t\r\n", at), text_.size()));
  }
  char at(std::uint32_t i) const { return i < text_.size() ? text_[i] : '\0'; }
  std::string found(std::uint32_t i) const;
  int line(std::uint32_t i) const { return base::position(source_, i).line; }
  bool in_object() const { return where_.opener.source && at(where_.opener.begin) == '{'; }
  std::string closer() const { return in_object() ? "\"}\"" : "\"]\""; }
  void error(std::uint32_t begin, std::uint32_t end, std::string summary, std::string detail,
             std::string hint = {}) {
    diags_.error({&source_, begin, end}, std::move(summary), std::move(detail), std::move(hint));
  }

  const base::Source& source_;
  std::string_view text_;
  const JsonBreak& where_;
  base::Diags& diags_;
};

std::string Explainer::found(std::uint32_t i) const {
  if (i >= text_.size()) return "the end of the text";
  if (text_[i] == '"') return "a string";
  if (is_digit(text_[i])) return "a number";
  return base::quote(text_.substr(i, decode(text_, i).size));
}

void Explainer::explain() {
  const std::uint32_t next = skip_space(where_.at);
  switch (where_.after) {
    case After::Nothing:
      if (next >= text_.size()) {
        return error(next, next, "The text is empty", "Expected a JSON object.",
                     "Write {} for an empty one.");
      }
      return key_or_value(next, "a JSON object", false);
    case After::OpenObject:
      return key_or_value(next, "a key in double quotes or \"}\"", true);
    case After::OpenArray:
      return key_or_value(next, "a value or \"]\"", false);
    case After::Key:
      return after_key(next);
    case After::Member:
    case After::Item:
      return after_value(next);
    case After::All:
      if (next == where_.at && joins_token(next)) return;
      if (common(next, "the end of the text")) return;
      return error(next, next + decode(text_, next).size, "Text after the end of the JSON document",
                   fmt::format("Expected the end of the text, found {}.", found(next)),
                   at(next) == '{' ? "Put several objects into one array: [ {...}, {...} ]." : "");
  }
}

void Explainer::after_key(std::uint32_t i) {
  if (at(i) == ':') return key_or_value(skip_space(i + 1), "a value", false);
  if (i >= text_.size()) return end_of_text();
  if (common(i, "\":\"")) return;
  if (at(i) == '=') {
    return error(i, i + 1, "Unexpected \"=\"", "Expected \":\" between a key and its value.",
                 "JSON uses \":\" where the native syntax uses \"=\".");
  }
  error(where_.at, where_.at, "Missing \":\" after a key",
        fmt::format("Expected \":\" and a value before {}.", found(i)));
}

void Explainer::after_value(std::uint32_t i) {
  if (i >= text_.size()) return end_of_text();
  if (at(i) != ',') return separator_missing(i);
  const std::uint32_t next = skip_space(i + 1);
  if (at(next) == '}' || at(next) == ']') {
    return error(i, i + 1, "Trailing comma", fmt::format("Only {} follows this comma.", found(next)),
                 "Remove the comma: JSON has none after the last member.");
  }
  if (at(next) == ',')
    return error(next, next + 1, "Unexpected \",\"", "Members are separated by a single comma.");
  key_or_value(next, in_object() ? "a key in double quotes" : "a value", in_object());
}

void Explainer::separator_missing(std::uint32_t i) {
  const std::string expected = fmt::format("\",\" or {}", closer());
  if (common(i, expected)) return;
  const char c = at(i);
  const bool goes_on = c == '"' || c == '{' || c == '[' || c == '-' || c == '_' || is_digit(c) ||
                       begins_name(decode(text_, i).code);
  if (goes_on && where_.at == i && joins_token(i)) return;
  if (goes_on) {
    return error(where_.at, where_.at, "Missing comma",
                 fmt::format("Expected {} before {}{}.", expected, found(i),
                             line(i) > line(where_.at) ? fmt::format(" on line {}", line(i)) : ""),
                 "Put commas between members.");
  }
  if (c == '}' || c == ']') {
    return error(i, i + 1, fmt::format("Unexpected {}", found(i)),
                 fmt::format("Expected {} for the {} on line {}.", closer(), found(where_.opener.begin),
                             line(where_.opener.begin)));
  }
  error(i, i + decode(text_, i).size, fmt::format("Unexpected {}", found(i)),
        fmt::format("Expected {}.", expected), c == ';' ? "Members are separated by commas." : "");
}

// Reports a number or word with an invalid rest: 01, 0x1F, truex. True when it was one.
bool Explainer::joins_token(std::uint32_t i) {
  const auto inside = [](char c) {
    return is_digit(c) || c == '-' || c == '+' || c == '.' ||
           (static_cast<unsigned char>(c) < 0x80 && begins_name(static_cast<unsigned char>(c)));
  };
  if (!inside(at(i)) || i == 0 || !inside(at(i - 1))) return false;
  std::uint32_t begin = i;
  while (begin > 0 && inside(at(begin - 1))) --begin;
  if (is_digit(at(begin)) || at(begin) == '-') {
    broken_number(begin);
  } else {
    word(begin, "a value", false);
  }
  return true;
}

// Reports syntax of JavaScript, Python or HCL. True when it was that.
bool Explainer::common(std::uint32_t i, std::string_view expected) {
  const std::string_view rest = text_.substr(std::min<std::size_t>(i, text_.size()));
  const std::string detail = fmt::format("Expected {}.", expected);
  if (rest.starts_with("//") || rest.starts_with("/*") || rest.starts_with('#')) {
    const std::size_t size = rest.starts_with('#') ? 1 : 2;
    error(i, i + static_cast<std::uint32_t>(size), "A comment in JSON", detail + " JSON has no comments.",
          "Write a member named \"//\" instead: \"//\": \"...\".");
    return true;
  }
  constexpr std::array quotes = {std::string_view("'"), std::string_view("`"), std::string_view("“"),
                                 std::string_view("”"), std::string_view("‘"), std::string_view("’")};
  for (const std::string_view quote : quotes) {
    if (!rest.starts_with(quote)) continue;
    error(i, i + static_cast<std::uint32_t>(quote.size()), "Wrong quotes", detail,
          "Strings and keys must be in straight double quotes: \"text\".");
    return true;
  }
  return false;
}

void Explainer::key_or_value(std::uint32_t i, std::string_view expected, bool is_key) {
  if (i >= text_.size()) return end_of_text();
  if (common(i, expected)) return;
  const char c = at(i);
  if (c == '"') return broken_string(i);
  if (is_key && (is_digit(c) || c == '-')) {
    return error(i, i + 1, "A key without quotes", fmt::format("Expected {}, found a number.", expected),
                 "Keys are strings: \"1\".");
  }
  if (is_digit(c) || c == '-' || c == '+' || c == '.') return broken_number(i);
  if (begins_name(decode(text_, i).code)) return word(i, expected, is_key);
  error(i, i + decode(text_, i).size, fmt::format("Unexpected {}", found(i)),
        fmt::format("Expected {}.", expected));
}

void Explainer::word(std::uint32_t i, std::string_view expected, bool is_key) {
  std::uint32_t end = i;
  while (end < text_.size() && continues_name(decode(text_, end).code)) end += decode(text_, end).size;
  const std::string_view name = text_.substr(i, end - i);
  const std::string quoted = base::quote(name);
  if (is_key) {
    return error(
        i, end, "A key without quotes", fmt::format("Expected {}, found {}.", expected, quoted),
        fmt::format("Put the key in double quotes. If this is HCL's native syntax, rename the file to "
                    "*.wf.hcl."));
  }
  struct Foreign {
    std::string_view theirs;
    std::string_view ours;
  };
  constexpr std::array foreign = {Foreign{"none", "null"},      Foreign{"nil", "null"},
                                  Foreign{"undefined", "null"}, Foreign{"nan", "null"},
                                  Foreign{"infinity", "null"},  Foreign{"yes", "true"},
                                  Foreign{"no", "false"},       Foreign{"true", "true"},
                                  Foreign{"false", "false"},    Foreign{"null", "null"}};
  const std::string lower = base::lower(name);
  std::string hint = "Strings must be in double quotes.";
  for (const Foreign& f : foreign) {
    if (lower == f.theirs) hint = fmt::format("JSON writes {}.", f.ours);
  }
  error(i, end, fmt::format("Unexpected {}", quoted), fmt::format("Expected {}.", expected), hint);
}

void Explainer::broken_string(std::uint32_t open) {
  for (std::uint32_t i = open + 1; i < text_.size(); ++i) {
    const char c = text_[i];
    if (c == '"') break;
    if (c == '\n' || c == '\r') {
      return error(open, i, "Unclosed string", "This string has no closing quote on its line.",
                   "Close it with \". Write a line break in a string as \\n.");
    }
    if (static_cast<unsigned char>(c) < 0x20) {
      return error(i, i + 1, "Control character in a string",
                   fmt::format("Characters below U+0020 are written as escapes, this one as \\u{:04x}{}.",
                               static_cast<unsigned>(c), c == '\t' ? " or \\t" : ""));
    }
    if (c != '\\') continue;
    const char e = at(i + 1);
    const std::string_view digits = text_.substr(i, 6);
    const bool hex = digits.size() == 6 && std::all_of(digits.begin() + 2, digits.end(), [](char d) {
                       return is_digit(d) || (d >= 'a' && d <= 'f') || (d >= 'A' && d <= 'F');
                     });
    if (e == 'u' ? !hex : std::string_view("\"\\/bfnrt").find(e) == std::string_view::npos) {
      return broken_escape(i, open);
    }
    if (e == 'u') {
      const char second = base::lower(text_.substr(i + 3, 1))[0];
      const bool surrogate = base::lower(text_.substr(i + 2, 1)) == "d" && second >= '8';
      const bool high = surrogate && second <= 'b' && text_.substr(i + 6, 2) == "\\u";
      const char low = high && i + 9 < text_.size() ? base::lower(text_.substr(i + 9, 1))[0] : '0';
      if (surrogate && !(high && base::lower(text_.substr(i + 8, 1)) == "d" && low >= 'c')) {
        return error(
            i, i + 6, "Half of a character",
            "This escape is one half of a surrogate pair (D800 to DFFF), and the other half is missing.");
      }
      if (surrogate) i += 6;
      i += 4;
    }
    ++i;
  }
  const auto end = static_cast<std::uint32_t>(text_.size());
  error(open, end, "Unclosed string", "The text ends inside this string.", "Close it with \".");
}

void Explainer::broken_escape(std::uint32_t i, std::uint32_t open) {
  if (i + 1 >= text_.size()) {
    return error(open, i + 1, "Unclosed string", "The text ends inside this string.", "Close it with \".");
  }
  const std::uint32_t size = 1 + decode(text_, i + 1).size;
  error(
      i, i + size, at(i + 1) == 'u' ? "Invalid escape: \\u needs four hexadecimal digits" : "Invalid escape",
      "The escapes are \\\", \\\\, \\/, \\b, \\f, \\n, \\r, \\t and \\uNNNN.", "Write \\\\ for a backslash.");
}

void Explainer::broken_number(std::uint32_t i) {
  const auto end =
      static_cast<std::uint32_t>(std::min(text_.find_first_of(" \t\r\n,:]}[{\"", i), text_.size()));
  const std::string_view number = text_.substr(i, end - i);
  std::string hint;
  const std::size_t first = number.find_first_not_of("+-");
  if (number.starts_with('+')) {
    hint = "Remove the +.";
  } else if (first != std::string_view::npos && number[first] == '.') {
    hint = "Write a digit before the point: 0.5.";
  } else if (first != std::string_view::npos && number[first] == '0' && first + 1 < number.size() &&
             is_digit(number[first + 1])) {
    hint = "Remove the leading zeros, or put it in quotes if it is a name.";
  } else if (number.find_first_not_of("+-.0123456789eE") == std::string_view::npos &&
             is_digit(number.back())) {
    return error(i, end, "Number out of range", "Numbers must be between -1.8e308 and 1.8e308.");
  }
  error(i, end, "Invalid number", "Numbers have decimal digits: 42, -1, 0.5, 1e6.", hint);
}

void Explainer::end_of_text() {
  const auto end = static_cast<std::uint32_t>(text_.size());
  if (!where_.opener.source) return error(end, end, "The text ends too early", "Expected a value.");
  std::string expected = closer();
  if (where_.after == After::Key) expected = "\":\" and a value";
  if (where_.after == After::Member || where_.after == After::Item) expected = "\",\" or " + expected;
  error(where_.at, where_.at, "The text ends too early",
        fmt::format("Expected {}: the {} on line {} is not closed.", expected, found(where_.opener.begin),
                    line(where_.opener.begin)),
        "The file may be truncated.");
}

}  // namespace

void explain_json_break(const base::Source& source, const JsonBreak& where, base::Diags& diags) {
  Explainer(source, where, diags).explain();
}

}  // namespace waveform::hcl
