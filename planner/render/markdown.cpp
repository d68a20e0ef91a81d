#include "planner/render/markdown.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "planner/render/columns.h"

namespace waveform::render {

namespace {

std::size_t longest_run(std::string_view text, char sign) {
  std::size_t longest = 0, run = 0;
  for (char c : text) {
    run = c == sign ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c);
}

bool is_plain_at(std::string_view text, std::size_t at) {
  char c = text[at];
  if (is_letter(c) || std::string_view(" ,;.()'").find(c) != std::string_view::npos) return true;
  char next = at + 1 < text.size() ? text[at + 1] : ' ';
  char last = at > 0 ? text[at - 1] : ' ';
  if (c == ':') return next == ' ' || (is_digit(last) && is_digit(next));
  if (c == '_') return is_letter(last) && is_letter(next);  // emphasises nothing within a word
  return at > 0 && (c == '-' || c == '+');
}

// Contains no markup and nothing that a host turns into a link.
bool is_plain(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!is_plain_at(text, at)) return false;
  }
  std::string folded = base::lower(text);
  return folded.find("www.") == std::string::npos && folded.find("gh-") == std::string::npos;
}

// In a table, a pipe must have an odd number of backslashes before it, even in a code span.
std::string escape_pipes(std::string_view text) {
  std::string out;
  std::size_t backslashes = 0;
  for (char c : text) {
    if (c == '|') out += backslashes % 2 == 0 ? "\\" : "\\\\";
    backslashes = c == '\\' ? backslashes + 1 : 0;
    out += c;
  }
  return out;
}

}  // namespace

std::string code(std::string_view text) {
  std::string shown = base::printable(text);
  std::string fence(longest_run(shown, '`') + 1, '`');
  bool touches =
      shown.starts_with('`') || shown.ends_with('`') || shown.starts_with(' ') || shown.ends_with(' ');
  std::string gap = touches ? " " : "";
  return fence + gap + shown + gap + fence;
}

std::string prose(std::string_view text, int width) {
  bool plain = is_plain(text);
  std::string shown = cut(plain ? std::string(text) : base::quote(text), width);
  return plain ? shown : code(shown);
}

std::string table_row(const std::vector<std::string>& cells) {
  std::string out = "|";
  for (const auto& cell : cells) out += " " + escape_pipes(cell) + " |";
  return out + "\n";
}

std::string table_head(const std::vector<std::string>& names) {
  return table_row(names) + table_row(std::vector<std::string>(names.size(), "---"));
}

std::string fenced(std::string_view language, const std::string& lines) {
  auto run = std::max({longest_run(lines, '`'), longest_run(lines, '~'), std::size_t{2}});
  std::string fence(run + 1, '`');
  return fmt::format("{}{}\n{}{}\n", fence, language, lines, fence);
}

}  // namespace waveform::render
