// Repeatable blocks that are attributes of the resource type: metric_filter { … }.
#include <algorithm>

#include <fmt/format.h>

#include "planner/config/reading.h"

namespace waveform::planner {

using base::Diags;

namespace {

hcl::ExprPtr text(base::Range range, const std::string& name) {
  return std::make_unique<hcl::Expr>(hcl::Expr{range, hcl::Literal{base::Value(name)}});
}

hcl::ExprPtr object_of(hcl::Block& block, const provider::Attribute& attribute, Diags& diags) {
  has_labels(block, 0, (attribute.name + " { … }").c_str(), diags);
  read_blocks(attribute.name, block.body, {}, diags);
  std::vector<std::string> known;
  for (const auto& member : attribute.members) known.push_back(member.name);
  hcl::ObjectExpr object;
  int height = 1;
  for (auto& given : block.body.attributes) {
    if (std::find(known.begin(), known.end(), given.name) == known.end()) {
      unknown_argument(attribute.name, given, known, diags);
      continue;
    }
    height = std::max(height, given.value->height + 1);
    object.items.push_back({text(given.name_range, given.name), std::move(given.value)});
  }
  return std::make_unique<hcl::Expr>(hcl::Expr{block.header, std::move(object), height});
}

void fold(hcl::Body& resource, const provider::Attribute& attribute, Diags& diags) {
  auto& blocks = resource.blocks;
  auto first = std::stable_partition(blocks.begin(), blocks.end(),
                                     [&](const hcl::Block& block) { return block.type != attribute.name; });
  if (first == blocks.end()) return;
  if (const auto* given = resource.find(attribute.name)) {
    diags.error(first->header, fmt::format("{} is both an attribute and a block", attribute.name),
                fmt::format("The attribute is at {}.", base::where(given->name_range)),
                "Use only one of the two forms.");
  } else {
    hcl::ListExpr list;
    int height = 1;
    for (auto block = first; block != blocks.end(); ++block) {
      list.items.push_back(object_of(*block, attribute, diags));
      height = std::max(height, list.items.back()->height + 1);
    }
    resource.attributes.push_back(
        {attribute.name, first->type_range,
         std::make_unique<hcl::Expr>(hcl::Expr{first->header, std::move(list), height})});
  }
  blocks.erase(first, blocks.end());
}

}  // namespace

void fold_blocks(hcl::Body& resource, const provider::ResourceType& type, Diags& diags) {
  for (const auto& attribute : type.attributes) {
    if (attribute.type == provider::Type::ObjectList) fold(resource, attribute, diags);
  }
}

}  // namespace waveform::planner
