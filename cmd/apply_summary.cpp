#include "cmd/apply_summary.h"

#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "cmd/plan_format.h"
#include "planner/render/progress_text.h"
#include "planner/render/ui_events.h"

namespace waveform::cmd {

using planner::ApplyResult;
using planner::Mode;

namespace {

constexpr std::size_t kMostNotTried = 20;  // listed by address

std::string done_text(const ApplyResult& result) {
  std::string out;
  for (const auto& [action, n] : result.done) {
    const auto for_good = action == planner::Action::Delete ? result.deleted_for_good : 0;
    if (n > for_good)
      out += fmt::format("{}{} {}", out.empty() ? "" : ", ", n - for_good, render::past(action));
    if (for_good > 0) out += fmt::format("{}{} deleted FOR GOOD", out.empty() ? "" : ", ", for_good);
  }
  return out.empty() ? "the state is up to date" : out;
}

// What to do after an incomplete run.
std::string advice(const Planned& planned, const ApplyResult& result, bool is_saved) {
  const Mode mode = planned.plan().options.mode;
  const char* again = is_saved                   ? "run the same command again"
                      : mode == Mode::Destroy    ? "run `waveform destroy` again"
                      : mode == Mode::ImportOnly ? "run `waveform import` again"
                                                 : "run `waveform apply` again";
  if (result.interrupted) return fmt::format("The state is written. To continue, {}.", again);
  const bool is_stale = std::any_of(result.failed.begin(), result.failed.end(), [](const auto& failure) {
    return failure.error.kind == base::ErrorKind::Conflict;
  });
  const char* done = result.done.empty() ? "" : " Completed changes are in the state.";
  // A saved plan never changes.
  if (is_saved && is_stale) return fmt::format("Plan again for what is left.{}", done);
  const char* first = planned.plan().undecided.empty() ? "Fix the failures" : "Resolve what is in doubt";
  return fmt::format("{} and {}.{}", first, again, done);
}

void say_not_tried(Session& session, const ApplyResult& result) {
  std::string text;
  for (std::size_t i = 0; i < std::min(result.skipped.size(), kMostNotTried); ++i) {
    const auto& [address, reason] = result.skipped[i];
    text += fmt::format("Not tried: {} ({})\n", base::printable(address.text()), reason);
  }
  if (result.skipped.size() > kMostNotTried)
    text += fmt::format("Not tried: {} more\n", result.skipped.size() - kMostNotTried);
  session.say(text);
}

// Last on the screen. Each was also reported when it happened.
void say_failed(Session& session, const ApplyResult& result) {
  for (const auto& [address, error] : result.failed) {
    session.say(
        fmt::format("Failed: {}: {}\n", base::printable(address.text()), base::printable(error.message)));
  }
}

int exit_code(const ApplyResult& result) {
  if (result.complete()) return kDone;
  return result.interrupted ? kInterrupted : kFailed;
}

// Of the completed changes.
render::ChangeCounts counts_of(const planner::Plan& plan, const ApplyResult& result) {
  std::set<base::Address> undone;
  for (const auto& failure : result.failed) undone.insert(failure.address);
  for (const auto& skipped : result.skipped) undone.insert(skipped.address);
  render::ChangeCounts counts;
  for (const auto& change : plan.changes) {
    if (!undone.contains(change.address)) counts.count(change);
  }
  return counts;
}

// The current ones: those of the state, and the names of sensitive ones, which the state does not have.
base::Value::Map outputs_of(const Planned& planned, const ApplyResult& result) {
  auto outputs = planned.planning->input->snapshot.outputs;
  if (planned.plan().options.mode != Mode::Normal) return outputs;
  for (const auto& [name, value] : result.outputs) {
    if (value.is_sensitive() && value.is_wholly_known()) outputs.insert_or_assign(name, value);
  }
  return outputs;
}

void tell_summary(Session& session, const Planned& planned, const ApplyResult& result, bool is_saved) {
  const Mode mode = planned.plan().options.mode;
  for (const auto& [address, reason] : result.skipped)
    session.tell(render::diagnostic_event(address, base::Severity::Warning,
                                          {base::ErrorKind::Refused, "Not tried: " + reason, ""}));
  if (result.interrupted)
    session.fail({base::ErrorKind::Interrupted, "interrupted", advice(planned, result, is_saved)});
  session.tell(render::summary_event(counts_of(planned.plan(), result),
                                     mode == Mode::Destroy ? "destroy" : "apply", result.complete()));
  session.tell(render::outputs_event(outputs_of(planned, result)));
  if (!result.complete() && !result.interrupted) session.say(advice(planned, result, is_saved));
}

}  // namespace

void show_plan(Session& session, const planner::Plan& plan) {
  if (!session.speaks_events()) return session.print(plan_text(session, plan));
  render::ChangeCounts counts;
  const auto tell = [&](bool destroys) {
    for (const auto& change : plan.changes) {
      if (change.destroys() != destroys) continue;
      session.tell(render::planned_change_event(change, plan.options.mode));
      counts.count(change);
    }
  };
  tell(true);
  for (const auto& drift : plan.drift) session.tell(render::drift_event(drift));
  tell(false);
  session.tell(render::summary_event(counts, "plan"));
}

int sum_up(Session& session, const Planned& planned, const ApplyResult& result, bool is_saved) {
  if (session.speaks_events()) {
    tell_summary(session, planned, result, is_saved);
    return exit_code(result);
  }
  if (result.complete() && planned.plan().is_empty()) {
    if (is_saved) session.print("Nothing is left to do.\n");
    return kDone;
  }
  if (result.complete()) {
    session.print(fmt::format("Done: {}.\n", done_text(result)));
    return kDone;
  }
  std::string done =
      result.done.empty() ? "Not done: " : fmt::format("Not all done: {}; ", done_text(result));
  session.print(
      fmt::format("{}{} failed, {} not tried.\n", done, result.failed.size(), result.skipped.size()));
  say_not_tried(session, result);
  if (!result.not_saved)  // its error has the advice
    session.say(
        fmt::format("{}{}\n", result.interrupted ? "Interrupted. " : "", advice(planned, result, is_saved)));
  say_failed(session, result);
  return exit_code(result);
}

}  // namespace waveform::cmd
