// Expressions to values. Pure: what names mean, and what is in files, comes from the Scope.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/diag.h"
#include "planner/hcl/ast.h"
#include "planner/hcl/scope.h"
#include "planner/hcl/typed.h"

namespace waveform::hcl {

// Unknown operands give unknown results; marks of operands go over to results. After an error the result is
// unknown, so that one fault is reported once; when the budget is used up, every result is unknown and every
// evaluation reports it. No message holds the text of a sensitive value.
Typed evaluate(const Expr& expr, const Scope& scope, base::Diags& diags);

// The memory that evaluate() took for a value, and that is not given back to the budget.
std::size_t memory_of(const Typed& value);

// What the references in an expression stand for, for the message of a fault in it: nothing secret.
std::vector<base::DiagValue> reference_values(const Expr& expr, const Scope& scope);

}  // namespace waveform::hcl
