#include <fmt/format.h>

#include "base/text.h"
#include "cmd/commands/commands.h"
#include "cmd/workspace.h"
#include "planner/render/validation_json.h"

namespace waveform::cmd::commands {

namespace {

int run_validate(Session& session) {
  base::Diags diags;
  auto workspace = open_workspace(session, session.arguments().all("f"), diags, planner::Missing::Unknown);
  evaluate_all(*workspace, diags);
  if (session.arguments().on("json")) {
    diags.sort();
    session.print(render::validation_json(
        diags, [&](const base::Range& place) { return planner::block_at(*workspace->manifest, place); }));
    return diags.has_errors() ? kFailed : kDone;
  }
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
          manifest_flags() +
              std::vector<Flag>{{"json", FlagKind::Switch, "", "Print JSON, in Terraform's format."}},
          0,
          run_validate,
          {{"Before a commit", "waveform validate"},
           {"One file alone", "waveform validate -f=main.wf.hcl"},
           {"For an editor or a pipeline", "waveform validate -json"}}};
}

}  // namespace waveform::cmd::commands
