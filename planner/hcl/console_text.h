// A value as Terraform's console prints it: as an expression that gives the same value of the same type.
#pragma once

#include <optional>
#include <string>

#include "planner/hcl/scope.h"
#include "planner/hcl/typed.h"

namespace waveform::hcl {

// Several lines, without a line end after the last. "(sensitive value)", "(external id)" and "(known after
// apply)" stand in the place of what is not shown; strings have escapes for what could move the cursor.
std::string console_text(const Typed& value);

// What the console answers to an expression: the text of its value or, for type(...), which works nowhere
// else, of the type. None: the faults are in `diags`.
std::optional<std::string> console_answer(const Expr& expr, const Scope& scope, base::Diags& diags);

// Of several lines when it holds tuples or objects: each of their parts stands on its own.
std::string type_lines(const Type& type);
// "list of string", "object": a type in words, as messages of Terraform have it.
std::string type_words(const Type& type);

}  // namespace waveform::hcl
