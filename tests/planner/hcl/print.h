// Syntax trees as text in the native syntax, an argument a line. Read again, the text gives the same tree.
#pragma once

#include <string>

#include <fmt/format.h>

#include "planner/hcl/ast.h"
#include "planner/hcl/write.h"
#include "tests/planner/hcl/print_parts.h"

namespace waveform::test {

struct Printer {
  std::string operator()(const hcl::Literal& e) const {
    const bool fraction = e.value.is_number() && !e.value.is_integer();
    return fraction ? fmt::format("{}", e.value.as_double()) : hcl::write_value(e.value, 0);
  }
  std::string operator()(const hcl::Template& e) const { return "\"" + print_parts(e.parts) + "\""; }
  std::string operator()(const hcl::TemplateIf& e) const {
    return fmt::format("%{{if {}}}{}%{{else}}{}%{{endif}}", print(*e.condition), print_parts(e.then.parts),
                       print_parts(e.otherwise.parts));
  }
  std::string operator()(const hcl::TemplateFor& e) const {
    return fmt::format("%{{for {} in {}}}{}%{{endfor}}", names(e.key, e.value), print(*e.collection),
                       print_parts(e.body.parts));
  }
  std::string operator()(const hcl::Traversal& e) const {
    std::string out;
    for (const auto& step : e.steps) {
      const auto* name = std::get_if<std::string>(&step.key);
      const std::string key = name ? *name : std::to_string(std::get<std::int64_t>(step.key));
      out += step.index ? "[" + (name ? base::hcl_string(key) : key) + "]" : (out.empty() ? "" : ".") + key;
      if (!step.index && !name) out += ' ';  // or a.0.1 would be a fraction
    }
    return out;
  }
  std::string operator()(const hcl::GetAttribute& e) const { return chain(*e.object) + "." + e.name; }
  std::string operator()(const hcl::Index& e) const { return chain(*e.object) + "[" + print(*e.key) + "]"; }
  std::string operator()(const hcl::Splat& e) const { return chain(*e.object) + "[*]" + chain(*e.each); }
  std::string operator()(const hcl::SplatItem&) const { return ""; }
  std::string operator()(const hcl::Unary& e) const {
    return std::string(1, e.op) + "(" + print(*e.operand) + ")";
  }
  std::string operator()(const hcl::Binary& e) const {
    constexpr const char* ops[] = {"+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">=", "&&", "||"};
    return operand(*e.left) + " " + ops[static_cast<std::size_t>(e.op)] + " " + operand(*e.right);
  }
  std::string operator()(const hcl::Conditional& e) const {
    return operand(*e.condition) + " ? " + operand(*e.then) + " : " + operand(*e.otherwise);
  }
  std::string operator()(const hcl::ListExpr& e) const { return "[" + list_of(e.items) + "]"; }
  std::string operator()(const hcl::ObjectExpr& e) const {
    std::string out;
    for (const auto& item : e.items) {
      const std::string key = is_text(item.key) ? print(*item.key) : "(" + print(*item.key) + ")";
      out += (out.empty() ? "" : ", ") + key + " = " + print(*item.value);
    }
    return "{" + out + "}";
  }
  std::string operator()(const hcl::ForExpr& e) const {
    const std::string head = fmt::format("for {} in {} : ", names(e.key, e.value), operand(*e.collection));
    const std::string tail = e.condition ? " if " + operand(*e.condition) : "";
    if (!e.result_key) return "[" + head + operand(*e.result) + tail + "]";
    return fmt::format("{{{}{} => {}{}{}}}", head, operand(*e.result_key), operand(*e.result),
                       e.grouping ? "..." : "", tail);
  }
  std::string operator()(const hcl::Call& e) const {
    return e.function + "(" + list_of(e.arguments) + (e.expand_last ? "...)" : ")");
  }
};

inline std::string print(const hcl::Expr& expr) {
  return std::visit(Printer{}, expr.node);
}

inline std::string print(const hcl::Body& body) {
  std::string out;
  for (const hcl::Attribute& attribute : body.attributes)
    out += attribute.name + " = " + print(*attribute.value) + "\n";
  for (const hcl::Block& block : body.blocks) {
    out += block.type;
    for (const hcl::Block::Label& label : block.labels) out += " " + base::hcl_string(label.text);
    out += " {\n" + print(block.body) + "}\n";
  }
  return out;
}

}  // namespace waveform::test
