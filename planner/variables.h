// Values of a manifest's variables: from the environment, from files and from the command line, later ones
// winning.
#pragma once

#include <map>
#include <string>
#include <variant>
#include <vector>

#include "base/diag.h"
#include "base/value.h"
#include "planner/config.h"
#include "planner/hcl/typed.h"

namespace waveform::planner {

// One -var NAME=VALUE.
struct VariableArgument {
  std::string name;
  std::string text;
};

// What was given for the variables, in the order of the command line.
struct VariableInputs {
  std::map<std::string, std::string> environment;                              // TF_VAR_name, keyed by name
  std::vector<std::variant<VariableArgument, const base::Source*>> arguments;  // a source: one -var-file
};

using Variables = std::map<std::string, hcl::Typed, std::less<>>;

enum class Missing { Error, Unknown };  // what a variable without a value is

// The value of every variable of the config, converted to its type; sensitive ones are marked. All that are
// missing are one error, or unknown. Texts that have to be parsed are added to `sources`.
Variables resolve_variables(const Config& config, const VariableInputs& inputs, base::Sources& sources,
                            Missing on_missing, base::Diags& diags);

}  // namespace waveform::planner
