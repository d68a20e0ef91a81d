#include "planner/hcl/lexer.h"

#include <doctest/doctest.h>

#include "planner/hcl/token.h"
#include "tests/planner/hcl/support.h"

namespace waveform::test {
namespace {

using hcl::TokenKind;

// The texts of the tokens with a bar between them; a newline shows as ~, what was reported as !.
std::string tokens(const std::string& text) {
  const base::Source source{"test", text};
  base::Diags diags;
  const auto size = static_cast<std::uint32_t>(text.size());
  const hcl::Tokens tokens = hcl::lex({source.text, {&source, 0, size}, true, false}, diags);
  std::vector<std::string> parts;
  for (const hcl::Token& token : tokens.list) {
    CHECK(source.text.substr(token.range.begin, token.range.end - token.range.begin) == token.text);
    if (token.kind == TokenKind::End) continue;
    parts.push_back(token.kind == TokenKind::Newline ? "~"
                    : token.kind == TokenKind::Bad   ? "!" + std::string(token.text)
                                                     : std::string(token.text));
  }
  return fmt::format("{}{}", fmt::join(parts, "|"), diags.has_errors() ? " # " + summaries(diags) : "");
}

}  // namespace

TEST_CASE("code is cut into names, numbers and symbols") {
  CHECK(tokens("a_b-c = 1.5e3") == "a_b-c|=|1.5e3");
  CHECK(tokens("a.0.b[*]") == "a|.|0|.|b|[|*|]");
  CHECK(tokens("a>=1&&!b||c!=d") == "a|>=|1|&&|!|b||||c|!=|d");
  CHECK(tokens("x... => y ? z : w") == "x|...|=>|y|?|z|:|w");
  CHECK(tokens("größe = 1") == "größe|=|1");
  CHECK(tokens("\xEF\xBB\xBF"
               "a = 1") == "a|=|1");
}

TEST_CASE("comments vanish and the line's end stays") {
  CHECK(tokens("a # x\nb // y\r\nc /* z\n */ d") == "a|~|b|~|c|d");
  CHECK(tokens("a /* z") == "a|!/* z # Unclosed comment");
}

TEST_CASE("templates are flat") {
  CHECK(tokens(R"("a${b}c")") == R"("|a|${|b|}|c|")");
  CHECK(tokens(R"("${ {a="}"} ~}")") == R"("|${|{|a|=|"|}|"|}|~}|")");
  CHECK(tokens(R"("\"$${x}")") == R"("|\"$${x}|")");
  CHECK(tokens("<<-EOT\n a ${b}\n EOT\nc") == "<<-EOT| a |${|b|}|\n| EOT|~|c");
  CHECK(tokens("<<EOT\nEOTX\nEOT\n") == "<<EOT|EOTX\n|EOT|~");
  CHECK(tokens("<<EOT\n\tEOT \u00A0\r\n") == "<<EOT|\tEOT \u00A0|~");
}

TEST_CASE("what is left open is blamed where it was opened, and reading goes on after that line") {
  CHECK(tokens("a = \"x\nb = 1") == "a|=|!\"x|~|b|=|1 # Unclosed string");
  CHECK(tokens("a = \"${x\"\nb = 1") == "a|=|!\"${x\"|~|b|=|1 # Unclosed \"${\"");
  CHECK(tokens("a = \"${f(\"x)}\"\n}\nb = 1") == "a|=|!\"${f(\"x)}\"|~|}|~|b|=|1 # Unclosed string");
  CHECK(tokens("a = <<EOT\nx") == "a|=|!<<EOT # Unclosed heredoc");
  CHECK(tokens("a = <<EOT\n${x\nEOT\n") == "a|=|!<<EOT # Unclosed \"${\"");
  CHECK(tokens("<<EOT\n${\"x\n}\nEOT\n") == "<<EOT|!${\"x|}\n|EOT|~ # Unclosed string");
}

TEST_CASE("strange characters are reported once a line") {
  CHECK(tokens("a = 'b' ^ ^\nc") == "a|=|!'b'|!^|!^|~|c # Single quotes do not make a string");
  CHECK(tokens("a = “b”") == "a|=|!“b” # Curly quotes do not make a string");
  CHECK(tokens("a = 1;") == "a|=|1|~ # Stray semicolon");
  CHECK(tokens("12abc 1_000") == "!12abc|!1_000 # Invalid number; Invalid number");
  CHECK(tokens("a\u00A0= 1") == "a|=|1 # Invisible character");
}

}  // namespace waveform::test
