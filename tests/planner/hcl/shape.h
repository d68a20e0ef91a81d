// What a manifest means, as text, without where it stands: to see that formatting keeps it.
#pragma once

#include <string>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"
#include "planner/hcl/ast.h"
#include "tests/planner/hcl/support.h"

namespace waveform::test {

std::string shape(const hcl::Expr& expr);

inline std::string shape(const hcl::ExprPtr& expr) {
  return expr ? shape(*expr) : "-";
}

inline std::string shape(const std::vector<hcl::ExprPtr>& list) {
  std::vector<std::string> parts;
  for (const hcl::ExprPtr& expr : list) parts.push_back(shape(expr));
  return fmt::format("{}", fmt::join(parts, " "));
}

struct Shaper {
  std::string operator()(const hcl::Literal& e) const { return show(e.value); }
  std::string operator()(const hcl::Template& e) const {
    if (e.parts.size() == 1) return shape(e.parts[0]);  // "${x}" is x
    return "(template " + shape(e.parts) + ")";
  }
  std::string operator()(const hcl::TemplateIf& e) const {
    return fmt::format("(%if {} {} else {})", shape(e.condition), shape(e.then.parts),
                       shape(e.otherwise.parts));
  }
  std::string operator()(const hcl::TemplateFor& e) const {
    return fmt::format("(%for {},{} {} {})", e.key, e.value, shape(e.collection), shape(e.body.parts));
  }
  std::string operator()(const hcl::Traversal& e) const {
    std::string text;
    for (const auto& step : e.steps) {
      const auto* name = std::get_if<std::string>(&step.key);
      text += (step.index ? "#" : ".") + (name ? *name : std::to_string(std::get<std::int64_t>(step.key)));
    }
    return text;
  }
  std::string operator()(const hcl::GetAttribute& e) const {
    return fmt::format("(. {} {})", shape(e.object), e.name);
  }
  std::string operator()(const hcl::Index& e) const {
    return fmt::format("([] {} {})", shape(e.object), shape(e.key));
  }
  std::string operator()(const hcl::Splat& e) const {
    return fmt::format("(* {} {})", shape(e.object), shape(e.each));
  }
  std::string operator()(const hcl::SplatItem&) const { return "it"; }
  std::string operator()(const hcl::Unary& e) const { return fmt::format("({} {})", e.op, shape(e.operand)); }
  std::string operator()(const hcl::Binary& e) const {
    return fmt::format("(op{} {} {})", static_cast<int>(e.op), shape(e.left), shape(e.right));
  }
  std::string operator()(const hcl::Conditional& e) const {
    return fmt::format("(? {} {} {})", shape(e.condition), shape(e.then), shape(e.otherwise));
  }
  std::string operator()(const hcl::ListExpr& e) const { return "[" + shape(e.items) + "]"; }
  std::string operator()(const hcl::ObjectExpr& e) const {
    std::string text = "{";
    for (const auto& item : e.items) text += fmt::format(" {}={}", shape(item.key), shape(item.value));
    return text + "}";
  }
  std::string operator()(const hcl::ForExpr& e) const {
    return fmt::format("(for {},{} {} {} {} {} {})", e.key, e.value, shape(e.collection), shape(e.result_key),
                       shape(e.result), shape(e.condition), e.grouping);
  }
  std::string operator()(const hcl::Call& e) const {
    return fmt::format("(call {} {} {})", e.function, shape(e.arguments), e.expand_last);
  }
};

inline std::string shape(const hcl::Expr& expr) {
  return std::visit(Shaper{}, expr.node);
}

// Without the types of variables: their old spellings do not mean the same to the parser.
inline std::string shape(const hcl::Body& body, bool of_file = true, bool of_variable = false) {
  std::string text;
  for (const hcl::Attribute& attribute : body.attributes) {
    if (of_variable && attribute.name == "type") continue;
    text += fmt::format("{} = {}\n", attribute.name, shape(attribute.value));
  }
  for (const hcl::Block& block : body.blocks) {
    text += block.type;
    for (const hcl::Block::Label& label : block.labels) text += " " + base::quote(label.text);
    text += " {\n" + shape(block.body, false, of_file && block.type == "variable") + "}\n";
  }
  return text;
}

}  // namespace waveform::test
