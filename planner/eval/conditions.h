// Checks the conditions of a manifest. Pure.
#pragma once

#include <string>
#include <vector>

#include "base/diag.h"
#include "planner/config/config.h"
#include "planner/hcl/scope.h"

namespace waveform::planner {

// False, with an error, when the condition is not met: `summary`, its message, and the values of its
// references. True while it is unknown. A message with a sensitive value is withheld.
bool check_condition(const Condition& condition, const hcl::Scope& scope, const std::string& summary,
                     base::Diags& diags);

// All conditions of a resource, of one kind.
void check_conditions(const std::vector<Condition>& conditions, const hcl::Scope& scope,
                      const std::string& summary, base::Diags& diags);

// All validations of all variables.
void check_validations(const Config& config, const hcl::Scope& scope, base::Diags& diags);

}  // namespace waveform::planner
