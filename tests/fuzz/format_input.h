// One input for the formatter, whose output is formatted already and means the same; and for the printer of
// trees. Shared by the fuzz target and by tests.
#pragma once

#include <optional>
#include <string>

#include <fmt/format.h>

#include "planner/hcl/format.h"
#include "planner/hcl/lexer.h"
#include "planner/hcl/parser.h"
#include "planner/hcl/token.h"
#include "tests/planner/hcl/print.h"
#include "tests/planner/hcl/shape.h"

namespace waveform::test {

// Kinds and texts of all tokens.
inline std::string token_text(const std::string& text) {
  base::Diags diags;
  const base::Range place{nullptr, 0, static_cast<std::uint32_t>(text.size())};
  const auto tokens = hcl::lex({text, place, true, false}, diags).list;
  std::string out;
  for (const hcl::Token& token : tokens)
    out += fmt::format("{}:{}\n", static_cast<int>(token.kind), token.text);
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
  const hcl::Body before = hcl::parse_unevaluated(source, diags);
  const auto formatted = hcl::format_native(source, diags);
  if (diags.has_errors()) return formatted ? "a broken text was formatted" : "";
  if (!formatted) return "a good text was not formatted";
  const base::Source result{"formatted", *formatted};
  base::Diags after_diags;
  const hcl::Body after = hcl::parse_unevaluated(result, after_diags);
  if (after_diags.has_errors()) return "does not parse any more: " + summaries(after_diags);
  if (shape(before) != shape(after)) return "means something else";
  const std::string renewed = hcl::renew_spellings(source, before);
  if (token_text(renewed) != token_text(*formatted)) return "tokens were lost or made";
  if (ink(renewed) != ink(*formatted)) return "comments were lost or made";
  return hcl::format_native(result, after_diags) == formatted ? "" : "is not laid out at once";
}

// What is wrong with the tree of `text` when it is printed and read again; "" when nothing is, or when it has
// syntax errors.
inline std::string print_fault(const std::string& text) {
  const base::Source source{"input", text};
  base::Diags diags;
  const hcl::Body body = hcl::parse_native(source, diags);
  if (diags.has_errors()) return "";
  const base::Source printed{"printed", print(body)};
  const hcl::Body again = hcl::parse_native(printed, diags);
  // Parentheses nest deeper than what they stand around.
  if (summaries(diags).find("Nested too deeply") != std::string::npos) return "";
  if (diags.has_errors()) return "does not parse any more: " + summaries(diags) + "\n" + printed.text;
  return shape(body) == shape(again) ? "" : "means something else:\n" + printed.text;
}

}  // namespace waveform::test
