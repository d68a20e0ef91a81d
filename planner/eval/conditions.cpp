#include "planner/eval/conditions.h"

#include <fmt/format.h>

#include "base/text.h"
#include "planner/hcl/convert.h"
#include "planner/hcl/evaluate.h"

namespace waveform::planner {

using base::Diags;

namespace {

// As a bool; empty when it is unknown, or after an error.
std::optional<bool> holds(const Condition& condition, const hcl::Scope& scope, Diags& diags) {
  auto value = hcl::evaluate(*condition.condition, scope, diags);
  if (value.value.is_unknown()) return std::nullopt;
  auto truth = hcl::convert(value, hcl::Type::Kind::Bool);
  if (truth && truth->value.is_bool()) return truth->value.as_bool();
  diags.add({base::Severity::Error, "The condition must be true or false",
             value.value.is_null() ? "It is null." : fmt::format("It is {}.", hcl::a_kind(value)), "",
             condition.condition->range, hcl::reference_values(*condition.condition, scope)});
  return std::nullopt;
}

// The replacement of a message that cannot be shown; "" when `message` can.
std::string withheld(const hcl::Typed& message) {
  if (message.value.marks_within() != 0) return "Its message is not shown: it refers to a sensitive value.";
  if (message.value.is_unknown()) return "Its message is known only after apply.";
  if (!message.value.is_string() || base::trim(message.value.as_string()).empty())
    return "It has no message.";
  return "";
}

}  // namespace

bool check_condition(const Condition& condition, const hcl::Scope& scope, const std::string& summary,
                     Diags& diags) {
  Diags of_message;
  auto message = hcl::evaluate(*condition.error_message, scope, of_message);
  bool failed = of_message.has_errors();
  diags.append(std::move(of_message));
  if (auto text = hcl::convert(message, hcl::Type::Kind::String)) {
    message = *std::move(text);
  } else {
    failed = true;
    diags.error(condition.error_message->range, "The error message must be a string", text.error().message);
  }
  if (holds(condition, scope, diags).value_or(true)) return true;
  if (failed) return false;
  std::string instead = withheld(message);
  constexpr std::size_t kLongest = 4096;
  const std::string_view text = instead.empty() ? base::trim(message.value.as_string()) : instead;
  const auto shown = base::beginning(text, kLongest);
  const std::string detail = std::string(shown) + (shown.size() < text.size() ? " …" : "");
  diags.add({base::Severity::Error, summary, detail, "", condition.condition->range,
             hcl::reference_values(*condition.condition, scope)});
  return false;
}

void check_conditions(const std::vector<Condition>& conditions, const hcl::Scope& scope,
                      const std::string& summary, Diags& diags) {
  for (const auto& condition : conditions) check_condition(condition, scope, summary, diags);
}

void check_validations(const Config& config, const hcl::Scope& scope, Diags& diags) {
  for (const auto& [name, variable] : config.variables) {
    for (const auto& validation : variable.validations)
      check_condition(validation, scope, fmt::format("Invalid value for var.{}", name), diags);
  }
}

}  // namespace waveform::planner
