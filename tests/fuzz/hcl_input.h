// One input for the language's parsers and evaluator: nothing may crash, hang or overflow. Shared by the fuzz
// target and by the test that replays its seeds.
#pragma once

#include <string>
#include <vector>

#include "planner/hcl/json_syntax.h"
#include "planner/hcl/json_tree.h"
#include "planner/hcl/type_syntax.h"
#include "tests/planner/hcl/support.h"

namespace waveform::test {

inline void evaluate_all(const hcl::Body& body, const hcl::Scope& scope, base::Diags& diags) {
  for (const hcl::Attribute& attribute : body.attributes) {
    hcl::references(*attribute.value);
    hcl::evaluate(*attribute.value, scope, diags);
  }
  for (const hcl::Block& block : body.blocks) evaluate_all(block.body, scope, diags);
}

inline void run_hcl_input(const std::string& text) {
  const base::Source source{"input", text};
  base::Diags diags;
  evaluate_all(hcl::parse_native(source, diags), EmptyScope(), diags);
  if (const hcl::ExprPtr expr = hcl::parse_expression(source, diags)) {
    hcl::parse_type(*expr, diags);
    hcl::evaluate(*expr, EmptyScope(), diags);
  }
  if (const auto tree = hcl::parse_json_tree(source, diags, hcl::Keys::Any)) {
    const std::vector<hcl::BlockShape> shapes = {{"resource", 2, {{"lifecycle", 0, {}}}}, {"locals", 0, {}}};
    evaluate_all(hcl::parse_json_body(*tree, shapes, diags), EmptyScope(), diags);
    tree->value();
  }
  for (const base::Diag& diag : diags.list()) base::render(diag, {80, false});
}

}  // namespace waveform::test
