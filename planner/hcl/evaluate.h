// Evaluates expressions. Pure: the Scope resolves names and reads files.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/diag.h"
#include "planner/hcl/ast.h"
#include "planner/hcl/scope.h"
#include "planner/hcl/typed.h"

namespace waveform::hcl {

// Reports every name and function of the expression that does not exist, also in branches that are not
// evaluated. False when there is one.
bool check_names(const Expr& expr, const KnownNames& names, base::Diags& diags);

// Unknown operands have unknown results; results inherit marks. After an error the result is unknown, so that
// each error is reported once; when the budget is used up, every result is unknown and every evaluation
// reports it. Messages never contain sensitive values.
Typed evaluate(const Expr& expr, const Scope& scope, base::Diags& diags);

// The memory that evaluate() took for a value and did not return to the budget.
std::size_t memory_of(const Typed& value);

// The values of an expression's references, without secrets, for its error messages.
std::vector<base::DiagValue> reference_values(const Expr& expr, const Scope& scope);

}  // namespace waveform::hcl
