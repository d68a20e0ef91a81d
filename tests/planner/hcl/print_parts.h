// Parts of expressions as text; for print.h.
#pragma once

#include <string>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"
#include "planner/hcl/ast.h"

namespace waveform::test {

std::string print(const hcl::Expr& expr);

// In parentheses where what stands beside it could take it apart.
inline std::string operand(const hcl::Expr& expr) {
  const bool alone =
      std::holds_alternative<hcl::Unary>(expr.node) || std::holds_alternative<hcl::Binary>(expr.node) ||
      std::holds_alternative<hcl::Conditional>(expr.node) || std::holds_alternative<hcl::Splat>(expr.node);
  const auto* literal = std::get_if<hcl::Literal>(&expr.node);
  return alone || (literal && literal->value.is_number()) ? "(" + print(expr) + ")" : print(expr);
}

inline bool is_text(const hcl::ExprPtr& part) {
  const auto* literal = std::get_if<hcl::Literal>(&part->node);
  return literal && literal->value.is_string();
}

// Between quotes. A part that is text is written as such where it would not grow together with another.
inline std::string print_parts(const std::vector<hcl::ExprPtr>& parts) {
  std::string out;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const bool joins = (i > 0 && is_text(parts[i - 1])) || (i + 1 < parts.size() && is_text(parts[i + 1]));
    if (std::holds_alternative<hcl::TemplateIf>(parts[i]->node) ||
        std::holds_alternative<hcl::TemplateFor>(parts[i]->node)) {
      out += print(*parts[i]);
      continue;
    }
    const std::string text =
        is_text(parts[i]) ? std::get<hcl::Literal>(parts[i]->node).value.as_string() : "";
    if (text.empty() || joins) {
      out += "${" + print(*parts[i]) + "}";
      continue;
    }
    std::string quoted = base::hcl_string(text);
    quoted = quoted.substr(1, quoted.size() - 2);
    if (text.back() == '$' || text.back() == '%') {  // it would escape a sequence that follows
      quoted.pop_back();
      quoted += text.back() == '$' ? "\\u0024" : "\\u0025";
    }
    out += quoted;
  }
  return out;
}

// What a splat is done to: the element itself is written as nothing.
inline std::string chain(const hcl::Expr& expr) {
  if (std::holds_alternative<hcl::SplatItem>(expr.node)) return "";
  const hcl::Expr* first = &expr;
  while (first) {
    const hcl::Expr* object = nullptr;
    if (const auto* e = std::get_if<hcl::GetAttribute>(&first->node)) object = e->object.get();
    if (const auto* e = std::get_if<hcl::Index>(&first->node)) object = e->object.get();
    if (const auto* e = std::get_if<hcl::Splat>(&first->node)) object = e->object.get();
    if (!object) break;
    first = object;
  }
  return std::holds_alternative<hcl::SplatItem>(first->node) ? print(expr) : operand(expr);
}

inline std::string list_of(const std::vector<hcl::ExprPtr>& items) {
  std::vector<std::string> texts;
  for (const hcl::ExprPtr& item : items) {
    texts.push_back(print(*item));
    if (texts.back().starts_with("for")) texts.back() = "(" + texts.back() + ")";
  }
  return fmt::format("{}", fmt::join(texts, ", "));
}

inline std::string names(const std::string& key, const std::string& value) {
  return key.empty() ? value : key + ", " + value;
}

}  // namespace waveform::test
