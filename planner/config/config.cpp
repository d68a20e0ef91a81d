#include "planner/config/config.h"

namespace waveform::planner {

std::vector<const hcl::Expr*> expressions_of(const std::vector<Condition>& conditions) {
  std::vector<const hcl::Expr*> all;
  for (const auto& condition : conditions)
    all.insert(all.end(), {condition.condition, condition.error_message});
  return all;
}

std::vector<const hcl::Expr*> expressions_of(const ResourceBlock& block) {
  std::vector<const hcl::Expr*> all;
  for (const auto& attribute : block.body->attributes) {
    if (attribute.name != "depends_on") all.push_back(attribute.value.get());
  }
  for (const auto* conditions : {&block.preconditions, &block.postconditions}) {
    auto more = expressions_of(*conditions);
    all.insert(all.end(), more.begin(), more.end());
  }
  return all;
}

}  // namespace waveform::planner
