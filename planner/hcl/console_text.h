// A value as Terraform's console prints it: as an expression with the same value and type.
#pragma once

#include <optional>
#include <string>

#include "planner/hcl/scope.h"
#include "planner/hcl/typed.h"

namespace waveform::hcl {

// Several lines, without a line end after the last. "(sensitive value)", "(external id)" and "(known after
// apply)" replace hidden values; control characters in strings are escaped.
std::string console_text(const Typed& value);

// The console's output for an expression: its value or, for type(...), which only works here, the type.
// Empty: the errors are in `diags`.
std::optional<std::string> console_answer(const Expr& expr, const Scope& scope, base::Diags& diags);

// Tuples and objects have one line per part.
std::string type_lines(const Type& type);
// "list of string", "object": a type in words, as in messages of Terraform.
std::string type_words(const Type& type);

}  // namespace waveform::hcl
