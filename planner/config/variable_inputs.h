// The sources of variable values.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/diag.h"
#include "base/source.h"
#include "base/value.h"
#include "planner/config/config.h"

namespace waveform::planner {

// One source: a string or a value for one variable, or a file.
struct VariableInput {
  enum class From : std::uint8_t { Plan, Environment, CommandLine, File };

  From from;
  std::string origin = {};             // of a string: "TF_VAR_x", "-var x"; of a file: "-var-file: " or ""
  std::string name = {};               // of the variable, which need not exist; of a file: its path
  std::string text = {};               // may be a secret
  base::Value value = {};              // of a saved plan
  const base::Source* file = nullptr;  // once it is read; can contain secrets
};

struct VariableInputs {
  std::vector<VariableInput> given;  // in the order of precedence: the last one wins
  bool manifest_is_complete = true;  // false: a file that could not be read might declare a variable
  // Prompts for the value of a variable; empty: no input, stop prompting. Refused input is an error in
  // `diags`.
  std::function<std::optional<std::string>(const std::string& name, const Variable& variable,
                                           base::Diags& diags)>
      ask;
};

}  // namespace waveform::planner
