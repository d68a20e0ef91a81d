#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "base/text.h"
#include "planner/hcl/characters.h"
#include "planner/hcl/parser_state.h"

namespace waveform::hcl {

ExprPtr Parser::quoted() {
  const Token open = next();
  const Set escapes(escapes_, true);
  Template text;
  Ending ended;
  if (!parts(text, ended) || !closes(open, open, ended, "")) return nullptr;
  return finish(base::span(open.range, ended.range), std::move(text));
}

ExprPtr Parser::heredoc() {
  const Token open = next();
  const Set escapes(escapes_, false);
  if (open.text.starts_with("<<-")) take_indentation(at_);
  Template text;
  Ending ended;
  if (!parts(text, ended) || !closes(open, open, ended, "")) return nullptr;
  return finish(base::span(open.range, ended.range), std::move(text));
}

ExprPtr Parser::whole_template() {
  Template text;
  Ending ended;
  const Token open = peek();
  if (!parts(text, ended) || !closes(open, open, ended, "")) return nullptr;
  return finish(base::span(open.range, ended.range), std::move(text));
}

ExprPtr Parser::finish(base::Range range, Template text) {
  if (text.parts.empty()) return make(range, Literal{""});
  if (text.parts.size() == 1 && std::holds_alternative<Literal>(text.parts[0]->node)) {
    text.parts[0]->range = range;
    return std::move(text.parts[0]);
  }
  return make(range, std::move(text));
}

// Reads up to a closing directive, or to the end of the template.
bool Parser::parts(Template& out, Ending& ended) {
  for (;;) {
    const Token& token = peek();
    if (token.kind == TokenKind::Text) {
      text(out);
    } else if (token.kind == TokenKind::Interpolation) {
      if (!interpolation(out)) return false;
    } else if (token.kind == TokenKind::Directive) {
      ended = {};
      if (!directive(out, ended)) return false;
      if (ended.word.kind == TokenKind::Name) return true;
    } else if (token.kind == TokenKind::Bad) {
      next();
      return false;
    } else {
      ended.word = next();
      ended.range = ended.word.range;
      return true;
    }
  }
}

// All Text tokens that follow, as one part. Even an empty one makes "${n ~} " a string.
void Parser::text(Template& out) {
  const base::Range first = peek().range;
  std::string all;
  while (at(TokenKind::Text)) {
    all += text_of(position());
    next();
  }
  out.parts.push_back(
      make(base::span(first, previous().range), Literal{base::Value(base::normal_form(all))}));
}

bool Parser::interpolation(Template& out) {
  const Token open = next();
  const Set lines(newlines_, false);
  ExprPtr expr = expression();
  if (!expr || !sequence_end(open)) return false;
  out.parts.push_back(std::move(expr));
  return true;
}

bool Parser::sequence_end(const Token& open) {
  if (accept(TokenKind::SequenceEnd)) return true;
  if (!at(TokenKind::Bad) && !(at(TokenKind::End) && tokens_.cut)) {
    error(peek().range, unexpected_text(peek()),
          fmt::format("Expected \"}}\" that closes {}.", base::quote(open.text)));
  }
  return false;
}

bool Parser::directive(Template& out, Ending& ended) {
  if (too_deep()) return false;
  const Set depth(depth_, depth_ + 1);
  const Token open = next();
  const Set lines(newlines_, false);
  if (at(TokenKind::Bad)) return false;
  const Token word = peek();
  ExprPtr node;
  if (at_word("if")) {
    node = directive_if(open, word);
  } else if (at_word("for")) {
    node = directive_for(open, word);
  } else if (at_word("else") || at_word("endif") || at_word("endfor")) {
    next();
    if (!sequence_end(open)) return false;
    ended = {word, base::span(open.range, previous().range)};
    return true;
  } else {
    error(word.range, "Unknown directive",
          fmt::format("Expected if, else, endif, for or endfor after {}, found {}.", base::quote(open.text),
                      describe(word)),
          "Write %%{ for the literal characters.");
    return false;
  }
  if (!node) return false;
  out.parts.push_back(std::move(node));
  return true;
}

ExprPtr Parser::directive_if(const Token& open, const Token& word) {
  next();
  TemplateIf node;
  Ending ended;
  node.condition = expression();
  if (!node.condition || !sequence_end(open) || !parts(node.then, ended)) return nullptr;
  if (ended.word.kind == TokenKind::Name && ended.word.text == "else" && !parts(node.otherwise, ended)) {
    return nullptr;
  }
  if (!closes(open, word, ended, "endif")) return nullptr;
  return make(base::span(open.range, ended.range), std::move(node));
}

ExprPtr Parser::directive_for(const Token& open, const Token& word) {
  next();
  TemplateFor node;
  Ending ended;
  if (!for_names(node.key, node.value)) return nullptr;
  node.collection = expression();
  if (!node.collection || !sequence_end(open) || !parts(node.body, ended)) return nullptr;
  if (!closes(open, word, ended, "endfor")) return nullptr;
  return make(base::span(open.range, ended.range), std::move(node));
}

// expected: the word that ends the directive `word`; "" when the template itself should end.
bool Parser::closes(const Token& open, const Token& word, const Ending& ended, std::string_view expected) {
  if (ended.word.kind == TokenKind::Name) {
    if (ended.word.text == expected) return true;
    const std::string opener = ended.word.text == "endfor" ? "for" : "if";
    if (expected.empty()) {
      error(ended.range, fmt::format("\"%{{ {} }}\" without a \"%{{ {} }}\"", ended.word.text, opener),
            "No directive is open here.");
    } else {
      error(ended.range, fmt::format("Unexpected \"%{{ {} }}\"", ended.word.text),
            fmt::format("Expected \"%{{ {} }}\" for the \"%{{ {} }}\" on line {}.", expected, word.text,
                        line_of(open.range)));
    }
    return false;
  }
  if (expected.empty()) return ended.word.kind != TokenKind::End || !tokens_.cut;
  if (ended.word.kind != TokenKind::End || !tokens_.cut) {
    error(base::span(open.range, word.range), fmt::format("Unclosed \"%{{ {} }}\"", word.text),
          fmt::format("Expected \"%{{ {} }}\" before the template ends.", expected));
  }
  return false;
}

// A "~" strips up to the next token: in a heredoc at most one line.
std::string Parser::text_of(std::size_t token) {
  std::string text = unescape(tokens_.list[token]);
  if (token > 0) {
    const Token& before = tokens_.list[token - 1];
    if (before.kind == TokenKind::SequenceEnd && before.text.starts_with('~'))
      text.erase(0, leading_space(text));
  }
  const Token& after = tokens_.list[token + 1];
  if ((after.kind == TokenKind::Interpolation || after.kind == TokenKind::Directive) &&
      after.text.ends_with('~')) {
    text.resize(without_trailing_space(text).size());
  }
  if (const auto indentation = indentations_.find(token); indentation != indentations_.end()) {
    for (std::size_t i = 0; i < indentation->second && !text.empty(); ++i)
      text.erase(0, decode(text, 0).size);
  }
  return text;
}

std::string Parser::unescape(const Token& token) {
  const std::string_view text = token.text;
  if (text.find_first_of("\\$%") == std::string_view::npos) return std::string(text);
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const std::string_view rest = text.substr(i);
    if (rest.starts_with("$${") || rest.starts_with("%%{")) {
      out += rest.substr(1, 2);
      i += 3;
    } else if (rest.front() == '\\' && escapes_) {
      i += escape(token, i, out);
    } else {
      out.push_back(rest.front());
      ++i;
    }
  }
  return out;
}

