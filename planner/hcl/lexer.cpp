#include "planner/hcl/lexer.h"

#include <array>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "planner/hcl/characters.h"

namespace waveform::hcl {
namespace {

constexpr int kMostTokenErrors = 25;

struct Symbol {
  std::string_view text;
  TokenKind kind;
};

// Longer ones first.
constexpr std::array symbols = {
    Symbol{"...", TokenKind::Ellipsis},  Symbol{"::", TokenKind::DoubleColon},
    Symbol{"&&", TokenKind::AndAnd},     Symbol{"||", TokenKind::OrOr},
    Symbol{"==", TokenKind::EqualEqual}, Symbol{"!=", TokenKind::BangEqual},
    Symbol{"<=", TokenKind::LessEqual},  Symbol{">=", TokenKind::GreaterEqual},
    Symbol{"=>", TokenKind::Arrow},      Symbol{"{", TokenKind::OpenBrace},
    Symbol{"[", TokenKind::OpenBracket}, Symbol{"]", TokenKind::CloseBracket},
    Symbol{"(", TokenKind::OpenParen},   Symbol{")", TokenKind::CloseParen},
    Symbol{"=", TokenKind::Equal},       Symbol{":", TokenKind::Colon},
    Symbol{",", TokenKind::Comma},       Symbol{".", TokenKind::Dot},
    Symbol{"?", TokenKind::Question},    Symbol{"!", TokenKind::Bang},
    Symbol{"+", TokenKind::Plus},        Symbol{"-", TokenKind::Minus},
    Symbol{"*", TokenKind::Star},        Symbol{"/", TokenKind::Slash},
    Symbol{"%", TokenKind::Percent},     Symbol{"<", TokenKind::Less},
    Symbol{">", TokenKind::Greater},
};

struct Quotes {
  std::string_view open;
  std::string_view close;
  std::string_view what;
};

constexpr std::array wrong_quote_marks = {
    Quotes{"'", "'", "Single quotes"}, Quotes{"`", "`", "Backticks"},    Quotes{"“", "”", "Curly quotes"},
    Quotes{"”", "”", "Curly quotes"},  Quotes{"„", "“", "Curly quotes"}, Quotes{"‘", "’", "Curly quotes"},
    Quotes{"’", "’", "Curly quotes"},  Quotes{"«", "»", "Angle quotes"},
};

struct Remark {
  std::string_view text;
  std::string_view detail;
  std::string_view hint;
};

constexpr std::array stray_remarks = {
    Remark{"&", "There are no bitwise operators.", "For \"and\", write &&."},
    Remark{"|", "There are no bitwise operators.", "For \"or\", write ||."},
    Remark{"^", "There is no such operator.", ""},
    Remark{"$", "Sequences like ${name} are only allowed in quoted strings.",
           "Outside of strings, write only the name."},
    Remark{"@", "Names have letters, digits, _ and -.", ""},
    Remark{"~", "It is only allowed beside the braces of ${~ ~} and %{~ ~}.", ""},
    Remark{"\\", "Backslashes are only allowed in quoted strings; a line does not need one at its end.", ""},
    Remark{"<<", "A heredoc starts with << and a name at the end of a line, such as <<EOT.", ""},
};

}  // namespace

Tokens lex(const LexInput& input, base::Diags& diags) {
  return Lexer(input, diags).run();
}

std::string describe(const Token& token) {
  switch (token.kind) {
    case TokenKind::End:
      return "the end of the text";
    case TokenKind::Newline:
      return "the end of the line";
    case TokenKind::Name:
      return "the name " + base::quote(token.text);
    case TokenKind::Number:
      return "the number " + std::string(token.text);
    case TokenKind::OpenQuote:
    case TokenKind::Text:
      return "a string";
    case TokenKind::OpenHeredoc:
      return "a heredoc";
    case TokenKind::CloseQuote:
      return "the end of the string";
    case TokenKind::CloseHeredoc:
      return "the end of the heredoc";
    default:
      return base::quote(token.text);
  }
}

std::string unexpected_text(const Token& token) {
  const std::string described = describe(token);
  std::string_view text = described;
  for (const std::string_view article : {"the ", "a "}) {
    if (text.starts_with(article)) text.remove_prefix(article.size());
  }
  return "Unexpected " + std::string(text);
}

Tokens Lexer::run() {
  if (input_.exact && input_.place.begin == 0) at_ = line_begin_ = byte_order_mark(text_);
  tokens_.list.reserve(text_.size() / 4);  // a guess, so that a large file is not copied again and again
  modes_.push_back({input_.is_template ? Mode::Kind::Bare : Mode::Kind::Code, 0, 0, {}});
  for (;;) {
    while (!done()) {
      if (modes_.back().kind == Mode::Kind::Code) {
        code();
      } else {
        template_text();
      }
    }
    if (tokens_.cut || modes_.size() == 1) break;
    unclosed_at_end();
  }
  tokens_.list.push_back(make(TokenKind::End, text_.size(), text_.size()));
  return std::move(tokens_);
}

void Lexer::code() {
  const char c = ahead();
  if (c == ' ' || c == '\t') {
    ++at_;
  } else if (c == '\n' || looking_at("\r\n")) {
    push(TokenKind::Newline, c == '\n' ? 1 : 2);
    line_begin_ = at_;
  } else if (c == '#' || looking_at("//")) {
    line_comment();
  } else if (looking_at("/*")) {
    block_comment();
  } else if (c == '"') {
    push(TokenKind::OpenQuote, 1);
    modes_.push_back({Mode::Kind::Quoted, tokens_.list.size() - 1, 0, {}});
  } else if (is_digit(c)) {
    number();
  } else if (begins_name(decode(text_, at_).code)) {
    name();
  } else if (looking_at("<<") && !looking_at("<<<")) {
    open_heredoc();
  } else if (c == '}') {
    close_brace(1);
  } else if (looking_at("~}") && modes_.size() > 1 && modes_.back().braces == 0) {
    close_brace(2);
  } else if (!symbol()) {
    stray();
  }
}

void Lexer::line_comment() {
  at_ = line_end(at_);
}

void Lexer::block_comment() {
  const std::size_t end = text_.find("*/", at_ + 2);
  if (end == std::string_view::npos) {
    error(range(at_, at_ + 2), "Unclosed comment", "This comment is not closed.", "Close it with */.");
    bad(text_.size() - at_);
    tokens_.cut = true;
    return;
  }
  const std::string_view inside = text_.substr(at_, end - at_);
  if (const std::size_t newline = inside.rfind('\n'); newline != std::string_view::npos) {
    line_begin_ = at_ + newline + 1;
  }
  at_ = end + 2;
}

void Lexer::name() {
  std::size_t size = 0;
  while (at_ + size < text_.size()) {
    const Char c = decode(text_, at_ + size);
    if (!continues_name(c.code)) break;
    size += c.size;
  }
  push(TokenKind::Name, size);
}

void Lexer::number() {
  std::size_t size = 0;
  for (std::size_t at = 0;;) {
    if (is_digit(ahead(at))) {
      size = ++at;
    } else if (ahead(at) == '.') {
      ++at;  // part of it when a digit follows
    } else if (ahead(at) == 'e' || ahead(at) == 'E') {
      const std::size_t sign = ahead(at + 1) == '+' || ahead(at + 1) == '-' ? 1 : 0;
      if (!is_digit(ahead(at + 1 + sign))) break;
      size = at += 2 + sign;
    } else {
      break;
    }
  }
  std::size_t all = size;
  while (at_ + all < text_.size()) {
    const Char c = decode(text_, at_ + all);
    if (!continues_name(c.code) || c.code == '-') break;
    all += c.size;
  }
  if (all == size || text_.substr(at_ + size, all - size) == "if") return push(TokenKind::Number, size);
  error(range(at_, at_ + all), "Invalid number",
        "Numbers have decimal digits, a fraction and an exponent: 42, 0.5, 1e6.",
        ahead(size) == '_' ? "Remove the _." : "Put it in quotes if it is not a number.");
  bad(all);
}

bool Lexer::symbol() {
  for (const Symbol& symbol : symbols) {
    if (!looking_at(symbol.text)) continue;
    if (symbol.kind == TokenKind::OpenBrace) ++modes_.back().braces;
    push(symbol.kind, symbol.text.size());
    return true;
  }
  return false;
}

void Lexer::close_brace(std::size_t size) {
  Mode& mode = modes_.back();
  if (mode.braces > 0) {
    --mode.braces;
    push(TokenKind::CloseBrace, size);
  } else if (modes_.size() > 1) {
    push(TokenKind::SequenceEnd, size);
    modes_.pop_back();
  } else {
    push(TokenKind::CloseBrace, size);
  }
}

void Lexer::stray() {
  for (const Quotes& quotes : wrong_quote_marks) {
    if (looking_at(quotes.open)) return wrong_quotes(quotes.open.size(), quotes.close, quotes.what);
  }
  const Char c = decode(text_, at_);
  const base::Range place = range(at_, at_ + c.size);
  const bool repeated = stray_line_ == line_begin_;
  stray_line_ = line_begin_;
  if (c.code == ';') {
    if (!repeated) {
      error(place, "Stray semicolon", "Arguments and blocks are separated by new lines, items by commas.",
            "Remove the semicolon.");
    }
    return push(TokenKind::Newline, 1);
  }
  if (c.code == '\r' || c.code == 0xA0 || c.code == 0xFEFF || c.code == 0x3000 ||
      (c.code >= 0x2000 && c.code <= 0x200F)) {
    if (!repeated) {
      error(place, "Invisible character",
            fmt::format("This is the character U+{:04X}, which looks like a space or is invisible.",
                        static_cast<unsigned>(c.code)),
            c.code == '\r' ? "Lines end in LF or CR LF." : "Replace it by a space.");
    }
    at_ += c.size;
    return;
  }
  if (!repeated) {
    std::string detail = "It is not allowed here.";
    std::string hint;
    for (const Remark& remark : stray_remarks) {
      if (!looking_at(remark.text)) continue;
      detail = remark.detail;
      hint = remark.hint;
      break;
    }
    error(place, "Stray character " + base::quote(text_.substr(at_, c.size)), detail, hint);
  }
  bad(c.size);
}

void Lexer::wrong_quotes(std::size_t open_size, std::string_view closer, std::string_view what) {
  const std::string_view line = text_.substr(at_, line_end(at_) - at_);
  std::size_t close = line.find(closer, open_size);
  std::size_t closer_size = closer.size();
  if (close == std::string_view::npos) {
    close = line.find('"', open_size);
    closer_size = 1;
  }
  const std::size_t size = close == std::string_view::npos ? open_size : close + closer_size;
  const std::string hint = close == std::string_view::npos
                               ? std::string("Replace it by \".")
                               : "Write " + base::quote(line.substr(open_size, close - open_size)) + ".";
  error(range(at_, at_ + size), std::string(what) + " do not make a string",
        "Strings must be in straight double quotes.", hint);
  stray_line_ = line_begin_;
  bad(size);
}

std::size_t Lexer::line_end(std::size_t from) const {
  std::size_t end = text_.find('\n', from);
  if (end == std::string_view::npos) return text_.size();
  if (end > from && text_[end - 1] == '\r') --end;
  return end;
}

base::Range Lexer::range(std::size_t begin, std::size_t end) const {
  if (!input_.exact) return input_.place;
  return {input_.place.source, input_.place.begin + static_cast<std::uint32_t>(begin),
          input_.place.begin + static_cast<std::uint32_t>(end)};
}

Token Lexer::make(TokenKind kind, std::size_t begin, std::size_t end) const {
  const bool fresh =
      tokens_.list.empty() || tokens_.list.back().kind == TokenKind::Newline ||
      text_.substr(line_begin_, begin - line_begin_).find_first_not_of(" \t") == std::string_view::npos;
  return {kind, range(begin, end), text_.substr(begin, end - begin),
          static_cast<std::uint32_t>(begin - line_begin_), fresh};
}

void Lexer::push(TokenKind kind, std::size_t size) {
  auto& room = input_.place.source == nullptr ? own_room_ : *input_.place.source->room;
  if (room > 0) {
    --room;
  } else {
    error(range(at_, at_ + size), "The manifest is too large",
          fmt::format("Its files have more than {} tokens.", base::kMostParts),
          "Split it into several manifests.");
    tokens_.cut = true;
    tokens_.list.clear();
    kind = TokenKind::Bad;  // not reported
  }
  tokens_.list.push_back(make(kind, at_, at_ + size));
  at_ += size;
}

void Lexer::bad(std::size_t size) {
  push(TokenKind::Bad, size);
}

void Lexer::error(base::Range range, std::string summary, std::string detail, std::string hint) {
  diags_.error(range, std::move(summary), std::move(detail), std::move(hint));
  if (++errors_ >= kMostTokenErrors) tokens_.cut = true;
}

std::size_t Lexer::offset_of(const Token& token) const {
  return static_cast<std::size_t>(token.text.data() - text_.data());
}

}  // namespace waveform::hcl
