// Where values of variables come from.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/diag.h"
#include "base/source.h"
#include "planner/config/config.h"

namespace waveform::planner {

// One place that values come from: a text for one variable, or a file.
struct VariableInput {
  enum class From : std::uint8_t { Environment, CommandLine, File };

  From from;
  std::string origin = {};             // of a text: "TF_VAR_x", "-var x"; of a file: "-var-file: " or ""
  std::string name = {};               // of the variable, which need not exist; of a file: its path
  std::string text = {};               // may be a secret
  const base::Source* file = nullptr;  // once it is read; may hold secrets
};

struct VariableInputs {
  std::vector<VariableInput> given;  // in the order of precedence: the last one wins
  bool manifest_is_complete = true;  // false: a variable may be declared where it could not be read
  // Asks for the value of a variable that has none; none: there is no answer, and no use in asking on. An
  // answer that was refused is an error in `diags`.
  std::function<std::optional<std::string>(const std::string& name, const Variable& variable,
                                           base::Diags& diags)>
      ask;
};

}  // namespace waveform::planner
