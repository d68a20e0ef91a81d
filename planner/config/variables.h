// Values of a manifest's variables: from the environment, files, the command line and prompts; later ones
// win.
#pragma once

#include <map>
#include <set>
#include <string>

#include "base/diag.h"
#include "base/value.h"
#include "planner/config/config.h"
#include "planner/config/variable_inputs.h"
#include "planner/hcl/typed.h"

namespace waveform::planner {

using Variables = std::map<std::string, hcl::Typed, std::less<>>;

enum class Missing { Error, Unknown };  // the treatment of variables without a value

// The value of every variable of the config, converted to its type; sensitive ones are marked. Missing values
// are one error, or unknown. Parsed strings are added to `sources`.
// `names_given`: gets the variables that do not have their default.
Variables resolve_variables(const Config& config, const VariableInputs& inputs, base::Sources& sources,
                            Missing on_missing, base::Diags& diags,
                            std::set<std::string>* names_given = nullptr);

// Its description in the manifest; "" without one.
std::string description_of(const Variable& variable);

}  // namespace waveform::planner
