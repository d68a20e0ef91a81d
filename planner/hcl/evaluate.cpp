#include "planner/hcl/evaluate.h"

#include <set>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "planner/hcl/conversions.h"
#include "planner/hcl/evaluator.h"

namespace waveform::hcl {

using base::Value;

namespace {

// Elements of one value at all depths, counting repetitions: functions can multiply them.
constexpr std::uint32_t kMostWithin = 1 << 20;
constexpr const char* kTooMuch = "This grows without bound";

class NoFiles final : public Files {
 public:
  base::Result<FileText> read(const std::string& path) const override { return none(path); }
  base::Result<bool> exists(const std::string&) const override { return false; }
  base::Result<std::vector<std::string>> list(const std::string& directory) const override {
    return none(directory);
  }

 private:
  static tl::unexpected<base::Error> none(const std::string& path) {
    return base::fail(base::ErrorKind::NotFound, "no file can be read here: " + path);
  }
};

// For an expression outside of a run, such as a variable's value.
BudgetLimits small_limits() {
  return {.steps = 10'000'000, .bytes = std::size_t{64} << 20};
}

}  // namespace

const Files& no_files() {
  static const NoFiles none;
  return none;
}

void NoNames::check(const Traversal& traversal, base::Diags& diags) const {
  diags.error(traversal.steps.front().range, "References are not allowed here",
              fmt::format("{} cannot refer to anything.", where_), "Put it in quotes if it is a string.");
}

Typed evaluate(const Expr& expr, const Scope& scope, base::Diags& diags) {
  base::Diags found;
  Budget own(small_limits());
  Budget& budget = scope.budget() != nullptr ? *scope.budget() : own;
  budget.begin();
  // Temporary memory is freed with the evaluator; only the value's remains.
  Evaluator evaluator{.scope = scope, .diags = &found, .budget = budget};
  Typed value = evaluator.value_of(expr);
  budget.end();
  budget.give_back(std::exchange(evaluator.taken_bytes, 0));
  budget.take(memory_of(value));
  if (budget.is_used_up()) {
    budget.blame(expr.range);
    found.add(budget.diag());
    value = unknown();
  }
  // In a loop one error can occur for each element.
  std::set<std::tuple<std::uint32_t, std::uint32_t, std::string>> reported;
  for (const base::Diag& diag : found.list()) {
    if (reported.emplace(diag.range.begin, diag.range.end, diag.summary).second) diags.add(diag);
  }
  return value;
}

std::size_t memory_of(const Typed& value) {
  const std::size_t bytes = value.value.footprint();
  return bytes + bytes / 2;  // with its type
}

Typed Evaluator::fault(base::Range range, std::string summary, std::string detail, std::string hint) {
  base::Diag diag{base::Severity::Error, std::move(summary), std::move(detail), std::move(hint), range, {}};
  if (at != nullptr) diag.values = reference_values(*this, *at);
  diags->add(std::move(diag));
  return unknown();
}

bool Evaluator::take(std::size_t bytes) {
  taken_bytes += bytes;
  if (budget.take(bytes)) return true;
  // The source of a template file does not outlive this.
  if (template_depth == 0 && at != nullptr) budget.blame(at->range);
  return false;
}

void Evaluator::hold(std::size_t bytes) {
  if (bytes > taken_bytes) {
    take(bytes - taken_bytes);
  } else {
    budget.give_back(taken_bytes - bytes);
    taken_bytes = bytes;
  }
}

bool Evaluator::goes_on() {
  constexpr std::size_t kMostFaults = 100;  // of a loop one is reported for each place
  return budget.step() && diags->list().size() < kMostFaults;
}

bool Evaluator::take_element() {
  // With its type, while it is gathered and in the list; its own memory is taken already.
  constexpr std::size_t kElement = 2 * sizeof(Typed);
  return take(kElement);
}

Typed Evaluator::value_of(const Expr& expr, base::Diags& heard) {
  base::Diags* before = std::exchange(diags, &heard);
  Typed value = value_of(expr);
  diags = before;
  return value;
}

Typed Evaluator::value_of(const Expr& expr) {
  struct Visitor {
    Evaluator& self;
    base::Range range;

    Typed operator()(const Literal& node) const {
      if (node.value.is_string()) return typed(base::normal_form(node.value.as_string()));
      return with_own_type(node.value);
    }
    Typed operator()(const SplatItem&) const { return self.items.empty() ? unknown() : self.items.back(); }
    Typed operator()(const GetAttribute& node) const {
      return self.attribute(self.value_of(*node.object), node.name, range);
    }
    Typed operator()(const Index& node) const {
      const Typed object = self.value_of(*node.object);
      return self.index(object, self.value_of(*node.key), node.key->range);
    }
    Typed operator()(const Traversal& node) const { return self.eval(node); }
    Typed operator()(const Binary& node) const { return self.eval(node, range); }
    Typed operator()(const Conditional& node) const { return self.eval(node); }
    Typed operator()(const Call& node) const { return self.eval(node, range); }
    Typed operator()(const Template& node) const { return self.eval(node); }
    Typed operator()(const TemplateIf& node) const { return self.eval(node); }
    Typed operator()(const TemplateFor& node) const { return self.eval(node); }
    Typed operator()(const Splat& node) const { return self.eval(node); }
    Typed operator()(const Unary& node) const { return self.eval(node); }
    Typed operator()(const ListExpr& node) const { return self.eval(node); }
    Typed operator()(const ObjectExpr& node) const { return self.eval(node); }
    Typed operator()(const ForExpr& node) const { return self.eval(node); }
  };
  if (!budget.step()) {
    if (template_depth == 0) budget.blame(expr.range);
    return unknown();
  }
  const Expr* outer = std::exchange(at, &expr);
  const std::size_t before = taken_bytes;
  Typed value = std::visit(Visitor{*this, expr.range}, expr.node);
  if (value.value.size_within() > kMostWithin || value.type.size() > kMostWithin) {
    value = fault(expr.range, kTooMuch, "The value has too many elements.",
                  "Look for values that contain each other several times.");
  }
  hold(before + memory_of(value));
  at = outer;
  return value;
}

Typed Evaluator::resolve(const Traversal& node, base::Diags& heard) {
  const auto* root = std::get_if<std::string>(&node.steps.front().key);
  Resolved found;
  for (auto local = locals.rbegin(); root && local != locals.rend() && found.steps == 0; ++local) {
    if (local->name == *root) found = {local->value, 1};
  }
  if (found.steps == 0) found = scope.resolve(node, heard);
  if (found.steps == 0) {
    scope.check(node, heard);
    return unknown();
  }
  base::Diags* before = std::exchange(diags, &heard);
  Typed value = std::move(found.value);
  for (std::size_t i = found.steps; i < node.steps.size(); ++i) {
    const Traversal::Step& step = node.steps[i];
    const auto* name = std::get_if<std::string>(&step.key);
    if (name && !step.index) {
      value = attribute(value, *name, step.range);
    } else {
      const Typed key = name ? typed(*name) : typed_number(Value(std::get<std::int64_t>(step.key)));
      value = index(value, key, step.range);
    }
  }
  diags = before;
  return value;
}

Typed Evaluator::eval(const Traversal& node) {
  return resolve(node, *diags);
}

Typed Evaluator::eval(const ListExpr& node) {
  std::vector<Typed> list;
  list.reserve(node.items.size());
  for (const ExprPtr& item : node.items) {
    list.push_back(value_of(*item));
    if (!take_element()) return unknown();
  }
  return make_tuple(std::move(list));
}

Typed Evaluator::eval(const ObjectExpr& node) {
  std::map<std::string, Typed, std::less<>> members;
  std::uint8_t marks = 0;
  std::uint8_t inner_marks = 0;
  bool known = true;
  for (const ObjectExpr::Item& item : node.items) {
    const auto key = key_text(*item.key, marks);
    Typed value = value_of(*item.value);
    if (!take_element()) return unknown();
    inner_marks |= value.value.marks_within();
    if (key) {
      members.insert_or_assign(*key, std::move(value));
    } else {
      known = false;
    }
  }
  if (!known) return unknown({}, static_cast<std::uint8_t>(marks | inner_marks));
  std::vector<std::pair<std::string, Typed>> list;
  list.reserve(members.size());
  for (auto& [name, member] : members) list.emplace_back(name, std::move(member));
  return make_object(std::move(list)).with_marks(marks);
}

std::optional<std::string> Evaluator::key_text(const Expr& expr, std::uint8_t& marks) {
  const Typed key = value_of(expr);
  marks |= key.value.marks_within();
  if (key.value.is_unknown()) return std::nullopt;
  if (const auto text = to_text(key.value)) return text->as_string();
  fault(expr.range, "Invalid key", fmt::format("A key must be a string, this is {}.", a_kind(key)));
  return std::nullopt;
}

}  // namespace waveform::hcl
