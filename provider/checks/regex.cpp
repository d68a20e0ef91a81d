// Regular expressions. The service uses Java's. PCRE2 is similar, so a pattern that PCRE2 refuses is probably
// wrong, and PCRE2 extensions are certainly wrong.
#include <array>
#include <memory>
#include <optional>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <fmt/format.h>
#include <pcre2.h>

#include "base/text.h"
#include "provider/checks/finder.h"

namespace waveform::provider::checks {
namespace {

struct CodeDeleter {
  void operator()(pcre2_code* code) const { pcre2_code_free(code); }
};
using Code = std::unique_ptr<pcre2_code, CodeDeleter>;

struct Compiled {
  Code code = nullptr;
  int error = 0;
  std::size_t offset = 0;
};

Compiled compile(const std::string& text) {
  Compiled compiled;
  compiled.code.reset(pcre2_compile(reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(),
                                    PCRE2_CASELESS | PCRE2_UTF, &compiled.error, &compiled.offset, nullptr));
  return compiled;
}

std::string words_of(int error) {
  std::array<PCRE2_UCHAR, 256> buffer{};
  pcre2_get_error_message(error, buffer.data(), buffer.size());
  return reinterpret_cast<const char*>(buffer.data());
}

// A look-behind of bounded length is valid in Java.
constexpr int kUnevenLookBehind = 125;

// Java syntax that PCRE2 does not have, so that PCRE2's result is not used.
bool has_java_only(const std::string& text) {
  for (const char* piece : {"&&", "\\p{", "\\P{", "\\u", "\\N{", "\\b{g}", "(?d", "(?u", "(?U"}) {
    if (text.find(piece) != std::string::npos) return true;
  }
  return false;
}

// PCRE2 syntax that Java does not have.
struct Foreign {
  std::string_view begins;
  std::string_view name;
};
constexpr Foreign kForeign[] = {
    {"(?P<", "a named group (?P<name>…)"},
    {"(?P=", "(?P=name)"},
    {"(?P>", "a subroutine call"},
    {"(?&", "a subroutine call"},
    {"(?R", "recursion"},
    {"(?|", "a branch reset (?|…)"},
    {"(?'", "a named group (?'name'…)"},
    {"(?(", "a condition (?(…)…)"},
    {"(?#", "a comment (?#…)"},
    {"(*", "a verb (*…)"},
    {"\\K", "\\K"},
    {"\\g", "\\g"},
    {"[[:", "a POSIX class [[:name:]]"},
};

bool is_quantifier(std::string_view text) {
  const std::size_t end = text.find('}');
  if (end == std::string_view::npos || end < 2) return false;
  const std::string_view inside = text.substr(1, end - 1);
  return inside.front() != ',' && inside.find_first_not_of("0123456789,") == std::string_view::npos;
}

std::string_view foreign_at(std::string_view rest) {
  for (const auto& [begins, name] : kForeign) {
    if (rest.starts_with(begins)) return name;
  }
  if (rest.starts_with("(?") && rest.size() > 2 && rest[2] >= '0' && rest[2] <= '9')
    return "a subroutine call";
  if (rest.front() == '{' && !is_quantifier(rest)) return "a { that is not a quantifier";
  if (rest.starts_with("(?<") && rest.size() > 3 && rest[3] != '=' && rest[3] != '!') {
    const auto name = rest.substr(3, std::min(rest.find('>'), rest.size()) - 3);
    if (name.find('_') != std::string_view::npos) return "a group name with _";
  }
  return {};
}

// Calls `visit` for every element that is neither escaped nor in a class, until it returns false.
template <typename Visit>
void walk(std::string_view text, const Visit& visit) {
  bool in_class = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text.substr(at).starts_with("\\Q")) {
      const auto end = text.find("\\E", at);
      if (end == std::string_view::npos) return;
      at = end + 1;
      continue;
    }
    if (!in_class && !visit(at)) return;
    if (text[at] == '\\') {
      ++at;
      // \x{1F600}
      if (text.substr(at + 1).starts_with("{")) at = std::min(text.find('}', at), text.size() - 1);
    } else if (text[at] == '[' && !in_class) {
      in_class = true;
      // The first character of a class is literal.
      if (text.substr(at + 1).starts_with("^")) ++at;
      if (text.substr(at + 1).starts_with("]")) ++at;
    } else if (text[at] == ']') {
      in_class = false;
    }
  }
}

std::string_view find_foreign(std::string_view text) {
  std::string_view found;
  walk(text, [&](std::size_t at) {
    found = foreign_at(text.substr(at));
    return found.empty();
  });
  return found;
}

// The top-level alternatives: "a|(b|c)" has two.
std::vector<std::string> alternatives(const std::string& text) {
  std::vector<std::size_t> ends;
  int depth = 0;
  walk(text, [&](std::size_t at) {
    if (text[at] == '(') ++depth;
    if (text[at] == ')') --depth;
    if (text[at] == '|' && depth == 0) ends.push_back(at);
    return true;
  });
  ends.push_back(text.size());
  std::vector<std::string> parts;
  std::size_t begin = 0;
  for (const std::size_t end : ends) {
    parts.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

}  // namespace

void check_regex(const std::string& text, const Report& report) {
  if (text.ends_with('\n')) {
    return report(general({"regex", "ends with a line break, which does not match any name",
                           "A heredoc ends with one.", "Use trimspace(…)."}));
  }
  if (has_java_only(text)) return;
  const Compiled compiled = compile(text);
  if (!compiled.code && compiled.error == kUnevenLookBehind) return;
  if (!compiled.code) {
    const int column = base::display_width(text.substr(0, compiled.offset)) + 1;
    return report(general({"regex", "does not look like a regular expression",
                           fmt::format("At character {}: {}.", column, words_of(compiled.error)),
                           "The service takes Java's regular expressions."}));
  }
  if (const auto foreign = find_foreign(text); !foreign.empty()) {
    report(general({"regex-not-java", fmt::format("has {}, which Java does not support", foreign),
                    "The service takes Java's regular expressions (java.util.regex)."}));
  }
}

bool may_pass(const std::string& regex, const std::string& beginning) {
  if (has_java_only(regex)) return true;
  // Only parts that are anchored at the beginning of a name can exclude a prefix.
  for (const auto& part : alternatives(regex)) {
    if (!part.starts_with("^") && !base::lower(part).starts_with("aws")) return true;
  }
  const Compiled compiled = compile(regex);
  if (!compiled.code) return true;
  std::unique_ptr<pcre2_match_data, decltype(&pcre2_match_data_free)> data(
      pcre2_match_data_create_from_pattern(compiled.code.get(), nullptr), &pcre2_match_data_free);
  const int result =
      pcre2_match(compiled.code.get(), reinterpret_cast<PCRE2_SPTR>(beginning.data()), beginning.size(), 0,
                  PCRE2_PARTIAL_HARD | PCRE2_ANCHORED, data.get(), nullptr);
  return result != PCRE2_ERROR_NOMATCH;
}

}  // namespace waveform::provider::checks
