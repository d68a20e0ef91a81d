// Type constraints: string, number, bool, any, list(T), set(T), map(T), object({a = T}), tuple([T]).
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/diag.h"
#include "base/result.h"
#include "base/value.h"
#include "planner/hcl/ast.h"

namespace waveform::hcl {

struct Type {
  enum class Kind { Any, String, Number, Bool, List, Set, Map, Object, Tuple };
  Kind kind = Kind::Any;
  std::vector<Type> elements;  // one for List, Set and Map; all of a Tuple; those of an Object, beside names
  std::vector<std::string> names;  // of an Object

  std::string text() const;  // "list(string)"
};

Type parse_type(const Expr& expr, base::Diags& diags);

// By Terraform's conversion rules; null and unknown pass.
// ERRORS: Invalid: "a number is required", with the way inside ("element 2: a bool is required"); never the
// value.
base::Result<base::Value> convert(const base::Value& value, const Type& type);

}  // namespace waveform::hcl
