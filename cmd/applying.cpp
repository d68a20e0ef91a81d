#include "cmd/applying.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/text.h"
#include "cmd/apply_summary.h"
#include "cmd/command.h"
#include "cmd/live_progress.h"
#include "cmd/state_access.h"
#include "planner/render/plan_text.h"
#include "planner/report/saved_plan_check.h"
#include "state/store.h"

namespace waveform::cmd {

namespace {

// True: approved.
base::Result<bool> ask(Session& session, const planner::Plan& plan) {
  bool writes = std::any_of(plan.changes.begin(), plan.changes.end(),
                            [](const planner::Change& change) { return change.writes(); });
  // An import only changes the state and needs no approval.
  if (plan.options.mode == planner::Mode::ImportOnly && !writes) return true;
  if (session.arguments().on("auto-approve")) return true;
  if (!session.can_ask()) {
    bool can_be_saved = plan.options.mode == planner::Mode::Normal;
    return base::fail(
        base::ErrorKind::Invalid, "cannot ask for approval: stdin is not a terminal",
        std::string("Use -auto-approve") +
            (can_be_saved
                 ? ", or save the plan with `waveform plan -out=FILE` and apply it: `waveform apply FILE`"
                 : ""));
  }
  constexpr const char* kQuestion[] = {"Apply these changes", "Destroy all of these",
                                       "Write this to the state", "Apply these changes"};
  const auto for_good = std::count_if(plan.changes.begin(), plan.changes.end(),
                                      [](const planner::Change& change) { return change.skip_trash; });
  return session.approves(fmt::format(
      "\n{}{}? Only \"yes\" will be accepted to approve: ", kQuestion[static_cast<int>(plan.options.mode)],
      for_good == 0 ? "" : fmt::format(", {} FOR GOOD", base::count(for_good, "delete"))));
}

// Events, lines with a live block below them on a terminal, or lines only.
LiveProgress::Output progress_output(Session& session) {
  Process& process = session.process();
  if (session.speaks_events()) return {process.out, render::progress_events(), session.out_style()};
  if (session.can_draw())
    return {process.err, render::progress_above_block(), session.err_style(), process.err_size};
  return {process.err, render::progress_lines(), session.err_style()};
}

base::Result<planner::ApplyResult> apply_plan(Session& session, Planned& planned, state::Writer& writer,
                                              base::Diags& diags) {
  session.must_finish();
  LiveProgress progress(progress_output(session), planned.plan(), session.process(), session.watch());
  return planner::apply(
      *planned.planning, writer, progress,
      {.connect = {}, .clock = session.process().clock, .interrupted = session.process().interrupted}, diags);
}

int apply_and_report(Session& session, Planned& planned, state::Writer& writer, bool is_saved) {
  base::Diags diags;
  auto result = apply_plan(session, planned, writer, diags);
  session.show(diags, block_at(*planned.project.configuration));
  if (!result) {
    session.fail(result.error(), "the state could not be written");
    session.say("Nothing was changed.\n");
    return kFailed;
  }
  if (result->not_saved) {
    session.fail(*result->not_saved, "the state could not be written");
    session.say(
        "Completed changes are in the service and, as far as possible, in the journal of the state. "
        "`waveform apply` recovers the rest by itself.\n");
  }
  int code = sum_up(session, planned, *result, is_saved);
  return code == kDone && (diags.has_errors() || result->not_saved) ? kFailed : code;
}

// The options of a saved plan are in the plan.
base::Result<planner::SavedPlan> read_plan(Session& session, const std::string& file) {
  for (const auto& flag : planning_flags() + mode_flags() + std::vector<Flag>{{"f"}}) {
    bool other = flag.name == "settle-timeout" || flag.name == "parallelism" || flag.name.starts_with("max-");
    if (other || !session.arguments().has(flag.name)) continue;
    if (flag.name == "refresh" && session.arguments().on("refresh")) continue;  // it always does
    return base::fail(base::ErrorKind::Invalid, fmt::format("-{} has no effect on a saved plan", flag.name),
                      flag.name == "refresh"
                          ? "Omit it: apply always refreshes what a saved plan changes."
                          : "Give it to `waveform plan -out=FILE`; the plan remembers it.");
  }
  auto text = base::read_file(file);
  if (!text) return base::fail(text.error());
  auto saved = planner::decode_plan(*text);
  if (!saved) return base::fail(saved.error(), base::quote(file));
  return saved;
}

}  // namespace

int plan_and_apply(Session& session, PlanArguments arguments) {
  auto backend = open_backend(session);
  auto writer = open_writer(session, *backend);
  if (!writer) return session.fail(writer.error());
  hold_lock(arguments.request, *writer);
  auto planned = make_planned(session, writer->snapshot(), arguments);
  if (session.process().interrupted()) {
    session.say("Interrupted. Nothing was changed.\n");
    return kInterrupted;
  }
  if (planned == nullptr) return kFailed;
  const auto within =
      planned->plan().is_empty() ? base::Result<void>() : check_limits(session, planned->plan());
  show_plan(session, planned->shown_plan());
  if (!within) return session.fail(within.error());
  if (!planned->plan().is_empty()) {
    auto yes = ask(session, planned->plan());
    if (!yes) return session.fail(yes.error());
    if (!*yes) {
      session.print("Not applied: not approved.\n");
      return session.process().interrupted() ? kInterrupted : kFailed;
    }
    if (!session.speaks_events()) session.print("\n");
  }
  // Also without changes: the refresh is written to the state.
  return apply_and_report(session, *planned, *writer, false);
}

int apply_saved(Session& session) {
  const std::string& name = session.arguments().positional().front();
  auto saved = read_plan(session, name);
  if (!saved) return session.fail(saved.error());
  const auto& origin = saved->report.origin;
  auto backend = open_backend(session);
  auto writer = open_writer(session, *backend);
  if (!writer) return session.fail(writer.error());
  if (auto applied = planner::applied_epoch_millis(*saved, writer->snapshot()); applied != 0) {
    session.print(fmt::format("{} was already applied at {}. Nothing is left to do.\n", base::printable(name),
                              base::utc_text(applied)));
    return kDone;
  }
  if (auto same = planner::check_state(*saved, writer->snapshot()); !same) return session.fail(same.error());
  if (auto within = check_limits(session, saved->report.plan); !within) {
    show_plan(session, saved->report.plan);
    return session.fail(within.error());
  }
  auto arguments = plan_arguments(session.arguments());
  if (!arguments) return session.fail(arguments.error());
  arguments->request.options = saved->report.plan.options;
  arguments->files = origin.named_files;
  arguments->file_roots = origin.file_roots;
  arguments->variables = saved->report.variables;
  hold_lock(arguments->request, *writer);
  auto planned = make_planned(session, writer->snapshot(), *arguments);
  if (session.process().interrupted()) {
    session.say("Interrupted. Nothing was changed.\n");
    return kInterrupted;
  }
  if (planned == nullptr) return kFailed;
  if (planned->service.address != origin.service_address) {
    return session.fail({base::ErrorKind::Conflict,
                         fmt::format("the plan was made for {}, not for {}",
                                     base::printable(origin.service_address), planned->service.address),
                         "Set WAVEFRONT_ADDRESS to the first, or plan again."});
  }
  auto fresh = make_report(session, *planned);
  if (auto same = planner::check_files(origin, fresh.origin); !same) return session.fail(same.error());
  const auto& catalog = planned->project.configuration->catalog;
  if (auto same = planner::check_wanted(*saved, fresh, writer->snapshot(), catalog); !same)
    return session.fail(same.error());
  planned->plan() = planner::remaining_plan(*saved, planned->plan(), *planned->planning->input);
  writer->set_plan(saved->digest);
  if (session.speaks_events()) {
    show_plan(session, planned->shown_plan());
  } else {
    const auto shown = planned->shown_plan();
    session.print(fmt::format("{}:\n{}{}\n", base::printable(name),
                              render::losses_text(shown, session.out_style(), shown.changes.size()),
                              render::verdict_text(shown, session.out_style())));
  }
  return apply_and_report(session, *planned, *writer, true);
}

}  // namespace waveform::cmd
