#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "planner/hcl/parser_state.h"

namespace waveform::hcl {

namespace {

struct Pair {
  TokenKind opener;
  TokenKind closer;
};

constexpr std::array pairs = {
    Pair{TokenKind::OpenBrace, TokenKind::CloseBrace},
    Pair{TokenKind::OpenBracket, TokenKind::CloseBracket},
    Pair{TokenKind::OpenParen, TokenKind::CloseParen},
    Pair{TokenKind::OpenQuote, TokenKind::CloseQuote},
    Pair{TokenKind::OpenHeredoc, TokenKind::CloseHeredoc},
    Pair{TokenKind::Interpolation, TokenKind::SequenceEnd},
    Pair{TokenKind::Directive, TokenKind::SequenceEnd},
};

bool is_constant(const Token& token) {
  return token.text == "true" || token.text == "false" || token.text == "null";
}

}  // namespace

Body Parser::file() {
  while (accept(TokenKind::Newline)) {
  }
  const base::Range first = peek().range;
  if (at(TokenKind::OpenBrace) || at(TokenKind::OpenBracket)) {
    error(first, "This looks like JSON", "A file in the native syntax starts with a block or an argument.",
          "Rename the file to end in .wf.json (or .tf.json).");
    return {};
  }
  Body result = body(nullptr);
  result.range = {first.source, 0, tokens_.list.back().range.end};
  return result;
}

// header: the first token of the enclosing block; null for a file.
Body Parser::body(const Token* header) {
  Body result;
  items(result, header);
  drop_repeated(result, [this](const Attribute& attribute, base::Range first) {
    diags_.open_error(attribute.name_range,
                      fmt::format("Argument {} is repeated", base::quote(attribute.name)),
                      fmt::format("It is already on line {}.", line_of(first)), "Remove one of them.");
  });
  return result;
}

void Parser::items(Body& body, const Token* header) {
  const Set lines(newlines_, true);
  for (;;) {
    while (accept(TokenKind::Newline)) {
    }
    if (at(TokenKind::End)) return;
    if (header) {
      if (at(TokenKind::CloseBrace)) return;
      const bool outside = peek().fresh && header->fresh && peek().column <= header->column;
      if (outside && unclosed_ > 0 && opens_item()) return;
    } else if (at(TokenKind::CloseBrace)) {
      unexpected("Unexpected \"}\"", "No block is open here.",
                 "Remove it, or find a block above that was closed too early.");
      next();
      ++unclosed_;
      continue;
    }
    item(body);
  }
}

bool Parser::opens_item() const {
  if (!at(TokenKind::Name)) return false;
  const TokenKind after = raw(1).kind;
  return after == TokenKind::Equal || after == TokenKind::OpenBrace || after == TokenKind::OpenQuote;
}

void Parser::item(Body& body) {
  const Token first = peek();
  if (first.kind == TokenKind::Bad) {
    next();
    return recover(position(), first.column);
  }
  if (first.kind == TokenKind::OpenQuote) return quoted_name(body);
  if (first.kind != TokenKind::Name) {
    const std::size_t begin = position();
    unexpected(unexpected_text(first), "Expected an argument (name = value) or a block (name { }).");
    next();
    return recover(begin, first.column);
  }
  switch (raw(1).kind) {
    case TokenKind::Equal:
    case TokenKind::EqualEqual:
    case TokenKind::Colon:
      return attribute(body, next());
    case TokenKind::OpenBrace:
    case TokenKind::OpenQuote:
      return block(body, next());
    case TokenKind::Name:
    case TokenKind::Bad:
      if (is_constant(raw(1)) && raw(2).kind != TokenKind::OpenBrace && raw(2).kind != TokenKind::OpenQuote)
        break;
      return block(body, next());
    default:
      break;
  }
  no_item(next());
}

// A name without "=" or a block after it.
void Parser::no_item(const Token& name) {
  const std::size_t begin = position();
  const std::string quoted = base::quote(name.text);
  switch (peek().kind) {
    case TokenKind::Newline:
    case TokenKind::End:
    case TokenKind::CloseBrace:
      error(name.range, fmt::format("{} stands alone", quoted),
            "Expected \"=\" and a value, or a block in braces, after it.");
      break;
    case TokenKind::Dot:
    case TokenKind::OpenBracket:
      unexpected(unexpected_text(peek()),
                 fmt::format("Expected \"=\" or \"{{\" after {}: the name of an argument has only one part.",
                             quoted),
                 "To set one member, write the whole object: name = { member = value }.");
      break;
    default:
      if (begins_expression()) {
        error({name.range.source, name.range.end, name.range.end},
              fmt::format("Missing \"=\" after {}", quoted),
              fmt::format("Expected \"=\" before {}.", describe(peek())));
      } else {
        unexpected(unexpected_text(peek()), fmt::format("Expected \"=\" or \"{{\" after {}.", quoted));
      }
  }
  recover(begin, name.column);
}

void Parser::attribute(Body& body, const Token& name) {
  const Token sign = next();
  if (sign.kind == TokenKind::Colon) {
    const base::Range range = at(TokenKind::Equal) ? base::span(sign.range, next().range) : sign.range;
    error(range, fmt::format("Unexpected \":\" after {}", base::quote(name.text)),
          "Arguments are set with \"=\".", fmt::format("Write {} = ...", name.text));
  } else if (sign.kind == TokenKind::EqualEqual) {
    error(sign.range, "Unexpected \"==\"", "It compares two values; arguments are set with one \"=\".",
          fmt::format("Write {} = ...", name.text));
  }
  const std::size_t begin = position();
  Attribute attribute{base::normal_form(name.text), name.range, nullptr};
  if (at(TokenKind::Newline) || at(TokenKind::End) || at(TokenKind::CloseBrace)) {
    error(base::span(name.range, previous().range),
          fmt::format("Missing value for {}", base::quote(name.text)),
          "Expected a value after \"=\", on the same line.", "Use null to leave an argument unset.");
  } else {
    attribute.value = expression();
  }
  if (attribute.value) {
    end_of_item(name, "the value of");
  } else {
    attribute.value = make(name.range, Literal{base::Value::unknown()});
    recover(begin, name.column);
  }
  body.attributes.push_back(std::move(attribute));
}

void Parser::end_of_item(const Token& name, std::string_view kind) {
  if (at(TokenKind::Newline) || at(TokenKind::End) || at(TokenKind::CloseBrace)) return;
  const std::string what = fmt::format("{} {}", kind, base::quote(name.text));
  const std::size_t begin = position();
  if (at(TokenKind::Comma)) {
    unexpected("Unexpected \",\" after " + what,
               "Arguments and blocks are separated by new lines, not by commas.", "Remove the comma.");
    next();
    return;
  }
  const bool another = opens_item();
  unexpected(unexpected_text(peek()) + " after " + what,
             "Expected the end of the line: each argument and block starts on a new line.",
             another ? "Start a new line before it." : "");
  if (!another) recover(begin, name.column);
}

// "name" = value, as in JSON.
void Parser::quoted_name(Body& body) {
  const std::size_t begin = position();
  const Token open = peek();
  const bool plain = raw(1).kind == TokenKind::Text && raw(2).kind == TokenKind::CloseQuote;
  const TokenKind sign = raw(3).kind;
  if (!plain || (sign != TokenKind::Equal && sign != TokenKind::Colon)) {
    unexpected("Unexpected string", "Expected an argument (name = value) or a block (name { }).");
    next();
    return recover(begin, open.column);
  }
  next();
  Token name = next();
  const base::Range whole = base::span(open.range, next().range);
  error(whole, "The name of an argument is in quotes", "Names have no quotes: name = value.",
        fmt::format("Write {} = ...{}", name.text,
                    sign == TokenKind::Colon ? " If this is JSON, name the file *.wf.json." : ""));
  name.column = open.column;
  const std::size_t value = (next(), position());
  Attribute attribute{std::string(name.text), name.range, expression()};
  if (attribute.value) {
    accept(TokenKind::Comma);
    end_of_item(name, "the value of");
  } else {
    attribute.value = make(name.range, Literal{base::Value::unknown()});
    recover(value, open.column);
  }
  body.attributes.push_back(std::move(attribute));
}

void Parser::block(Body& body, const Token& type) {
  const std::size_t begin = position();
  Block block{std::string(type.text), type.range, {}, {}, type.range};
  bool broken = false;
  while (at(TokenKind::OpenQuote) || at(TokenKind::Name) || at(TokenKind::Bad)) {
    broken = at(TokenKind::Bad);
    if (!block_label(block)) break;
  }
  Token open;
  if (!block_open(block, broken, open)) return recover(begin, type.column);
  if (too_deep()) return;
  const Set depth(depth_, depth_ + 1);
  const std::size_t opened = last_;
  const int errors = errors_;
  block.body = this->body(&type);
  block.body.range = {open.range.source, open.range.end, peek().range.begin};
  if (errors == errors_ && at(TokenKind::CloseBrace)) check_lines(block, opened, position());
  block_end(block, open);
  if (previous().kind == TokenKind::CloseBrace) end_of_item(type, "the block");
  body.blocks.push_back(std::move(block));
}

bool Parser::block_label(Block& block) {
  const Token first = next();
  if (first.kind == TokenKind::Bad) return false;
  Block::Label label{base::normal_form(first.text), first.range};
  if (first.kind == TokenKind::OpenQuote) {
    label.text.clear();
    if (at(TokenKind::Text)) {
      const Set escapes(escapes_, true);
      label.text = base::normal_form(text_of(position()));
      next();
    }
    if (!at(TokenKind::CloseQuote)) {
      unexpected("Label with " + describe(peek()),
                 "Labels of blocks are plain strings, known before anything is "
                 "computed.");
      return false;
    }
    label.range = base::span(first.range, next().range);
  }
  block.header = base::span(block.header, label.range);
  block.labels.push_back(std::move(label));
  return true;
}

// Skips the opening brace; after an unreadable label, it can be part of that.
bool Parser::block_open(const Block& block, bool broken, Token& open) {
  open = peek();
  if (broken && previous().kind == TokenKind::Bad && base::trim(previous().text).ends_with('{')) {
    open = previous();
    ++unclosed_;
    return true;
  }
  if (accept(TokenKind::OpenBrace)) return true;
  if (at(TokenKind::Equal) && raw(1).kind == TokenKind::OpenBrace) {
    unexpected("Unexpected \"=\" after the labels of a block",
               "A block has no \"=\" before its opening brace.", "Remove the \"=\".");
    next();
    open = next();
    return true;
  }
  std::size_t after = position();
  while (tokens_.list[after].kind == TokenKind::Newline) ++after;
  if (at(TokenKind::Newline) && tokens_.list[after].kind == TokenKind::OpenBrace) {
    error(tokens_.list[after].range, "The opening brace is on a separate line",
          fmt::format("Expected \"{{\" at the end of line {}, after the labels.", line_of(block.header)));
    at_ = after;
    open = next();
    return true;
  }
  if (broken || at(TokenKind::Bad) || previous().kind == TokenKind::OpenQuote ||
      previous().kind == TokenKind::Text)
    return false;
  if (block.labels.size() == 1) {
    error(
        {block.header.source, block.type_range.end, block.type_range.end},
        fmt::format("{} is neither an argument nor a block", base::quote(block.type)),
        fmt::format("Expected \"=\" before the value of an argument, or \"{{\" after the labels of a block, "
                    "found {}.",
                    describe(peek())));
  } else {
    unexpected("Missing \"{\" after the labels of a block",
               fmt::format("Expected \"{{\" before {}.", describe(peek())));
  }
  return false;
}

// A block on one line has at most one argument; otherwise its opening brace ends a line and its closing brace
// starts one. REQUIRES: no errors inside.
void Parser::check_lines(const Block& block, std::size_t open, std::size_t close) {
  const Token& first = tokens_.list[open + 1];
  const Token& last = tokens_.list[close - 1];
  if (close == open + 1) return;
  if (first.kind == TokenKind::Newline) {
    if (last.kind == TokenKind::Newline) return;
    error(tokens_.list[close].range, "The closing brace is not on a new line",
          fmt::format("Expected a new line before the \"}}\" of block {}, which starts on line {}.",
                      base::quote(block.type), line_of(block.type_range)));
    return;
  }
  const bool one_line =
      block.body.blocks.empty() && block.body.attributes.size() == 1 && last.kind != TokenKind::Newline;
  if (one_line) return;
  error(first.range, "The opening brace is not at the end of its line",
        "Expected a new line after \"{\": a block on one line has at most one argument and no block, and "
        "ends on that line.",
        "Start a new line after the brace.");
}

void Parser::block_end(const Block& block, const Token& open) {
  if (accept(TokenKind::CloseBrace)) return;
  if (at(TokenKind::End) && tokens_.cut) return;
  --unclosed_;
  const bool at_end = at(TokenKind::End);
  const std::string line = fmt::format("line {}", line_of(at_end ? previous().range : peek().range));
  error(base::span(block.header, open.range), "Unclosed block " + base::quote(block.type),
        at_end ? fmt::format("The file ends at {} without the \"}}\" that closes it.", line)
               : fmt::format(
                     "At {}, {} is indented no further than this block, so a \"}}\" is missing before it.",
                     line, describe(peek())),
        at_end ? "Put \"}\" where the block ends." : fmt::format("Put \"}}\" before {}.", line));
}

// Skips to the next item: the end of the line, outside of brackets opened since `begin`; or a line that
// starts at or left of `column` like an item.
void Parser::recover(std::size_t begin, std::uint32_t column) {
  const std::size_t now = std::max(at_, begin);
  std::vector<TokenKind> open;  // what closes each
  std::ptrdiff_t texts = 0;     // of these
  const auto is_text = [](TokenKind closer) {
    return closer == TokenKind::CloseQuote || closer == TokenKind::CloseHeredoc;
  };
  for (std::size_t i = begin; i < tokens_.list.size(); ++i) {
    const Token& token = tokens_.list[i];
    at_ = i;
    if (token.kind == TokenKind::End) return;
    if (i >= now) {
      if (open.empty() && (token.kind == TokenKind::Newline || token.kind == TokenKind::CloseBrace)) return;
      if (token.fresh && texts == 0) {
        if (token.column <= column && opens_item()) return;
        if (token.column < column && token.kind == TokenKind::CloseBrace) return;
      }
    }
    bool closes = false;
    for (const Pair& pair : pairs) {
      closes = closes || token.kind == pair.closer;
      if (token.kind != pair.opener) continue;
      open.push_back(pair.closer);
      texts += is_text(pair.closer) ? 1 : 0;
    }
    const auto opener = closes ? std::find(open.rbegin(), open.rend(), token.kind) : open.rend();
    if (opener == open.rend()) continue;
    texts -= std::count_if(open.rbegin(), opener + 1, is_text);
    open.erase(opener.base() - 1, open.end());
  }
}

}  // namespace waveform::hcl
