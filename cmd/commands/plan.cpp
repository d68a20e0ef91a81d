#include <filesystem>

#include <fmt/format.h>

#include "base/file.h"
#include "base/text.h"
#include "cmd/commands/commands.h"
#include "cmd/plan_format.h"
#include "cmd/planning.h"
#include "cmd/state_access.h"
#include "planner/config/manifest.h"
#include "planner/report/plan_file.h"
#include "state/store.h"

namespace waveform::cmd::commands {

namespace {

// What must not be replaced by a plan: anything but a plan.
base::Result<void> check_out(const Session& session) {
  if (!session.arguments().has("out")) return {};
  using base::ErrorKind;
  std::string out = session.arguments().text("out");
  std::error_code ignored;
  auto status = std::filesystem::symlink_status(out, ignored);
  bool exists = std::filesystem::exists(status);
  if (planner::is_manifest_name(std::filesystem::path(out).filename().string()))
    return base::fail(ErrorKind::Invalid, base::quote(out) + " would be read as a manifest",
                      "Save the plan under another name: -out=plan.wfplan");
  auto there =
      exists && std::filesystem::is_regular_file(status) ? base::read_file(out) : base::Result<std::string>();
  if (exists && (!std::filesystem::is_regular_file(status) || !there || !planner::is_plan_file(*there))) {
    return base::fail(
        ErrorKind::Conflict, base::quote(out) + " is there, and is no plan",
        "Nothing but an older plan is replaced: name another file, -out=plan.wfplan. To print a "
        "plan: -json, or -format=markdown");
  }
  const std::string state = session.arguments().text("state", kUsualState);
  const auto target = std::filesystem::weakly_canonical(out, ignored);
  for (const char* suffix : {"", ".journal", ".backup", ".lock"}) {
    if (target == std::filesystem::weakly_canonical(state + suffix, ignored))
      return base::fail(ErrorKind::Invalid, base::quote(out) + " is the state's, or is kept beside it",
                        "Save the plan under another name: -out=plan.wfplan");
  }
  if (!session.arguments().on("refresh", true))
    return base::fail(ErrorKind::Invalid, "a plan without a look at the service cannot be saved",
                      "Without -refresh=false it knows what it must find unchanged when it is applied.");
  return {};
}

base::Result<void> save(Session& session, const planner::PlanFile& file) {
  std::string out = session.arguments().text("out");
  auto saved = base::replace_file(out, file.text);
  if (!saved) return base::fail(saved.error(), "the plan could not be saved");
  session.say(fmt::format("Saved as {0}. Carry it out with `waveform apply {0}`\n", base::printable(out)));
  return {};
}

// Prints the plan and, with -out, saves it.
base::Result<void> show(Session& session, const Planned& planned, PlanFormat format) {
  if (format == PlanFormat::Text) session.print(plan_text(session, planned.shown_plan()));
  bool is_saved = session.arguments().has("out");
  if (format == PlanFormat::Text && !is_saved) return check_limits(session, planned.plan());
  auto report = make_report(session, planned);
  bool needs_file = is_saved || format == PlanFormat::Markdown;
  auto file = needs_file ? planner::encode_plan(report) : planner::PlanFile();
  if (format != PlanFormat::Text) {
    auto text = format_plan(session, report, file.digest, format);
    if (!text) return base::fail(text.error());
    session.print(*text);
  }
  const auto& pending = planned.planning->pending;
  const bool waits = pending.creates + pending.calls > 0;
  if (is_saved && (waits || !planned.plan().undecided.empty())) {
    return base::fail(base::ErrorKind::Conflict, "a plan cannot be saved while something is in doubt",
                      waits ? "Plan again in half a minute, or have `waveform apply` settle it."
                            : "Decide that first: the warning says how.");
  }
  auto within = check_limits(session, planned.plan());
  return within && is_saved ? save(session, file) : within;
}

int run_plan(Session& session) {
  auto arguments = plan_arguments(session.arguments());
  if (!arguments) return session.fail(arguments.error());
  auto format = plan_format(session.arguments());
  if (!format) return session.fail(format.error());
  if (auto free = check_out(session); !free) return session.fail(free.error());
  auto backend = open_backend(session);
  auto snapshot = state::load(*backend);
  if (!snapshot) return session.fail(snapshot.error());
  if (session.arguments().has("out") && snapshot->has_journal) {
    return session.fail({base::ErrorKind::Conflict,
                         "an earlier run was cut off, and its journal is left over",
                         "What that run did has to be written into the state before a plan can be saved: "
                         "`waveform apply -refresh-only`"});
  }
  auto planned = make_planned(session, *snapshot, *arguments);
  if (session.host().interrupted()) {
    session.say("Interrupted.\n");
    return kInterrupted;
  }
  if (planned == nullptr) return kFailed;
  if (auto shown = show(session, *planned, *format); !shown) return session.fail(shown.error());
  if (!planned->plan().undecided.empty()) return kFailed;
  bool pending = !planned->plan().is_empty() && session.arguments().on("detailed-exitcode");
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
              {"input", FlagKind::Switch, "",
               "Ask for values of variables that are missing (default); -input=false never asks."},
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
