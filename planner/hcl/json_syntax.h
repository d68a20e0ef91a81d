// HCL's JSON syntax: labels are nested objects, strings are templates, "//" members are comments.
#pragma once

#include <span>
#include <string>

#include "planner/hcl/ast.h"
#include "planner/hcl/json_tree.h"

namespace waveform::hcl {

// The members of an object that are blocks, and their number of labels. Others are attributes.
struct BlockShape {
  std::string type;
  int labels = 0;
  std::vector<BlockShape> blocks;             // inside it
  std::vector<std::string> expressions = {};  // attributes whose strings are expressions, without "${"
};

// REQUIRES: root is an object or an array of objects, else an error is added.
Body parse_json_body(const JsonNode& root, std::span<const BlockShape> blocks, base::Diags& diags);

}  // namespace waveform::hcl
