// One input for the formatter: what it gives back is laid out already, and means the same. Shared by the fuzz
// target and by tests.
#pragma once

#include <optional>
#include <string>

#include <fmt/format.h>

#include "planner/hcl/format.h"
#include "planner/hcl/lexer.h"
#include "planner/hcl/parser.h"
#include "tests/planner/hcl/shape.h"

namespace waveform::test {

// Kinds and texts of all tokens. Line ends inside of texts count as LF; empty lines at the end do not count.
inline std::string token_text(const std::string& text) {
  base::Diags diags;
  const base::Range place{nullptr, 0, static_cast<std::uint32_t>(text.size())};
  auto tokens = hcl::lex({text, place, true, false}, diags).list;
  tokens.pop_back();
  while (!tokens.empty() && tokens.back().kind == hcl::TokenKind::Newline) tokens.pop_back();
  std::string out;
  for (const hcl::Token& token : tokens) {
    std::string written(token.text);
    for (std::size_t at = 0; (at = written.find("\r\n", at)) != std::string::npos;) {
      if (at > 0 && written[at - 1] == '\r') {
        ++at;
      } else {
        written.erase(at, 1);
      }
    }
    out += fmt::format("{}:{}\n", static_cast<int>(token.kind), written);
  }
  return out;
}

// All but white space, so comments too.
inline std::string ink(std::string text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
  std::erase_if(text, [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; });
  return text;
}

// What is wrong with how `text` is formatted; "" when nothing is, or when it has syntax errors.
inline std::string format_fault(const std::string& text) {
  const base::Source source{"input", text};
  base::Diags diags;
  const hcl::Body before = hcl::parse_native(source, diags);
  const auto formatted = hcl::format_native(source, diags);
  if (diags.has_errors()) return formatted ? "a broken text was formatted" : "";
  if (!formatted) return "a good text was not formatted";
  const base::Source result{"formatted", *formatted};
  base::Diags after_diags;
  const hcl::Body after = hcl::parse_native(result, after_diags);
  if (after_diags.has_errors()) return "does not parse any more: " + summaries(after_diags);
  if (shape(before) != shape(after)) return "means something else";
  const std::string renewed = hcl::renew_spellings(source, before);
  if (token_text(renewed) != token_text(*formatted)) return "tokens were lost or made";
  if (ink(renewed) != ink(*formatted)) return "comments were lost or made";
  if (hcl::format_native(result, after_diags) != formatted) return "is not laid out at once";
  const bool ends_well = formatted->empty() || (formatted->ends_with('\n') && !formatted->ends_with("\n\n"));
  return ends_well ? "" : "does not end with one line end";
}

}  // namespace waveform::test
