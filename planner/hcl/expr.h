// The syntax tree of an expression.
//
// A tree refers to its Source by ranges and must not outlive it. Trees are move-only values.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/diag.h"
#include "base/source.h"
#include "base/value.h"
#include "planner/hcl/binary_op.h"

namespace waveform::hcl {

struct Expr;
using ExprPtr = std::unique_ptr<Expr>;

struct Literal {
  base::Value value;
};
// "a ${b} c", heredocs; parts that are Literals are text. A template with only one interpolation returns that
// value.
struct Template {
  std::vector<ExprPtr> parts;
};
struct TemplateIf {  // %{ if c } ... %{ else } ... %{ endif }
  ExprPtr condition;
  Template then;
  Template otherwise;
};
struct TemplateFor {  // %{ for k, v in c } ... %{ endfor }
  std::string key;    // "" when there is one name only
  std::string value;
  ExprPtr collection;
  Template body;
};
// A name, or a name followed by attributes and literal indexes: var.regions, aws.main["a"].id. steps[0] is
// the root.
struct Traversal {
  struct Step {
    std::variant<std::string, std::int64_t> key;  // the name or string index; or the integer index
    bool index = false;                           // written as [..]
    base::Range range;
  };
  std::vector<Step> steps;
};
struct GetAttribute {  // object.name, on anything except a plain name
  ExprPtr object;
  std::string name;
};
struct Index {
  ExprPtr object;
  ExprPtr key;
};
// list[*].a.b and list.*.a; `each` is applied to every element, in which SplatItem stands for it.
struct Splat {
  ExprPtr object;
  ExprPtr each;
};
struct SplatItem {};
struct Unary {
  char op;  // '-' or '!'
  ExprPtr operand;
};
struct Binary {
  BinaryOp op;
  ExprPtr left;
  ExprPtr right;
};
struct Conditional {
  ExprPtr condition;
  ExprPtr then;
  ExprPtr otherwise;
};
struct ListExpr {
  std::vector<ExprPtr> items;
};
struct ObjectExpr {
  struct Item {
    ExprPtr key;  // a bare name is a Literal string
    ExprPtr value;
  };
  std::vector<Item> items;
};
struct ForExpr {
  std::string key;  // "" when there is one name only
  std::string value;
  ExprPtr collection;
  ExprPtr result_key;  // null for [for ...]
  ExprPtr result;
  ExprPtr condition;  // may be null
  bool grouping = false;
};
struct Call {
  std::string function;
  base::Range name_range;
  std::vector<ExprPtr> arguments;
  bool expand_last = false;
};

struct Expr {
  base::Range range;
  std::variant<Literal, Template, TemplateIf, TemplateFor, Traversal, GetAttribute, Index, Splat, SplatItem,
               Unary, Binary, Conditional, ListExpr, ObjectExpr, ForExpr, Call>
      node;
  int height = 1;  // of the tree from here; the parsers bound it, so that recursion over a tree is safe
};

}  // namespace waveform::hcl
