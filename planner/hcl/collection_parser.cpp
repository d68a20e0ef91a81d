#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "planner/hcl/parser_state.h"

namespace waveform::hcl {

ExprPtr Parser::list() {
  const Token open = next();
  const Set lines(newlines_, false);
  if (at_word("for")) return for_expression(open);
  ListExpr list;
  while (!at(TokenKind::CloseBracket)) {
    if (at(TokenKind::End) || (peek().fresh && opens_item())) {
      missing_closer(open, "]", "an item or \"]\"");
      return nullptr;
    }
    ExprPtr item = expression();
    if (!item) return nullptr;
    const base::Range range = item->range;
    list.items.push_back(std::move(item));
    if (!list_separator(open, TokenKind::CloseBracket, range, "items")) return nullptr;
  }
  const base::Range range = base::span(open.range, next().range);
  return make(range, std::move(list));
}

// True when a comma was read, the closer is next, or a missing comma was reported.
bool Parser::list_separator(const Token& open, TokenKind closer, base::Range previous,
                            std::string_view what) {
  if (accept(TokenKind::Comma) || at(closer)) return true;
  const std::string close = closer == TokenKind::CloseBracket ? "]" : ")";
  if (begins_expression() && !(peek().fresh && opens_item())) {
    error({previous.source, previous.end, previous.end}, "Missing comma",
          fmt::format("Expected \",\" or {} before {}.", base::quote(close), describe(peek())),
          fmt::format("Put commas between {}.", what));
    return true;
  }
  missing_closer(open, close, fmt::format("\",\" or {}", base::quote(close)));
  return false;
}

ExprPtr Parser::object() {
  const Token open = next();
  {
    const Set lines(newlines_, false);
    if (at_word("for")) return for_expression(open);
  }
  const Set lines(newlines_, true);
  ObjectExpr object;
  for (;;) {
    while (accept(TokenKind::Newline)) {
    }
    if (at(TokenKind::CloseBrace)) break;
    if (at(TokenKind::End) || left_object(open)) {
      missing_closer(open, "}", "a key or \"}\"");
      return nullptr;
    }
    if (!object_item(object)) return nullptr;
    if (!object_separator(open, object.items.back().value->range)) return nullptr;
  }
  const base::Range range = base::span(open.range, next().range);
  return make(range, std::move(object));
}

bool Parser::left_object(const Token& open) const {
  if (unclosed_ <= 0 || !peek().fresh || !opens_item()) return false;
  const auto from =
      std::lower_bound(tokens_.list.begin(), tokens_.list.end(), open.range.begin,
                       [](const Token& token, std::uint32_t begin) { return token.range.begin < begin; });
  auto first = static_cast<std::size_t>(from - tokens_.list.begin());
  while (first > 0 && !tokens_.list[first].fresh) --first;
  return peek().column <= tokens_.list[first].column;
}

bool Parser::object_item(ObjectExpr& object) {
  if (!begins_expression()) {
    unexpected(unexpected_text(peek()), "Expected a key, as in key = value, or \"}\".");
    return false;
  }
  ExprPtr key = object_key();
  if (!key) return false;
  if (!accept(TokenKind::Equal) && !accept(TokenKind::Colon)) {
    if (at(TokenKind::Arrow)) {
      unexpected("Unexpected \"=>\"", "It is only used in { for ... } expressions.",
                 "Write \"=\" between a key and its value.");
    } else {
      unexpected("Missing \"=\" after a key",
                 fmt::format("Expected \"=\" and a value before {}.", describe(peek())));
    }
    return false;
  }
  ExprPtr value = expression();
  if (!value) return false;
  object.items.push_back({std::move(key), std::move(value)});
  warn_of_repeated_key(object);
  return true;
}

ExprPtr Parser::object_key() {
  const Token first = peek();
  if (first.kind == TokenKind::Name && (raw(1).kind == TokenKind::Equal || raw(1).kind == TokenKind::Colon)) {
    next();
    return make(first.range, Literal{base::Value(base::normal_form(first.text))});
  }
  ExprPtr key = expression();
  if (!key || first.kind == TokenKind::OpenParen) return key;
  const auto* traversal = std::get_if<Traversal>(&key->node);
  if (traversal && traversal->steps.size() > 1 && evaluated_) {
    error(key->range, "Ambiguous key", "A key is a name or a string; this one could also be a reference.",
          "Use parentheses for the value it refers to, or quotes for the literal string.");
    return nullptr;
  }
  return key;
}

void Parser::warn_of_repeated_key(const ObjectExpr& object) {
  const auto text = [](const Expr& key) -> const std::string* {
    const auto* literal = std::get_if<Literal>(&key.node);
    return literal && literal->value.is_string() ? &literal->value.as_string() : nullptr;
  };
  const Expr& last = *object.items.back().key;
  const std::string* key = text(last);
  constexpr std::size_t nearest_items = 200;  // looking further back would cost more than it helps
  if (!key) return;
  for (std::size_t i = object.items.size() - 1, looked = 0; i-- > 0 && looked < nearest_items; ++looked) {
    const std::string* other = text(*object.items[i].key);
    if (!other || *other != *key) continue;
    diags_.warning(
        last.range, fmt::format("Key {} is repeated", base::quote(*key)),
        fmt::format("It is first on line {}; the last one counts.", line_of(object.items[i].key->range)),
        "Remove one of them.");
    return;
  }
}

bool Parser::object_separator(const Token& open, base::Range previous) {
  if (accept(TokenKind::Comma) || at(TokenKind::Newline) || at(TokenKind::CloseBrace)) return true;
  if (at(TokenKind::Name) || at(TokenKind::OpenQuote) || at(TokenKind::Number)) {
    error({previous.source, previous.end, previous.end}, "Missing comma",
          fmt::format("Expected \",\", a new line or \"}}\" before {}.", describe(peek())),
          "Put commas between members that share a line.");
    return true;
  }
  missing_closer(open, "}", "\",\", a new line or \"}\"");
  return false;
}

bool Parser::for_names(std::string& key, std::string& value) {
  const auto name = [&](std::string& out) {
    if (!at(TokenKind::Name)) {
      unexpected("Missing name after \"for\"", "Expected the name for each element.",
                 "Write: for x in list, or for k, v in map. Put a key or name \"for\" into quotes or "
                 "parentheses.");
      return false;
    }
    out = next().text;
    return true;
  };
  if (!name(value)) return false;
  if (accept(TokenKind::Comma)) {
    key = value;
    if (!name(value)) return false;
  }
  if (at_word("in")) {
    next();
    return true;
  }
  unexpected("Missing \"in\"", fmt::format("Expected \"in\" and a collection before {}.", describe(peek())),
             "Write: for x in list, or for k, v in map.");
  return false;
}

// After [ or {, at "for". REQUIRES: newlines are skipped here.
ExprPtr Parser::for_expression(const Token& open) {
  const bool to_map = open.kind == TokenKind::OpenBrace;
  const Set lines(newlines_, false);
  next();
  ForExpr loop;
  if (!for_names(loop.key, loop.value)) return nullptr;
  loop.collection = expression();
  if (!loop.collection) return nullptr;
  if (!accept(TokenKind::Colon)) {
    unexpected("Missing \":\" in a for expression",
               fmt::format("Expected \":\" and the result before {}.", describe(peek())));
    return nullptr;
  }
  loop.result = expression();
  if (!loop.result) return nullptr;
  if (to_map) {
    if (!accept(TokenKind::Arrow)) {
      unexpected("Missing \"=>\" in a for expression",
                 fmt::format("Expected \"=>\" and a value before {}.", describe(peek())),
                 "Between braces it returns keys and values: { for x in list : key => value }.");
      return nullptr;
    }
    loop.result_key = std::exchange(loop.result, expression());
    if (!loop.result) return nullptr;
    loop.grouping = accept(TokenKind::Ellipsis);
  } else if (at(TokenKind::Arrow)) {
    unexpected("Unexpected \"=>\"", "A for expression between brackets returns only values.",
               "Write it between braces for keys and values.");
    return nullptr;
  }
  if (at_word("if")) {
    next();
    loop.condition = expression();
    if (!loop.condition) return nullptr;
  }
  if (!at(to_map ? TokenKind::CloseBrace : TokenKind::CloseBracket)) {
    missing_closer(open, to_map ? "}" : "]", to_map ? "\"if\" or \"}\"" : "\"if\" or \"]\"");
    return nullptr;
  }
  const base::Range range = base::span(open.range, next().range);
  return make(range, std::move(loop));
}

}  // namespace waveform::hcl
