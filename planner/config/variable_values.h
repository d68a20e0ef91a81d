// Reads the sources of variable values, without conversion. Private to planner/config/variables.cpp.
#pragma once

#include <map>
#include <string>

#include "planner/config/variable_inputs.h"
#include "planner/hcl/scope.h"

namespace waveform::planner {

// A value of a variable, and its source.
struct VariableValue {
  hcl::Typed value;
  base::Range range;   // in a file that may be shown; else empty
  std::string origin;  // of a string: "-var x"
};

// Defaults and files of values must not contain references or calls.
hcl::Typed evaluate_plain(const hcl::Expr& expr, base::Diags& diags);

// A string from outside: literal for scalars and without a declared type, else an expression.
VariableValue read_text(const Variable& variable, const std::string& origin, const std::string& text,
                        base::Sources& sources, base::Diags& diags);

// By name, of declared variables. An undeclared name is a warning in a file, an error on the command line,
// and ignored in the environment.
std::map<std::string, VariableValue> read_inputs(const Config& config, const VariableInputs& inputs,
                                                 base::Sources& sources, base::Diags& diags);

}  // namespace waveform::planner
