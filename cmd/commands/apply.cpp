#include "cmd/applying.h"
#include "cmd/commands/commands.h"

namespace waveform::cmd::commands {

namespace {

std::vector<Flag> apply_flags() {
  return manifest_flags() + state_flags() + lock_flags() + planning_flags() + asking_flags() +
         std::vector<Flag>{{"compact", FlagKind::Switch, "", "Show the plan with one line per resource."},
                           {"json", FlagKind::Switch, "",
                            "Print events as JSON, one per line, in Terraform's format; never prompts."}};
}

// With -json, all output from here on is events.
base::Result<void> begin(Session& session) {
  if (!session.arguments().on("json")) return {};
  session.speak_events();
  if (session.arguments().on("auto-approve") || !session.arguments().positional().empty()) return {};
  return base::fail(base::ErrorKind::Invalid, "cannot ask for approval: -json never prompts",
                    "Use -auto-approve, or save the plan with `waveform plan -out=FILE` and apply it: "
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
  return {"apply",
          "apply [flags] [PLAN]",
          "Change the service to match the manifest.",
          "Plans, shows the plan, asks for approval, and applies it. An interrupted run is continued by the "
          "next one. A plan saved with `plan -out=PLAN` is applied without a prompt.",
          apply_flags() + mode_flags(),
          1,
          run_apply,
          {{"Show the plan, ask for approval, apply it", "waveform apply"},
           {"Apply exactly the plan that was reviewed", "waveform apply plan.wfplan"},
           {"In a pipeline, with a value for a variable",
            "waveform apply -auto-approve -var=external_id=wave341a3452"},
           {"For another program to read", "waveform apply -json -auto-approve"},
           {"Replace one resource", "waveform apply -replace=wavefront_cloud_integration_ec2.main"}}};
}

Command destroy() {
  return {"destroy",
          "destroy [flags]",
          "Delete everything that this state manages.",
          "Deleted integrations go to the recycle bin, from which apply can undelete them, unless "
          "-skip-trash is given.",
          apply_flags(),
          0,
          run_destroy,
          {{"Preview the destroy", "waveform plan -destroy"},
           {"Delete permanently, bypassing the recycle bin", "waveform destroy -skip-trash"}}};
}

}  // namespace waveform::cmd::commands
