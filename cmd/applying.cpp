#include "cmd/applying.h"

#include <fmt/format.h>

#include "base/text.h"
#include "cmd/planning.h"
#include "planner/applier.h"
#include "planner/render/plan_text.h"
#include "state/store.h"

namespace waveform::cmd {

using planner::Action;

namespace {

std::string_view past(Action action) {
  constexpr std::string_view kPast[planner::kActions] = {"created", "updated",  "deleted",  "undeleted",
                                                         "enabled", "disabled", "forgotten"};
  return kPast[static_cast<int>(action)];
}

// One line per finished resource, on stderr.
class Lines final : public planner::Progress {
 public:
  explicit Lines(Session& session) : session_(session), style_(session.err_style()) {}

  void started(const planner::Change&, Action) override {}
  void finished(const planner::Change& change, Action action, const std::string& id,
                base::Millis elapsed) override {
    bool show_id = action == Action::Create && change.title != "AWS external id";
    session_.say(fmt::format(
        "{} {}{}{}\n", style_.paint(render::Ink::Added, past(action)), base::printable(change.address.text()),
        show_id ? "  id " + base::printable(id) : "",
        elapsed.count() < 1000 ? ""
                               : fmt::format("  ({:.1f} s)", static_cast<double>(elapsed.count()) / 1000)));
  }
  void failed(const planner::Change& change, const base::Error& error) override {
    session_.say(error_text(
        {error.kind, base::printable(change.address.text()) + ": " + error.message, error.hint}, style_));
  }

 private:
  Session& session_;
  render::TextStyle style_;
};

// True: go on.
base::Result<bool> ask(Session& session, bool destroy) {
  if (session.arguments().on("auto-approve")) return true;
  if (!session.host().in_is_terminal) {
    return base::fail(base::ErrorKind::Invalid,
                      "stdin is no terminal: nobody is there to say yes to this plan",
                      "Add -auto-approve to apply without a question.");
  }
  session.say(
      fmt::format("\n{} Only yes is taken for a yes: ", destroy ? "Destroy all of this?" : "Do this?"));
  auto answer = session.host().read_line();
  if (!answer) session.say("\n");
  return answer && base::trim(*answer) == "yes";
}

std::string done_text(const planner::ApplyResult& result) {
  std::string out;
  for (const auto& [action, n] : result.done)
    out += fmt::format("{}{} {}", out.empty() ? "" : ", ", n, past(action));
  return out.empty() ? "outputs only" : out;
}

int sum_up(Session& session, const planner::ApplyResult& result, bool nothing_planned) {
  if (result.complete() && nothing_planned) return kDone;
  if (result.complete()) {
    session.print(fmt::format("Done: {}.\n", done_text(result)));
    return kDone;
  }
  std::string done =
      result.done.empty() ? "Not done: " : fmt::format("Not all done: {}; ", done_text(result));
  session.print(
      fmt::format("{}{} failed, {} not tried.\n", done, result.failed.size(), result.skipped.size()));
  for (const auto& skipped : result.skipped)
    session.say(fmt::format("Not tried: {} ({})\n", base::printable(skipped.address.text()), skipped.reason));
  session.say(result.interrupted
                  ? "Interrupted. The state is written; run `waveform apply` again to go on.\n"
                  : "Mend what failed and run `waveform apply` again: what was done is in the state.\n");
  return result.interrupted ? kInterrupted : kFailed;
}

int carry_out(Session& session, Planning& planning, state::Writer& writer) {
  Lines lines(session);
  base::Diags diags;
  auto settle_time = base::parse_duration(session.arguments().text("settle-timeout", "30s")).value();
  planner::ApplyContext context{*planning.input,
                                *planning.workspace->scope,
                                *planning.service.api,
                                writer,
                                session.host().clock,
                                lines,
                                session.host().interrupted,
                                settle_time};
  auto result = planner::apply(planning.plan, context, diags);
  session.show(diags);
  if (!result) {
    session.fail(result.error(), "the state could not be written");
    session.say(
        "What was done is in the service and in the journal beside the state; free the disk, then run "
        "`waveform apply` again.\n");
    return kFailed;
  }
  return sum_up(session, *result, planning.plan.is_empty());
}

}  // namespace

int plan_and_apply(Session& session, bool destroy) {
  auto backend = open_backend(session);
  auto writer = state::Writer::open(*backend, lock_holder(session));
  if (!writer) return session.fail(writer.error());
  auto planning = make_planning(session, writer->snapshot(), Access::Write, destroy);
  if (session.host().interrupted()) {
    session.say("Interrupted. Nothing was done.\n");
    return kInterrupted;
  }
  if (planning == nullptr) return kFailed;
  session.print(render::plan_text(planning->plan, session.out_style()));
  if (!planning->plan.is_empty()) {
    auto yes = ask(session, destroy);
    if (!yes) return session.fail(yes.error());
    if (!*yes) {
      session.print("Not applied: the answer was not yes.\n");
      return session.host().interrupted() ? kInterrupted : kFailed;
    }
    session.print("\n");
  }
  // Also with nothing to do: what was seen is remembered.
  return carry_out(session, *planning, *writer);
}

}  // namespace waveform::cmd
