#include <fmt/format.h>

#include "base/text.h"
#include "cmd/commands/commands.h"
#include "cmd/load_project.h"
#include "cmd/repeats.h"
#include "planner/plan/lint.h"
#include "planner/render/validation_json.h"

namespace waveform::cmd::commands {

namespace {

// "160 resources", and the number of blocks whose for_each or count is unknown.
std::string what_is_there(const planner::Configuration& configuration) {
  std::int64_t resources = 0, open = 0;
  for (const auto& [address, instance] : configuration.resources.instances)
    ++(instance.block->is_keyed() && !address.is_keyed() ? open : resources);
  if (open == 0) return base::count(resources, "resource");
  return fmt::format("{}, and {} whose for_each or count depends on missing values",
                     base::count(resources, "resource"), base::count(open, "block"));
}

int run_validate(Session& session) {
  auto ignored = planner::known_checks(session.arguments().all("ignore"));
  if (!ignored) return session.fail(ignored.error(), "-ignore");
  base::Diags diags;
  auto project = load(
      session,
      {.missing = planner::Missing::Unknown, .evaluate_all = true, .ignored_checks = *std::move(ignored)},
      diags);
  const auto& configuration = *project.configuration;
  if (!diags.has_errors()) Repeats(project, project.credentials).check(diags);
  if (session.gives_up()) {
    session.say("Interrupted.\n");
    return kInterrupted;
  }
  if (session.arguments().on("json")) {
    diags.sort();
    session.print(render::validation_json(
        diags, [&](const base::Range& place) { return planner::block_at(*configuration.manifest, place); },
        session.json_indent()));
    return diags.has_errors() ? kFailed : kDone;
  }
  session.show(diags);
  if (diags.has_errors()) return kFailed;
  session.print(fmt::format("The manifest is valid: {}.\n", what_is_there(configuration)));
  return kDone;
}

}  // namespace

Command validate() {
  return {"validate",
          "validate [flags]",
          "Check whether the manifest is valid.",
          "Needs no state, service or values of variables.",
          manifest_flags() +
              std::vector<Flag>{ignore_flag(),
                                {"json", FlagKind::Switch, "", "Print JSON, in Terraform's format."}},
          0,
          run_validate,
          {{"Before a commit", "waveform validate"},
           {"One file", "waveform validate -f=main.wf.hcl"},
           {"For an editor or a pipeline", "waveform validate -json"}}};
}

}  // namespace waveform::cmd::commands
