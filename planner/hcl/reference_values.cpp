// The values of a failing expression's references, briefly and without secrets.
#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "planner/hcl/evaluator.h"

namespace waveform::hcl {

namespace {

constexpr std::size_t kMostValues = 8;
constexpr int kLongestShown = 60;

std::string traversal_text(const Traversal& traversal) {
  std::string text;
  for (const auto& step : traversal.steps) {
    const auto* name = std::get_if<std::string>(&step.key);
    if (!step.index) {
      text += (text.empty() ? "" : ".") + (name ? *name : std::to_string(std::get<std::int64_t>(step.key)));
    } else {
      text +=
          fmt::format("[{}]", name ? base::quote(*name) : std::to_string(std::get<std::int64_t>(step.key)));
    }
  }
  return text;
}

std::string statement(const Typed& value) {
  const auto size = [&] {
    const auto n = value.value.is_list() ? value.value.as_list().size() : value.value.as_map().size();
    return base::count(static_cast<std::int64_t>(n),
                       value.type.kind() == Type::Kind::Object ? "attribute" : "element");
  };
  if (value.value.is_sensitive()) return "is sensitive";
  if (value.value.marks_within() != 0) return "holds an external id";
  if (value.value.is_null()) return "is null";
  if (value.value.is_unknown()) {
    return value.type.is_any() ? "is not known yet"
                               : fmt::format("is a {}, not known yet", value.type.text());
  }
  constexpr std::size_t kLarge = 4096;
  if (value.value.is_string() && value.value.as_string().size() > kLarge)
    return fmt::format("is a string of {} bytes", value.value.as_string().size());
  if (value.value.is_string()) {
    const std::string text = base::quote(value.value.as_string());
    return base::display_width(text) > kLongestShown
               ? fmt::format("is a string of {}",
                             base::count(base::count_graphemes(value.value.as_string()), "character"))
               : "is " + text;
  }
  if (value.value.is_number()) return "is " + base::number_text(value.value);
  if (value.value.is_bool()) return value.value.as_bool() ? "is true" : "is false";
  return fmt::format("is {} with {}", a_kind(value), size());
}

}  // namespace

std::vector<base::DiagValue> reference_values(Evaluator& evaluator, const Expr& expr) {
  std::vector<base::DiagValue> values;
  for (const auto& [traversal, index] : references(expr)) {
    if (values.size() == kMostValues) break;
    const std::string name = traversal_text(*traversal);
    const auto is_it = [&](const base::DiagValue& value) { return value.reference == name; };
    if (std::any_of(values.begin(), values.end(), is_it)) continue;
    base::Diags unheard;
    const Expr* here = std::exchange(evaluator.at, nullptr);
    const Typed value = evaluator.resolve(*traversal, unheard);
    evaluator.at = here;
    if (!unheard.has_errors()) values.push_back({name, statement(value)});
  }
  return values;
}

std::vector<base::DiagValue> reference_values(const Expr& expr, const Scope& scope) {
  base::Diags unheard;
  Budget budget;  // only looks up names, without evaluation
  Evaluator evaluator{.scope = scope, .diags = &unheard, .budget = budget};
  return reference_values(evaluator, expr);
}

}  // namespace waveform::hcl
