// Text to syntax tree. All errors of a file are gathered; what could be read is returned all the same.
#pragma once

#include "base/diag.h"
#include "planner/hcl/ast.h"

namespace waveform::hcl {

// HCL's native syntax.
Body parse_native(const base::Source& source, base::Diags& diags);

// The same for who evaluates nothing: what is an error only in evaluation passes, as { a.b = 1 } and numbers
// that are too large.
Body parse_unevaluated(const base::Source& source, base::Diags& diags);

// One expression, as a -var of a complex type gives it. Null when it cannot be read.
ExprPtr parse_expression(const base::Source& source, base::Diags& diags);

// A text with ${…} and %{…} in it and no quotes around it, as templatefile() reads one. Null when it cannot
// be read.
ExprPtr parse_template(const base::Source& source, base::Diags& diags);

}  // namespace waveform::hcl
