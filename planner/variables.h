// Values of a manifest's variables: from the environment, from files, from the command line and from whoever
// is asked; later ones win.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/diag.h"
#include "base/value.h"
#include "planner/config.h"
#include "planner/hcl/typed.h"

namespace waveform::planner {

// One place that values come from: a text for one variable, or a file.
struct VariableInput {
  enum class From : std::uint8_t { Environment, CommandLine, File };

  From from;
  std::string origin = {};             // of a text: "TF_VAR_x", "-var x"
  std::string name = {};               // of the variable; it need not exist
  std::string text = {};               // may be a secret
  const base::Source* file = nullptr;  // may hold secrets
};

struct VariableInputs {
  std::vector<VariableInput> given;  // in the order of precedence: the last one wins
  bool manifest_is_complete = true;  // false: a variable may be declared where it could not be read
  // Asks for the value of a variable that has none; none: there is no answer, and no use in asking on. An
  // answer that was refused is an error in the diags of the resolving.
  std::function<std::optional<std::string>(const std::string& name, const Variable& variable)> ask;
};

using Variables = std::map<std::string, hcl::Typed, std::less<>>;

enum class Missing { Error, Unknown };  // what a variable without a value is

// The value of every variable of the config, converted to its type; sensitive ones are marked. All that are
// missing are one error, or unknown. Texts that have to be parsed are added to `sources`.
Variables resolve_variables(const Config& config, const VariableInputs& inputs, base::Sources& sources,
                            Missing on_missing, base::Diags& diags);

// What the manifest says about it; "" when that is nothing.
std::string description_of(const Variable& variable);

}  // namespace waveform::planner
