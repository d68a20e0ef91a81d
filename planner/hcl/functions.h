// The functions that expressions can call, as a table.
#pragma once

#include <span>
#include <string_view>

#include "planner/hcl/function.h"

namespace waveform::hcl {

// By name.
std::span<const Function> functions();
const Function* find_function(std::string_view name);  // null when there is none

// Why a function of Terraform is not supported; "" for any other name.
std::string_view why_refused(std::string_view function);
// Names of functions that are part of the evaluator: can, try, templatefile.
std::span<const std::string_view> special_forms();

// A call from an expression: checks the number of arguments, converts them, handles nulls, unknowns and
// marks.
Called call(const Function& function, Arguments arguments, const CallContext& context);

}  // namespace waveform::hcl
