#include "cmd/commands/commands.h"
#include "cmd/planning.h"
#include "planner/render/plan_text.h"
#include "state/store.h"

namespace waveform::cmd::commands {

namespace {

int run_plan(Session& session) {
  auto backend = open_backend(session);
  auto snapshot = state::load(*backend);
  if (!snapshot) return session.fail(snapshot.error());
  auto planning = make_planning(session, *snapshot, Access::Read, session.arguments().on("destroy"));
  if (session.host().interrupted()) {
    session.say("Interrupted.\n");
    return kInterrupted;
  }
  if (planning == nullptr) return kFailed;
  session.print(render::plan_text(planning->plan, session.out_style()));
  bool pending = !planning->plan.is_empty() && session.arguments().on("detailed-exitcode");
  return pending ? kPending : kDone;
}

}  // namespace

Command plan() {
  return {
      "plan",
      "plan [flags]",
      "Show what apply would do. Changes nothing.",
      "Compares the manifest in this folder with the state and with the service.",
      manifest_flags() + state_flags() + planning_flags() +
          std::vector<Flag>{
              {"destroy", FlagKind::Switch, "", "Show what destroy would do."},
              {"detailed-exitcode", FlagKind::Switch, "", "Exit with 2 when there is something to do."}},
      0,
      run_plan,
      {{"What would change?", "waveform plan"},
       {"With other values and another state", "waveform plan -var-file=prod.tfvars -state=prod.state.json"},
       {"In a pipeline: 2 means that there is something to do", "waveform plan -detailed-exitcode"}}};
}

}  // namespace waveform::cmd::commands
