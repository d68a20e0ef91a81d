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

// Only plans are overwritten.
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
    return base::fail(ErrorKind::Conflict, base::quote(out) + " exists and is not a plan",
                      "Only an older plan is overwritten: use another file, -out=plan.wfplan. To print a "
                      "plan, use -json or -format=markdown");
  }
  const std::string state = session.arguments().text("state", kUsualState);
  const auto target = std::filesystem::weakly_canonical(out, ignored);
  for (const char* suffix : {"", ".journal", ".backup", ".lock"}) {
    if (target == std::filesystem::weakly_canonical(state + suffix, ignored))
      return base::fail(ErrorKind::Invalid, base::quote(out) + " is the state or one of its files",
                        "Save the plan under another name: -out=plan.wfplan");
  }
  if (!session.arguments().on("refresh", true))
    return base::fail(ErrorKind::Invalid, "a plan made with -refresh=false cannot be saved",
                      "Omit -refresh=false: a saved plan records the state of the service that it requires.");
  return {};
}

base::Result<void> save(Session& session, const planner::PlanFile& file) {
  std::string out = session.arguments().text("out");
  auto saved = base::replace_file(out, file.text);
  if (!saved) return base::fail(saved.error(), "the plan could not be saved");
  session.say(fmt::format("Saved as {0}. Apply it with `waveform apply {0}`\n", base::printable(out)));
  return {};
}

// How to apply a plan that was not saved.
std::string next_step(Session& session, const planner::Plan& plan) {
  if (plan.is_empty() || !plan.undecided.empty()) return "";
  constexpr const char* kApply[] = {"waveform apply", "waveform destroy", "waveform apply -refresh-only", ""};
  const std::string text = fmt::format(
      "`{}` with the same variables and targets plans again and applies. To apply exactly this plan, repeat "
      "this "
      "command with `-out=plan.wfplan`.",
      kApply[static_cast<int>(plan.options.mode)]);
  return base::wrap(text, session.out_style().width) + "\n";
}

// Prints the plan and, with -out, saves it.
base::Result<void> show(Session& session, Planned& planned, PlanFormat format) {
  auto within = check_limits(session, planned.plan());
  bool is_saved = session.arguments().has("out");
  if (format == PlanFormat::Text) {
    session.print(plan_text(session, planned.shown_plan()));
    if (within && !is_saved) session.print(next_step(session, planned.plan()));
  }
  if (format == PlanFormat::Text && !is_saved) return within;
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
                      waits ? "Plan again in half a minute, or let `waveform apply` resolve it."
                            : "Resolve that first as the warning says.");
  }
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
    return session.fail(
        {base::ErrorKind::Conflict, "an earlier run was interrupted and left its journal",
         "Write its changes to the state before saving a plan: `waveform apply -refresh-only`"});
  }
  auto planned = make_planned(session, *snapshot, *arguments);
  if (session.process().interrupted()) {
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
      "Show the changes that apply would make.",
      "Compares the manifest in this directory with the state and the service. Changes nothing. -json prints "
      "the plan as one document, as Terraform's `show -json` does; Terraform's `plan -json` is a stream of "
      "events, as `waveform apply -json` prints.",
      manifest_flags() + state_flags() + lock_flags() + planning_flags() + mode_flags() + format_flags() +
          std::vector<Flag>{
              {"out", FlagKind::Text, "FILE", "Save the plan, for `apply FILE` and `show FILE`."},
              {"input", FlagKind::Switch, "",
               "Prompt for missing values of variables (default); -input=false never prompts."},
              {"detailed-exitcode", FlagKind::Switch, "", "Exit with 2 when there are changes."}},
      0,
      run_plan,
      {{"Show what would change", "waveform plan"},
       {"Save the plan, to review it and apply exactly that", "waveform plan -out=plan.wfplan"},
       {"Use other values and another state", "waveform plan -var-file=prod.tfvars -state=prod.state.json"},
       {"In a pipeline: 2 means that there are changes", "waveform plan -detailed-exitcode"},
       {"Show changes made outside of waveform", "waveform plan -refresh-only"}}};
}

}  // namespace waveform::cmd::commands
