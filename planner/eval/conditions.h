// Whether what a manifest demands holds. Pure.
#pragma once

#include <string>
#include <vector>

#include "base/diag.h"
#include "planner/config/config.h"
#include "planner/hcl/scope.h"

namespace waveform::planner {

// False, with an error, when the condition does not hold: `summary`, its message, what its references stand
// for. True while it is unknown. A message that would show something sensitive is withheld.
bool check_condition(const Condition& condition, const hcl::Scope& scope, const std::string& summary,
                     base::Diags& diags);

// All conditions of a resource, of one kind.
void check_conditions(const std::vector<Condition>& conditions, const hcl::Scope& scope,
                      const std::string& summary, base::Diags& diags);

// All validations of all variables.
void check_validations(const Config& config, const hcl::Scope& scope, base::Diags& diags);

}  // namespace waveform::planner
