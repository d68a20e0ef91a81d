// Expressions to values. Pure: what names mean comes from the Scope.
#pragma once

#include <cstddef>

#include "base/diag.h"
#include "base/value.h"
#include "planner/hcl/ast.h"

namespace waveform::hcl {

// What the caller knows of a name: the value that the first `steps` steps of a traversal stand for (var.x: 2
// steps). The evaluator goes on from there. steps == 0: an error was added to diags, the value is taken as
// unknown.
struct Resolved {
  base::Value value;
  std::size_t steps = 0;
};

class Scope {
 public:
  virtual ~Scope() = default;
  virtual Resolved resolve(const Traversal& traversal, base::Diags& diags) const = 0;
};

// Unknown operands give unknown results; marks of operands go over to results. After an error the result is
// unknown, so that one fault is reported once. No message holds the text of a sensitive value.
base::Value evaluate(const Expr& expr, const Scope& scope, base::Diags& diags);

}  // namespace waveform::hcl
