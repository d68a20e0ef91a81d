// The evaluator's insides. Private to planner/hcl.
//
// Every function gives unknown after it reported an error, so that one fault is reported once.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "planner/hcl/evaluate.h"

namespace waveform::hcl {

struct Evaluator {
  struct Local {
    std::string_view name;
    base::Value value;
  };

  const Scope& scope;
  base::Diags* diags;
  std::vector<Local> locals;       // names that `for` binds, inner ones last
  std::vector<base::Value> items;  // what SplatItem stands for, the inner one last

  base::Value value_of(const Expr& expr);
  base::Value fault(base::Range range, std::string summary, std::string detail = {}, std::string hint = {});

  // evaluate.cpp
  base::Value eval(const Traversal& node);
  base::Value eval(const ListExpr& node);
  base::Value eval(const ObjectExpr& node);
  base::Value eval(const Call& node, base::Range range);

  // operators.cpp
  base::Value eval(const Unary& node);
  base::Value eval(const Binary& node, base::Range range);
  base::Value eval(const Conditional& node, base::Range range);
  // An operand as a bool; none, with `marks` added to, when it is unknown or was reported.
  std::optional<bool> condition(const Expr& expr, std::string_view what, std::uint8_t& marks);

  // access.cpp
  base::Value index(const base::Value& object, const base::Value& key, base::Range range);
  base::Value attribute(const base::Value& object, std::string_view name, base::Range range);
  base::Value eval(const Splat& node);

  // loops.cpp
  base::Value eval(const ForExpr& node);
  base::Value eval(const TemplateFor& node);
  base::Value eval(const TemplateIf& node);
  base::Value eval(const Template& node);
  base::Value text(const Template& node);  // always text, also when it is one interpolation
  // Calls each(key, element) until it gives false. False: the collection is unknown, or was reported.
  bool each(const Expr& collection_expr, const base::Value& collection,
            const std::function<bool(const base::Value& key, const base::Value& element)>& body);
  // A key of an object; none when it is unknown or was reported.
  std::optional<std::string> key_text(const Expr& expr, std::uint8_t& marks);
};

// "a string", "a number", "null", "a value known only after apply"
std::string a_kind(const base::Value& value);

}  // namespace waveform::hcl
