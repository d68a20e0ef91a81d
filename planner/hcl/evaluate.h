// Expressions to values. Pure: what names mean, and what is in files, comes from the Scope.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/diag.h"
#include "planner/hcl/ast.h"
#include "planner/hcl/budget.h"
#include "planner/hcl/files.h"
#include "planner/hcl/typed.h"

namespace waveform::hcl {

// What the caller knows of a name: the value that the first `steps` steps of a traversal stand for (var.x: 2
// steps). The evaluator goes on from there. steps == 0: an error was added to diags, the value is taken as
// unknown.
struct Resolved {
  Typed value;
  std::size_t steps = 0;
};

class Scope {
 public:
  virtual ~Scope() = default;
  virtual Resolved resolve(const Traversal& traversal, base::Diags& diags) const = 0;
  virtual const Files& files() const { return no_files(); }
  // Of the run; null: each expression has a small one of its own.
  virtual Budget* budget() const { return nullptr; }
};

// Where nothing can be referred to; `where` ("a default") says so in the errors.
class NoNames final : public Scope {
 public:
  explicit NoNames(std::string where) : where_(std::move(where)) {}
  Resolved resolve(const Traversal& traversal, base::Diags& diags) const override;

 private:
  std::string where_;
};

// Unknown operands give unknown results; marks of operands go over to results. After an error the result is
// unknown, so that one fault is reported once; when the budget is used up, every result is unknown and every
// evaluation reports it. No message holds the text of a sensitive value.
Typed evaluate(const Expr& expr, const Scope& scope, base::Diags& diags);

// The memory that evaluate() took for a value, and that is not given back to the budget.
std::size_t memory_of(const Typed& value);

// What the references in an expression stand for, for the message of a fault in it: nothing secret.
std::vector<base::DiagValue> reference_values(const Expr& expr, const Scope& scope);

}  // namespace waveform::hcl
