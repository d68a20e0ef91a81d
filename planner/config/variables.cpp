#include "planner/config/variables.h"

#include <fmt/format.h>

#include "base/text.h"
#include "planner/config/variable_values.h"
#include "planner/hcl/convert.h"

namespace waveform::planner {

using base::Diags;
using base::Value;
using hcl::Typed;

namespace {

// The default, converted to the variable's type; empty without a default or after an error.
std::optional<Typed> default_of(const Variable& variable, Diags& diags) {
  if (variable.default_value == nullptr) return std::nullopt;
  const auto& expr = *variable.default_value;
  Diags faults;
  Typed value = evaluate_plain(expr, faults);
  bool failed = faults.has_errors();
  diags.append(std::move(faults));
  if (failed) return std::nullopt;
  if (value.value.is_null() && !variable.nullable) {
    diags.error(expr.range, "The default is null, but nullable is false");
    return std::nullopt;
  }
  if (!variable.type) return value;
  auto converted = hcl::convert(value, *variable.type);
  if (converted) return *std::move(converted);
  diags.error(variable.sensitive ? variable.range : expr.range,
              fmt::format("The default does not fit {}", variable.type->text()), converted.error().message);
  return std::nullopt;
}

// "var.x", or "var.x from -var x".
std::string subject(const std::string& name, const VariableValue& given) {
  return "var." + name + (given.origin.empty() ? "" : " from " + given.origin);
}

// The line of a secret's value is not shown.
base::Range place_of(const Variable& variable, const VariableValue& given) {
  return given.range.source != nullptr && !variable.sensitive ? given.range : variable.range;
}

Typed given_value(const std::string& name, const Variable& variable, const VariableValue& given,
                  const std::optional<Typed>& fallback, Diags& diags) {
  Typed nothing = hcl::unknown(variable.type.value_or(hcl::Type()).without_optional());
  if (given.value.value.is_unknown()) return nothing;  // it was reported
  if (given.value.value.is_null() && !variable.nullable) {
    if (variable.default_value != nullptr) return fallback.value_or(nothing);
    diags.error(place_of(variable, given), fmt::format("{} must not be null", subject(name, given)),
                "It has nullable = false and no default.");
    return nothing;
  }
  if (!variable.type) return given.value;
  auto converted = hcl::convert(given.value, *variable.type);
  if (converted) return *std::move(converted);
  diags.error(place_of(variable, given),
              fmt::format("The value of {} does not fit {}", subject(name, given), variable.type->text()),
              converted.error().message);
  return nothing;
}

// Prompts for missing values, in the order of the names, until the input ends.
void ask(const Config& config, const VariableInputs& inputs, std::map<std::string, VariableValue>& given,
         base::Sources& sources, Diags& diags) {
  if (!inputs.ask) return;
  for (const auto& [name, variable] : config.variables) {
    if (variable.default_value != nullptr || given.contains(name)) continue;
    auto answer = inputs.ask(name, variable, diags);
    if (!answer) return;
    given[name] = read_text(variable, "the input", *answer, sources, diags);
  }
}

void report_missing(const std::vector<std::string>& names, base::Range first, Diags& diags) {
  diags.error(
      first, fmt::format("No value for {}", base::enumerate(names)), {},
      fmt::format("Set each with TF_VAR_{0}, -var {0}=… or -var-file FILE, or add a default.", names[0]));
}

}  // namespace

Variables resolve_variables(const Config& config, const VariableInputs& inputs, base::Sources& sources,
                            Missing on_missing, Diags& diags, std::set<std::string>* names_given) {
  auto given = read_inputs(config, inputs, sources, diags);
  const bool had_errors = diags.has_errors();
  ask(config, inputs, given, sources, diags);
  if (names_given != nullptr)
    for (const auto& [name, value] : given) names_given->insert(name);
  const bool refused = !had_errors && diags.has_errors();
  Variables values;
  std::vector<std::string> missing;
  base::Range first_missing;
  for (const auto& [name, variable] : config.variables) {
    Typed value = hcl::unknown(variable.type.value_or(hcl::Type()).without_optional());
    auto fallback = default_of(variable, diags);
    if (auto found = given.find(name); found != given.end()) {
      value = given_value(name, variable, found->second, fallback, diags);
    } else if (variable.default_value != nullptr) {
      value = fallback.value_or(value);
    } else {
      if (missing.empty()) first_missing = variable.range;
      missing.push_back(name);
    }
    values.emplace(name, value.with_marks(variable.sensitive ? Value::Sensitive : 0));
  }
  if (!missing.empty() && on_missing == Missing::Error && !refused)
    report_missing(missing, first_missing, diags);
  return values;
}

std::string description_of(const Variable& variable) {
  if (variable.description == nullptr) return "";
  Diags ignored;
  auto text = evaluate_plain(*variable.description, ignored).value;
  return text.is_string() ? text.as_string() : "";
}

}  // namespace waveform::planner
