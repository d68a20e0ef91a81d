#include "planner/eval/outputs.h"

#include <fmt/format.h>

#include "base/text.h"
#include "planner/eval/conditions.h"
#include "planner/eval/resource_values.h"
#include "planner/hcl/evaluate.h"

namespace waveform::planner {

using base::Diags;
using base::Value;

Value::Map evaluate_outputs(const Config& config, const ModuleScope& scope, Diags& diags) {
  // Now including those that refer to resources.
  check_validations(config, scope, diags);
  Value::Map values;
  for (const auto& [name, output] : config.outputs) {
    bool refused = false;
    for (const auto& precondition : output.preconditions) {
      std::string summary = fmt::format("Output {} is invalid", base::quote(name));
      refused = !check_condition(precondition, scope, summary, diags) || refused;
    }
    if (refused) continue;
    Value value = hcl::evaluate(*output.value, scope, diags).value;
    if (value.is_null() || !check_size(value, "output." + name, output.value->range, diags)) continue;
    if (value.is_sensitive() && !output.sensitive) {
      diags.error(output.range, fmt::format("Output {} would show a secret", base::quote(name)),
                  "Its value derives from a sensitive variable or attribute.",
                  "Add sensitive = true; the state then omits it as well.");
    }
    values.emplace(name, output.sensitive ? value.with_marks(Value::Sensitive) : std::move(value));
  }
  return values;
}

}  // namespace waveform::planner
