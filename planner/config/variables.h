// Values of a manifest's variables: from the environment, from files, from the command line and from whoever
// is asked; later ones win.
#pragma once

#include <map>
#include <string>

#include "base/diag.h"
#include "base/value.h"
#include "planner/config/config.h"
#include "planner/config/variable_inputs.h"
#include "planner/hcl/typed.h"

namespace waveform::planner {

using Variables = std::map<std::string, hcl::Typed, std::less<>>;

enum class Missing { Error, Unknown };  // what a variable without a value is

// The value of every variable of the config, converted to its type; sensitive ones are marked. All that are
// missing are one error, or unknown. Texts that have to be parsed are added to `sources`.
Variables resolve_variables(const Config& config, const VariableInputs& inputs, base::Sources& sources,
                            Missing on_missing, base::Diags& diags);

// What the manifest says about it; "" when that is nothing.
std::string description_of(const Variable& variable);

}  // namespace waveform::planner
