// The syntax tree of a manifest file, native or JSON: blocks, attributes and expressions with their ranges.
//
// A tree refers to its Source by ranges and must not outlive it. Trees are move-only values.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/source.h"
#include "planner/hcl/expr.h"

namespace waveform::hcl {

struct Attribute {
  std::string name;
  base::Range name_range;
  ExprPtr value;
};

struct Block;

struct Body {
  std::vector<Attribute> attributes;  // in source order, names unique
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

// A step that is a name or a string, "resource" of resource.main; null when it is a number or there is none.
const std::string* name_at(const Traversal& traversal, std::size_t step);

struct Reference {
  const Traversal* traversal;
  const Expr* index = nullptr;  // its direct index: k of TYPE.NAME[k]; null without one
};
// Every name that the expression refers to, in source order, except those that `for` binds.
std::vector<Reference> references(const Expr& expr);

// Keeps the first attribute of each name; `again` receives every other one, and the place of the first.
void drop_repeated(Body& body, const std::function<void(const Attribute&, base::Range first)>& again);

// A call in the expression; null when there is none.
const Call* find_call(const Expr& expr);

}  // namespace waveform::hcl
