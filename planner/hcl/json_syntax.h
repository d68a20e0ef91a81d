// HCL's JSON syntax: labels are nested objects, strings are templates, "//" members are comments.
#pragma once

#include <span>
#include <string>

#include "planner/hcl/ast.h"
#include "planner/hcl/json_tree.h"

namespace waveform::hcl {

// Which members of an object are blocks, and how many labels they have. What is not listed is an attribute.
struct BlockShape {
  std::string type;
  int labels = 0;
  std::vector<BlockShape> blocks;             // inside it
  std::vector<std::string> expressions = {};  // attributes whose texts are expressions, without "${"
};

// REQUIRES: root is an object or an array of objects, else an error is added.
Body parse_json_body(const JsonNode& root, std::span<const BlockShape> blocks, base::Diags& diags);

}  // namespace waveform::hcl
