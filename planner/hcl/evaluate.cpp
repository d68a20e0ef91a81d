#include "planner/hcl/evaluate.h"

#include <set>
#include <tuple>

#include <fmt/format.h>

#include "base/text.h"
#include "planner/hcl/conversions.h"
#include "planner/hcl/evaluator.h"
#include "planner/hcl/functions.h"

namespace waveform::hcl {

using base::Value;

Value evaluate(const Expr& expr, const Scope& scope, base::Diags& diags) {
  base::Diags found;
  Value value = Evaluator{scope, &found, {}, {}}.value_of(expr);
  // In a loop one fault comes up for each element.
  std::set<std::tuple<std::uint32_t, std::uint32_t, std::string>> reported;
  for (const base::Diag& diag : found.list()) {
    if (reported.emplace(diag.range.begin, diag.range.end, diag.summary).second) diags.add(diag);
  }
  return value;
}

std::string a_kind(const Value& value) {
  if (value.is_null()) return "null";
  if (value.is_unknown()) return "a value known only after apply";
  return fmt::format("a {}", base::kind_name(value.kind()));
}

Value Evaluator::fault(base::Range range, std::string summary, std::string detail, std::string hint) {
  diags->error(range, std::move(summary), std::move(detail), std::move(hint));
  return Value::unknown();
}

Value Evaluator::value_of(const Expr& expr) {
  struct Visitor {
    Evaluator& self;
    base::Range range;

    Value operator()(const Literal& node) const { return node.value; }
    Value operator()(const SplatItem&) const {
      return self.items.empty() ? Value::unknown() : self.items.back();
    }
    Value operator()(const GetAttribute& node) const {
      return self.attribute(self.value_of(*node.object), node.name, range);
    }
    Value operator()(const Index& node) const {
      const Value object = self.value_of(*node.object);
      return self.index(object, self.value_of(*node.key), node.key->range);
    }
    Value operator()(const Traversal& node) const { return self.eval(node); }
    Value operator()(const Binary& node) const { return self.eval(node, range); }
    Value operator()(const Conditional& node) const { return self.eval(node, range); }
    Value operator()(const Call& node) const { return self.eval(node, range); }
    Value operator()(const Template& node) const { return self.eval(node); }
    Value operator()(const TemplateIf& node) const { return self.eval(node); }
    Value operator()(const TemplateFor& node) const { return self.eval(node); }
    Value operator()(const Splat& node) const { return self.eval(node); }
    Value operator()(const Unary& node) const { return self.eval(node); }
    Value operator()(const ListExpr& node) const { return self.eval(node); }
    Value operator()(const ObjectExpr& node) const { return self.eval(node); }
    Value operator()(const ForExpr& node) const { return self.eval(node); }
  };
  return std::visit(Visitor{*this, expr.range}, expr.node);
}

Value Evaluator::eval(const Traversal& node) {
  const auto* root = std::get_if<std::string>(&node.steps.front().key);
  Resolved found;
  for (auto local = locals.rbegin(); root && local != locals.rend() && found.steps == 0; ++local) {
    if (local->name == *root) found = {local->value, 1};
  }
  if (found.steps == 0) found = scope.resolve(node, *diags);
  if (found.steps == 0) return Value::unknown();
  Value value = std::move(found.value);
  for (std::size_t i = found.steps; i < node.steps.size(); ++i) {
    const Traversal::Step& step = node.steps[i];
    const auto* name = std::get_if<std::string>(&step.key);
    if (name && !step.index) {
      value = attribute(value, *name, step.range);
    } else {
      value = index(value, name ? Value(*name) : Value(std::get<std::int64_t>(step.key)), step.range);
    }
  }
  return value;
}

Value Evaluator::eval(const ListExpr& node) {
  Value::List list;
  list.reserve(node.items.size());
  for (const ExprPtr& item : node.items) list.push_back(value_of(*item));
  return list;
}

Value Evaluator::eval(const ObjectExpr& node) {
  Value::Map members;
  std::uint8_t marks = 0;
  bool known = true;
  for (const ObjectExpr::Item& item : node.items) {
    const auto key = key_text(*item.key, marks);
    Value value = value_of(*item.value);
    if (key) {
      members.insert_or_assign(*key, std::move(value));
    } else {
      known = false;
      marks |= value.marks_within();
    }
  }
  if (!known) return Value::unknown().with_marks(marks | Value(std::move(members)).marks_within());
  return Value(std::move(members)).with_marks(marks);
}

std::optional<std::string> Evaluator::key_text(const Expr& expr, std::uint8_t& marks) {
  const Value key = value_of(expr);
  marks |= key.marks_within();
  if (key.is_unknown()) return std::nullopt;
  if (const auto text = to_text(key)) return text->as_string();
  fault(expr.range, "Invalid key", fmt::format("A key is a string, and this is {}.", a_kind(key)));
  return std::nullopt;
}

Value Evaluator::eval(const Call& node, base::Range range) {
  const Function* function = find_function(node.function);
  if (!function) {
    std::vector<std::string> known;
    for (const Function& other : functions()) known.emplace_back(other.name);
    return fault(node.name_range, fmt::format("There is no function named {}", base::quote(node.function)),
                 known.empty() ? "Functions are not available yet."
                               : std::string(base::trim(base::did_you_mean(node.function, known))));
  }
  std::vector<Value> arguments;
  std::uint8_t marks = 0;
  for (const ExprPtr& argument : node.arguments) {
    Value value = value_of(*argument);
    marks |= value.marks_within();
    if (!node.expand_last || &argument != &node.arguments.back()) {
      arguments.push_back(std::move(value));
    } else if (value.is_unknown()) {
      return Value::unknown().with_marks(marks);
    } else if (value.is_list()) {
      arguments.insert(arguments.end(), value.as_list().begin(), value.as_list().end());
    } else {
      return fault(argument->range, "Invalid expansion",
                   fmt::format("\"...\" follows a list, and this is {}.", a_kind(value)));
    }
  }
  return function->call(arguments, range, *diags).with_marks(marks);
}

}  // namespace waveform::hcl
