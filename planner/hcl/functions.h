// The functions that expressions can call.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "base/diag.h"
#include "base/value.h"

namespace waveform::hcl {

// `call` is pure. Its arguments may be null, and may be unknown or hold unknowns; a fault goes to diags at
// `place`, the whole call, and gives unknown. The evaluator puts the arguments' marks on the result.
struct Function {
  std::string_view name;
  base::Value (*call)(const std::vector<base::Value>& arguments, const base::Range& place,
                      base::Diags& diags);
};

std::span<const Function> functions();

// Null when there is none of that name.
const Function* find_function(std::string_view name);

}  // namespace waveform::hcl
