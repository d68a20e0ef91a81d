// The syntax tree of a manifest file, native or JSON: blocks, attributes, expressions, each with its place.
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

namespace waveform::hcl {

struct Expr;
using ExprPtr = std::unique_ptr<Expr>;

struct Literal {
  base::Value value;
};
// "a ${b} c", heredocs; parts that are Literals are text. A template of one interpolation yields that value
// itself.
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
struct GetAttribute {  // object.name, on anything that is no plain name
  ExprPtr object;
  std::string name;
};
struct Index {
  ExprPtr object;
  ExprPtr key;
};
struct Splat {  // list[*].a.b and list.*.a; `each` is applied to every element, in which SplatItem stands for
                // it
  ExprPtr object;
  ExprPtr each;
};
struct SplatItem {};
struct Unary {
  char op;  // '-' or '!'
  ExprPtr operand;
};
enum class BinaryOp {
  Add,
  Subtract,
  Multiply,
  Divide,
  Modulo,
  Equal,
  NotEqual,
  Less,
  LessEqual,
  Greater,
  GreaterEqual,
  And,
  Or
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

struct Attribute {
  std::string name;
  base::Range name_range;
  ExprPtr value;
};

struct Block;

struct Body {
  std::vector<Attribute> attributes;  // in the order of the text, names unique
  std::vector<Block> blocks;
  base::Range range;  // between the braces, or the whole file

  const Attribute* find(std::string_view name) const;
};

struct Block {
  struct Label {
    std::string text;
    base::Range range;
  };
  std::string type;
  base::Range type_range;
  std::vector<Label> labels;
  Body body;
  base::Range header;  // from the type to the last label
};

// Every name that the expression refers to, in the order of the text, without those that `for` binds.
std::vector<const Traversal*> references(const Expr& expr);

// A call in the expression; null when there is none.
const Call* find_call(const Expr& expr);

}  // namespace waveform::hcl
