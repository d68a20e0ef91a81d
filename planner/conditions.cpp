#include "planner/conditions.h"

#include "planner/hcl/convert.h"

namespace waveform::planner {

namespace {

constexpr const char* kSummary = "A condition of the manifest does not hold";

void check(const Condition& condition, const hcl::Scope& scope, base::Diags& diags) {
  auto truth = hcl::evaluate(*condition.condition, scope, diags);
  auto converted = hcl::convert(truth, hcl::Type::Kind::Bool);
  if (!converted || truth.value.is_null()) {
    diags.error(condition.condition->range, "A condition must be true or false",
                converted ? "It is null." : converted.error().message + ".");
    return;
  }
  if (converted->value.is_unknown() || converted->value.as_bool()) return;
  auto message = hcl::evaluate(*condition.error_message, scope, diags).value;
  std::string words = "Its message is not known yet.";
  if (message.is_sensitive()) {
    words = "Its message holds something sensitive and is not shown.";
  } else if (message.marks_within() != 0) {
    words = "Its message holds an external id and is not shown.";
  } else if (message.is_string()) {
    words = message.as_string();
  } else if (!message.is_unknown()) {
    words = "Its message is no text.";
  }
  diags.error(condition.condition->range, kSummary, words);
}

}  // namespace

void check_conditions(const std::vector<Condition>& conditions, const hcl::Scope& scope, base::Diags& diags) {
  for (const auto& condition : conditions) check(condition, scope, diags);
}

}  // namespace waveform::planner
