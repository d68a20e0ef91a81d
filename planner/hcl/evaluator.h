// The evaluator's internals. Private to planner/hcl.
//
// Every function returns unknown after it reported an error, so that each error is reported once.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diag.h"
#include "planner/hcl/ast.h"
#include "planner/hcl/scope.h"

namespace waveform::hcl {

struct Evaluator {
  struct Local {
    std::string_view name;
    Typed value;
  };

  const Scope& scope;
  base::Diags* diags;
  std::vector<Local> locals = {};  // names that `for` binds, inner ones last
  std::vector<Typed> items = {};   // values of SplatItem, the inner one last
  const Expr* at = nullptr;        // what is being evaluated
  Budget& budget;                  // of the run
  std::size_t taken_bytes = 0;     // of its memory, by this evaluation
  int template_depth = 0;          // of templatefile() within templatefile()

  Typed value_of(const Expr& expr);
  // The same with other diags.
  Typed value_of(const Expr& expr, base::Diags& heard);
  Typed fault(base::Range range, std::string summary, std::string detail = {}, std::string hint = {});
  // Takes memory for a loop, template or function. False: over the limit.
  bool take(std::size_t bytes);
  // The same of an element of a list or a map that grows.
  bool take_element();
  // Sets the total: temporary values have been freed.
  void hold(std::size_t bytes);
  // Whether a loop continues, which takes a step: the budget is not used up, and not every element fails.
  bool goes_on();

  // evaluate.cpp
  Typed eval(const Traversal& node);
  Typed eval(const ListExpr& node);
  Typed eval(const ObjectExpr& node);
  Typed resolve(const Traversal& node, base::Diags& heard);

  // calls.cpp
  Typed eval(const Call& node, base::Range range);
  Typed eval_try(const Call& node, base::Range range);
  Typed eval_can(const Call& node, base::Range range);
  bool pass_on_certain(const base::Diags& heard);  // to `diags`; whether there was any
  Typed eval_templatefile(const Call& node, base::Range range);

  // operators.cpp
  Typed eval(const Unary& node);
  Typed eval(const Binary& node, base::Range range);
  Typed logical(const Binary& node);
  Typed eval(const Conditional& node);
  // As a bool; empty, with `marks` extended, when it is unknown or was reported.
  std::optional<bool> truth(const Typed& value, const Expr& expr, std::string_view what, std::uint8_t& marks);

  // access.cpp
  Typed index(const Typed& object, const Typed& key, base::Range range);
  Typed attribute(const Typed& object, std::string_view name, base::Range range);
  Typed eval(const Splat& node);

  // loops.cpp
  Typed eval(const ForExpr& node);
  Typed eval(const TemplateFor& node);
  Typed eval(const TemplateIf& node);
  Typed eval(const Template& node);
  Typed text(const Template& node);  // always text, also when it is one interpolation
  // Whether `for` can iterate it: neither unknown nor reported.
  bool is_walkable(const Expr& expr, const Typed& collection);
  // A key of an object; empty when it is unknown or was reported.
  std::optional<std::string> key_text(const Expr& expr, std::uint8_t& marks);
};

// The values of an expression's references, for its error messages.
std::vector<base::DiagValue> reference_values(Evaluator& evaluator, const Expr& expr);

}  // namespace waveform::hcl
