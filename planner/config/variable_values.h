// From the places that values of variables come from to values, not converted yet. Private to
// planner/config/variables.cpp.
#pragma once

#include <map>
#include <string>

#include "planner/config/variable_inputs.h"
#include "planner/hcl/scope.h"

namespace waveform::planner {

// A value that was given for a variable, and where.
struct Given {
  hcl::Typed value;
  base::Range range;   // in a file that may be shown; none otherwise
  std::string origin;  // of a text: "-var x"
};

// Defaults and files of values are plain: no names in them, no calls.
hcl::Typed evaluate_plain(const hcl::Expr& expr, base::Diags& diags);

// A text from outside: as it stands for scalars and where no type is declared, else an expression.
Given read_text(const Variable& variable, const std::string& origin, const std::string& text,
                base::Sources& sources, base::Diags& diags);

// By name, of variables that there are. What no variable is called like is a warning for a file, an error on
// the command line, and nothing in the environment.
std::map<std::string, Given> read_inputs(const Config& config, const VariableInputs& inputs,
                                         base::Sources& sources, base::Diags& diags);

}  // namespace waveform::planner
