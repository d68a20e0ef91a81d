// Parses source to a syntax tree. Collects all errors of a file and still returns the valid parts.
#pragma once

#include "base/diag.h"
#include "planner/hcl/ast.h"

namespace waveform::hcl {

// HCL's native syntax.
Body parse_native(const base::Source& source, base::Diags& diags);

// The same without evaluation: allows errors that only evaluation finds, such as { a.b = 1 } and too large
// numbers.
Body parse_unevaluated(const base::Source& source, base::Diags& diags);

// One expression, such as a -var of a complex type. Null after an error.
ExprPtr parse_expression(const base::Source& source, base::Diags& diags);

// A template without quotes, as for templatefile(). Null after an error.
ExprPtr parse_template(const base::Source& source, base::Diags& diags);

}  // namespace waveform::hcl