std::uint32_t Parser::escape(const Token& token, std::size_t at, std::string& out) {
  const std::string_view rest = token.text.substr(at);
  const char c = rest.size() > 1 ? rest[1] : ' ';
  constexpr std::string_view names = "nrt\"\\";
  constexpr std::string_view meanings = "\n\r\t\"\\";
  if (const std::size_t i = names.find(c); i != std::string_view::npos) {
    out.push_back(meanings[i]);
    return 2;
  }
  const auto place = [&](std::size_t size) {
    base::Range range = token.range;
    if (range.end - range.begin != token.text.size()) return range;
    range.begin += static_cast<std::uint32_t>(at);
    range.end = range.begin + static_cast<std::uint32_t>(size);
    return range;
  };
  if (c == 'u' || c == 'U') {
    const std::size_t digits = c == 'u' ? 4 : 8;
    char32_t code = 0;
    std::size_t read = 0;
    for (; read < digits && 2 + read < rest.size(); ++read) {
      const std::size_t digit =
          std::string_view("0123456789abcdef").find(base::lower(rest.substr(2 + read, 1)));
      if (digit == std::string_view::npos) break;
      code = code * 16 + static_cast<char32_t>(digit);
    }
    if (read == digits && code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF)) {
      append_utf8(out, code);
    } else {
      error(place(2 + read), "Invalid escape",
            read < digits ? fmt::format("Expected {} hexadecimal digits after \\{}.", digits, c)
                          : "This number is not a character.");
    }
    return static_cast<std::uint32_t>(2 + read);
  }
  const std::uint32_t size = rest.size() > 1 ? 1 + decode(rest, 1).size : 1;
  error(place(size), "Invalid escape " + base::quote(rest.substr(0, size)).erase(1, 1),
        "The escapes are \\n, \\r, \\t, \\\", \\\\, \\uNNNN and \\UNNNNNNNN.", "Write \\\\ for a backslash.");
  return size;
}

// Finds the common indentation of a <<- heredoc whose text starts at this token, ignoring blank lines. Counts
// after "~" has stripped, so a line with a stripped end continues in the next one.
void Parser::take_indentation(std::size_t begin) {
  std::vector<std::size_t> lines;
  std::size_t least = std::numeric_limits<std::size_t>::max();
  int depth = 0;
  bool at_line_begin = true;
  for (std::size_t i = begin; i < tokens_.list.size(); ++i) {
    const Token& token = tokens_.list[i];
    if (depth == 0 && token.kind == TokenKind::CloseHeredoc) break;
    if (token.kind == TokenKind::Interpolation || token.kind == TokenKind::Directive) {
      if (depth++ == 0 && std::exchange(at_line_begin, false)) least = 0;
    } else if (token.kind == TokenKind::SequenceEnd) {
      --depth;
    } else if (depth == 0 && token.kind == TokenKind::Text) {
      const std::string text = text_of(i);
      const std::size_t space = leading_space(text);
      const bool ends_line = text.ends_with('\n');
      if (at_line_begin && (space < text.size() || !ends_line)) {
        std::size_t width = 0;
        for (std::size_t at = 0; at < space; at += decode(text, at).size) ++width;
        least = std::min(least, width);
        lines.push_back(i);
      }
      at_line_begin = ends_line;
    }
  }
  for (const std::size_t line : lines) indentations_[line] = least;
}

}  // namespace waveform::hcl
