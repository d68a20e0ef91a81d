#include <fmt/format.h>

#include "base/text.h"
#include "cmd/commands/commands.h"
#include "cmd/workspace.h"
#include "planner/desired.h"
#include "planner/hcl/evaluate.h"
#include "planner/planner.h"

namespace waveform::cmd::commands {

namespace {

// Evaluates every block with what is known without the state and the service.
void evaluate_all(Workspace& workspace, base::Diags& diags) {
  const auto& config = workspace.manifest->config;
  for (const auto& address : workspace.graph.order) {
    const auto& block = config.resources.at(address);
    auto desired = planner::evaluate_resource(block, *workspace.scope, diags);
    workspace.scope->set_resource(address, planner::visible_value(*block.type, desired, {}, false));
  }
  for (const auto& [name, local] : config.locals) hcl::evaluate(*local, *workspace.scope, diags);
  planner::evaluate_outputs(config, *workspace.scope, diags);
}

int run_validate(Session& session) {
  base::Diags diags;
  auto workspace = open_workspace(session, diags, planner::Missing::Unknown);
  if (!diags.has_errors()) evaluate_all(*workspace, diags);
  session.show(diags);
  if (diags.has_errors()) return kFailed;
  auto resources = static_cast<std::int64_t>(workspace->manifest->config.resources.size());
  session.print(fmt::format("The manifest is valid: {}.\n", base::count(resources, "resource")));
  return kDone;
}

}  // namespace

Command validate() {
  return {"validate",
          "validate [flags]",
          "Check the manifest alone.",
          "Needs no state, no service and no values for variables.",
          manifest_flags(),
          0,
          run_validate};
}

}  // namespace waveform::cmd::commands
