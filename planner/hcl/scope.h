// The names of an expression, their values, and the files that it reads.
#pragma once

#include <cstddef>
#include <string>

#include "base/diag.h"
#include "planner/hcl/budget.h"
#include "planner/hcl/expr.h"
#include "planner/hcl/files.h"
#include "planner/hcl/typed.h"

namespace waveform::hcl {

class KnownNames {
 public:
  virtual ~KnownNames() = default;
  // Reports a name that does not exist.
  virtual void check(const Traversal& traversal, base::Diags& diags) const = 0;
};

// The value of the first `steps` steps of a traversal (var.x: 2 steps). The evaluator continues from there.
// steps == 0: the name does not exist, or an error was added to diags; the value is unknown.
struct Resolved {
  Typed value;
  std::size_t steps = 0;
};

class Scope : public KnownNames {
 public:
  virtual Resolved resolve(const Traversal& traversal, base::Diags& diags) const = 0;
  virtual const Files& files() const { return no_files(); }
  // Of the run; null: each expression has a separate small one.
  virtual Budget* budget() const { return nullptr; }
};

// A scope without names; `where` ("a default") is for the errors.
class NoNames final : public Scope {
 public:
  explicit NoNames(std::string where) : where_(std::move(where)) {}
  void check(const Traversal& traversal, base::Diags& diags) const override;
  Resolved resolve(const Traversal&, base::Diags&) const override { return {}; }

 private:
  std::string where_;
};

}  // namespace waveform::hcl
