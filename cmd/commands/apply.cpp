#include "cmd/applying.h"
#include "cmd/commands/commands.h"
#include "cmd/planning.h"

namespace waveform::cmd::commands {

namespace {

std::vector<Flag> flags() {
  return manifest_flags() + state_flags() + planning_flags() +
         std::vector<Flag>{{"auto-approve", FlagKind::Switch, "", "Do not ask."}};
}

}  // namespace

Command apply() {
  return {
      "apply",
      "apply [flags]",
      "Make the service as the manifest says.",
      "Plans, shows the plan, asks, and carries it out. A run that is cut off is taken up by the next one.",
      flags(),
      0,
      [](Session& session) { return plan_and_apply(session, false); },
      {{"Show the plan, ask, carry it out", "waveform apply"},
       {"In a pipeline, with a value for a variable",
        "waveform apply -auto-approve -var=external_id=wave341a3452"}}};
}

Command destroy() {
  return {"destroy",
          "destroy [flags]",
          "Delete everything that this state manages.",
          "Deleted integrations go into the recycle bin, from which apply takes them back, unless "
          "-skip-trash is given.",
          flags(),
          0,
          [](Session& session) { return plan_and_apply(session, true); },
          {{"See first what it would do", "waveform plan -destroy"},
           {"Delete for good, without the recycle bin", "waveform destroy -skip-trash"}}};
}

}  // namespace waveform::cmd::commands
