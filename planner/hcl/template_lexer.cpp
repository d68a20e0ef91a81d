#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "planner/hcl/characters.h"
#include "planner/hcl/lexer.h"

namespace waveform::hcl {

namespace {

// The size of the literal text at the beginning, up to a sequence. `unit` returns the size of the next
// character or escape, 0 where the literal text ends.
template <typename Unit>
std::size_t literal_size(std::string_view text, const Unit& unit) {
  std::size_t size = 0;
  while (size < text.size()) {
    const std::string_view rest = text.substr(size);
    if (rest.starts_with("${") || rest.starts_with("%{")) break;
    const unsigned next = rest.starts_with("$${") || rest.starts_with("%%{") ? 3 : unit(rest);
    if (next == 0) break;
    size += next;
  }
  return size;
}

// With its line end.
std::string_view rest_of_line(std::string_view text, std::size_t at) {
  const std::size_t end = text.find('\n', at);
  return text.substr(at, end == std::string_view::npos ? end : end + 1 - at);
}

}  // namespace

void Lexer::template_text() {
  if (sequence()) return;
  switch (modes_.back().kind) {
    case Mode::Kind::Quoted:
      return quoted_text();
    case Mode::Kind::Heredoc:
      return heredoc_line();
    default:  // to the end of the line: a "~" strips blanks of one line
      return push(TokenKind::Text, literal_size(rest_of_line(text_, at_), [](auto) { return 1U; }));
  }
}

bool Lexer::sequence() {
  const bool interpolation = looking_at("${");
  if (!interpolation && !looking_at("%{")) return false;
  push(interpolation ? TokenKind::Interpolation : TokenKind::Directive, ahead(2) == '~' ? 3 : 2);
  modes_.push_back({Mode::Kind::Code, tokens_.list.size() - 1, 0, {}});
  return true;
}

void Lexer::quoted_text() {
  if (ahead() == '"') {
    push(TokenKind::CloseQuote, 1);
    modes_.pop_back();
    return;
  }
  const auto size = literal_size(text_.substr(at_), [](std::string_view rest) -> unsigned {
    if (rest.front() == '"' || rest.front() == '\n' || rest.front() == '\r') return 0;
    return rest.front() == '\\' && rest.size() > 1 && rest[1] != '\n' && rest[1] != '\r' ? 2 : 1;
  });
  if (size > 0) push(TokenKind::Text, size);
  if (done() || ahead() == '\n' || ahead() == '\r') unclosed_quote();
}

void Lexer::open_heredoc() {
  const std::size_t dash = ahead(2) == '-' ? 1 : 0;
  const std::size_t marker = at_ + 2 + dash;
  const std::size_t end = line_end(at_);
  const std::string_view word = text_.substr(std::min(marker, end), end - std::min(marker, end));
  if (!is_name(word)) {
    const std::size_t size = 2 + dash;
    const std::string_view hint = base::trim(word).empty()    ? ""
                                  : is_name(base::trim(word)) ? "Remove the white space beside the name."
                                                              : "Start the text on the next line.";
    error(range(at_, std::max(end, at_ + size)), "Invalid heredoc",
          "A heredoc starts with << or <<- and a name at the end of a line: <<EOT.", std::string(hint));
    return bad(std::max(end - at_, size));
  }
  push(TokenKind::OpenHeredoc, 2 + dash + word.size());
  modes_.push_back({Mode::Kind::Heredoc, tokens_.list.size() - 1, 0, word});
  at_ = std::min(text_.size(), text_.find('\n', at_));
  if (at_ < text_.size()) ++at_;
  line_begin_ = at_;
}

// The marker's line needs a line end: only outside of heredocs is it optional on the last line.
bool Lexer::at_heredoc_end() const {
  const std::size_t end = line_end(at_);
  if (at_ != line_begin_ || end == text_.size()) return false;
  const std::string_view line = text_.substr(at_, end - at_);
  if (line.find('\r') != std::string_view::npos) return false;
  return without_trailing_space(line.substr(leading_space(line))) == modes_.back().marker;
}

void Lexer::heredoc_line() {
  if (at_heredoc_end()) {
    push(TokenKind::CloseHeredoc, line_end(at_) - at_);
    modes_.pop_back();
    return;
  }
  const auto lone_return = [](std::string_view text) {
    return text.starts_with('\r') && !text.starts_with("\r\n");
  };
  if (lone_return(text_.substr(at_))) return stray();
  const auto size = literal_size(rest_of_line(text_, at_),
                                 [&](std::string_view rest) { return lone_return(rest) ? 0U : 1U; });
  const bool ends_line = size > 0 && text_[at_ + size - 1] == '\n';
  push(TokenKind::Text, size);
  if (ends_line) line_begin_ = at_;
}

void Lexer::unclosed_sequence(std::size_t mode, const char* where) {
  const Token sequence = tokens_.list[modes_[mode].token];
  error(sequence.range, "Unclosed " + base::quote(sequence.text),
        fmt::format("This sequence has no closing brace before the end of the {}.", where),
        fmt::format("Close it with }}, or write {}{} for the literal characters.", sequence.text[0],
                    sequence.text.substr(0, 2)));
}

// A quoted string reached the end of its line. The cause can be earlier: after an unclosed ${, the closing
// quote opens another string. So reports the outermost quote, and continues after its line.
void Lexer::unclosed_quote() {
  const auto is_quoted = [](const Mode& mode) { return mode.kind == Mode::Kind::Quoted; };
  const auto outer = std::find_if(modes_.begin(), modes_.end(), is_quoted);
  const auto index = static_cast<std::size_t>(outer - modes_.begin());
  const Token open = tokens_.list[outer->token];
  if (modes_.size() > index + 1) {
    unclosed_sequence(index + 1, "string or line");
  } else {
    const std::size_t begin = offset_of(open);
    error(range(begin, std::max(begin + 1, line_end(begin))), "Unclosed string",
          "This string has no closing quote on its line.",
          "Close it with \". For several lines, use a heredoc (<<EOT) or \\n.");
  }
  restart_after(index);
}

// Removes the mode and everything inside; they become one Bad token up to the end of its first line.
void Lexer::restart_after(std::size_t mode) {
  std::size_t keep = mode;
  std::size_t token = modes_[mode].token;
  for (std::size_t i = mode; i > 0; --i) {  // inside a heredoc or bare template, also removes its sequence
    if (modes_[i - 1].kind != Mode::Kind::Code) {
      keep = i;
      token = modes_[i].token;
      break;
    }
  }
  const Token open = tokens_.list[token];
  tokens_.list.resize(token);
  modes_.resize(keep);
  const std::size_t begin = offset_of(open);
  at_ = begin;
  line_begin_ = begin - open.column;
  bad(std::max<std::size_t>(line_end(begin) - begin, 1));
  if (modes_.back().kind == Mode::Kind::Heredoc && at_ < text_.size()) {
    at_ = std::min(text_.size() - 1, text_.find('\n', at_)) + 1;
    line_begin_ = at_;
  }
}

void Lexer::unclosed_at_end() {
  const auto in_code = [](const Mode& mode) { return mode.kind == Mode::Kind::Code; };
  const auto first = std::find_if_not(modes_.begin(), modes_.end(), in_code);
  const auto index = static_cast<std::size_t>(first - modes_.begin());
  if (first->kind == Mode::Kind::Quoted) return unclosed_quote();
  if (index + 1 < modes_.size()) {
    unclosed_sequence(index + 1, "text");
  } else {
    report_unclosed_heredoc(tokens_.list[first->token], first->marker);
  }
  if (first->kind == Mode::Kind::Heredoc) {
    const Token open = tokens_.list[first->token];
    tokens_.list.resize(first->token);
    tokens_.list.push_back(open);
    tokens_.list.back().kind = TokenKind::Bad;
  } else {
    tokens_.list.clear();
  }
  tokens_.cut = true;
}

void Lexer::report_unclosed_heredoc(const Token& open, std::string_view marker) {
  std::string hint = fmt::format("Put {} on a line of its own after the text.", marker);
  for (std::size_t at = line_end(offset_of(open)); at < text_.size(); at = line_end(at + 1)) {
    const std::string_view line = base::trim(text_.substr(at, line_end(at + 1) - at));
    if (!line.starts_with(marker) || !input_.exact || !input_.place.source) continue;
    if (line == marker) {
      hint = fmt::format("The file ends right after {}: add an end of line.", marker);
      break;
    }
    const auto begin = static_cast<std::uint32_t>(line.data() - text_.data()) + input_.place.begin;
    hint = fmt::format("On line {} something follows {}: move it to the next line.",
                       base::position(*input_.place.source, begin).line, marker);
    break;
  }
  error(open.range, "Unclosed heredoc",
        fmt::format("The heredoc that starts here runs to the end of the file: no line has only {}.", marker),
        hint);
}

}  // namespace waveform::hcl
