#include "planner/hcl/console_input.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "planner/hcl/lexer.h"
#include "planner/hcl/token.h"

namespace waveform::hcl {

namespace {

int opened_by(const Token& token) {
  using enum TokenKind;
  if (is_any(token.kind, {OpenBrace, OpenBracket, OpenParen})) return 1;
  return is_any(token.kind, {CloseBrace, CloseBracket, CloseParen}) ? -1 : 0;
}

// An unmatched closing bracket ends the expression, so that the error is reported at once.
int count_open(const std::string& text) {
  if (!base::is_utf8(text)) return 0;
  const base::Source source{"console", text};
  base::Diags ignored;
  const auto end = static_cast<std::uint32_t>(source.text.size());
  int open = 0;
  const Tokens tokens = lex({.text = source.text, .place = {&source, 0, end}}, ignored);
  for (const Token& token : tokens.list) {
    const bool open_heredoc = tokens.cut && token.kind == TokenKind::Bad && token.text.starts_with("<<");
    open += open_heredoc ? 1 : opened_by(token);
    if (open < 0) return 0;
  }
  return open;
}

}  // namespace

std::optional<std::string> ConsoleInput::add(std::string_view line) {
  const bool in_heredoc = open_ > 0 && text_.find("<<") != std::string::npos;
  if (!in_heredoc) line = base::trim(line);
  const bool continues = line.ends_with('\\') && !line.ends_with("\\\\");
  if (continues) line.remove_suffix(1);
  text_ += line;
  open_ = count_open(text_ + "\n");
  if (continues) ++open_;
  if (open_ == 0) return take();
  if (!continues) text_ += '\n';
  return std::nullopt;
}

std::string ConsoleInput::take() {
  open_ = 0;
  return std::exchange(text_, {});
}

}  // namespace waveform::hcl
