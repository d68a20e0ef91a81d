#include <fmt/format.h>

#include "base/file.h"
#include "base/text.h"
#include "cmd/commands/commands.h"
#include "cmd/plan_format.h"
#include "cmd/planning.h"
#include "planner/plan_file.h"
#include "state/store.h"

namespace waveform::cmd::commands {

namespace {

base::Result<void> save(Session& session, const planner::PlanFile& file) {
  std::string out = session.arguments().text("out");
  auto saved = base::replace_file(out, file.text);
  if (!saved) return base::fail(saved.error(), "the plan could not be saved");
  session.say(fmt::format("Saved as {0}. Carry it out with `waveform apply {0}`\n", base::printable(out)));
  return {};
}

// Prints the plan and, with -out, saves it.
base::Result<void> show(Session& session, const Planning& planning, PlanFormat format) {
  if (format == PlanFormat::Text) session.print(plan_text(session, planning.plan));
  bool is_saved = session.arguments().has("out");
  if (format == PlanFormat::Text && !is_saved) return check_limits(session, planning.plan);
  auto report = make_report(session, planning);
  auto file = planner::encode_plan(report);
  if (format != PlanFormat::Text) {
    auto text = format_plan(session, report, file.digest, format);
    if (!text) return base::fail(text.error());
    session.print(*text);
  }
  auto within = check_limits(session, planning.plan);
  return within && is_saved ? save(session, file) : within;
}

int run_plan(Session& session) {
  auto request = plan_request(session.arguments());
  if (!request) return session.fail(request.error());
  auto format = plan_format(session.arguments());
  if (!format) return session.fail(format.error());
  auto backend = open_backend(session);
  auto snapshot = state::load(*backend);
  if (!snapshot) return session.fail(snapshot.error());
  if (session.arguments().has("out") && snapshot->replayed) {
    return session.fail({base::ErrorKind::Conflict,
                         "an earlier run was cut off, and its journal is left over",
                         "What that run did has to be written into the state before a plan can be saved: "
                         "`waveform apply -refresh-only`"});
  }
  auto planning = make_planning(session, *snapshot, Access::Read, *request);
  if (session.host().interrupted()) {
    session.say("Interrupted.\n");
    return kInterrupted;
  }
  if (planning == nullptr) return kFailed;
  if (auto shown = show(session, *planning, *format); !shown) return session.fail(shown.error());
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
      manifest_flags() + state_flags() + planning_flags() + mode_flags() + format_flags() +
          std::vector<Flag>{
              {"out", FlagKind::Text, "FILE", "Save the plan, for `apply FILE` and `show FILE`."},
              {"detailed-exitcode", FlagKind::Switch, "", "Exit with 2 when there is something to do."}},
      0,
      run_plan,
      {{"What would change?", "waveform plan"},
       {"For a review, and to be carried out as it is", "waveform plan -out=plan.wfplan"},
       {"With other values and another state", "waveform plan -var-file=prod.tfvars -state=prod.state.json"},
       {"In a pipeline: 2 means that there is something to do", "waveform plan -detailed-exitcode"},
       {"What was changed in the product itself?", "waveform plan -refresh-only"}}};
}

}  // namespace waveform::cmd::commands
