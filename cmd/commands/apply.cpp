#include "cmd/applying.h"
#include "cmd/commands/commands.h"

namespace waveform::cmd::commands {

namespace {

std::vector<Flag> apply_flags() {
  return manifest_flags() + state_flags() + lock_flags() + planning_flags() + asking_flags() +
         std::vector<Flag>{{"compact", FlagKind::Switch, "", "Show the plan with one line a resource."},
                           {"json", FlagKind::Switch, "",
                            "Print events as JSON, one a line, in Terraform's format; asks nothing."}};
}

// -json: whatever is said from here on is an event.
base::Result<void> begin(Session& session) {
  if (!session.arguments().on("json")) return {};
  session.speak_events();
  if (session.arguments().on("auto-approve") || !session.arguments().positional().empty()) return {};
  return base::fail(base::ErrorKind::Invalid, "-json asks nobody, and nobody has said yes to this plan",
                    "Add -auto-approve, or save the plan with `waveform plan -out=FILE` and carry that out: "
                    "`waveform apply -json FILE`");
}

int run_apply(Session& session) {
  if (auto begun = begin(session); !begun) return session.fail(begun.error());
  if (!session.arguments().positional().empty()) return apply_saved(session);
  auto arguments = plan_arguments(session.arguments());
  if (!arguments) return session.fail(arguments.error());
  return plan_and_apply(session, *std::move(arguments));
}

int run_destroy(Session& session) {
  if (auto begun = begin(session); !begun) return session.fail(begun.error());
  auto arguments = plan_arguments(session.arguments(), planner::Mode::Destroy);
  if (!arguments) return session.fail(arguments.error());
  return plan_and_apply(session, *std::move(arguments));
}

}  // namespace

Command apply() {
  return {
      "apply",
      "apply [flags] [PLAN]",
      "Make the service as the manifest says.",
      "Plans, shows the plan, asks, and carries it out. A run that is cut off is taken up by the next one. "
      "A plan that was saved with `plan -out=PLAN` is carried out without a question: it was the question.",
      apply_flags() + mode_flags(),
      1,
      run_apply,
      {{"Show the plan, ask, carry it out", "waveform apply"},
       {"Exactly what was looked at before", "waveform apply plan.wfplan"},
       {"In a pipeline, with a value for a variable",
        "waveform apply -auto-approve -var=external_id=wave341a3452"},
       {"For another program to follow", "waveform apply -json -auto-approve"},
       {"Make one anew", "waveform apply -replace=wavefront_cloud_integration_ec2.main"}}};
}

Command destroy() {
  return {"destroy",
          "destroy [flags]",
          "Delete everything that this state manages.",
          "Deleted integrations go into the recycle bin, from which apply takes them back, unless "
          "-skip-trash is given.",
          apply_flags(),
          0,
          run_destroy,
          {{"See first what it would do", "waveform plan -destroy"},
           {"Delete for good, without the recycle bin", "waveform destroy -skip-trash"}}};
}

}  // namespace waveform::cmd::commands
