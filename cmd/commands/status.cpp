#include "planner/live/status.h"

#include "cmd/commands/commands.h"
#include "cmd/load_project.h"
#include "cmd/planning.h"
#include "cmd/state_access.h"
#include "planner/render/status.h"
#include "state/store.h"

namespace waveform::cmd::commands {

namespace {

// -managed omits unmanaged integrations.
void leave_out_unmanaged(planner::Status& status) {
  std::erase_if(status.integrations, [](const auto& one) { return !one.address.has_value(); });
}

base::Result<std::optional<base::Millis>> stale_after(Session& session) {
  if (!session.arguments().has("stale-after")) return std::optional<base::Millis>();
  auto duration = base::parse_duration(session.arguments().text("stale-after"));
  if (!duration) return base::fail(duration.error(), "-stale-after");
  return std::optional(*duration);
}

int run_status(Session& session) {
  auto stale = stale_after(session);
  if (!stale) return session.fail(stale.error());
  base::Diags diags;
  // Only for the provider block: neither a manifest nor values of variables are required.
  auto project =
      load(session, {.files = {.extra = {{"no file", ""}}}, .missing = planner::Missing::Unknown}, diags);
  session.show(diags);
  if (diags.has_errors()) return kFailed;
  auto backend = open_backend(session);
  auto snapshot = state::load(*backend);
  if (!snapshot) return session.fail(snapshot.error());
  if (session.arguments().on("managed") && snapshot->resources.empty())
    return session.fail({base::ErrorKind::NotFound, "this state manages nothing",
                         "-managed shows only managed ones. Check the directory and -state."});
  auto inventory = read_inventory(session, project, *snapshot, {});
  if (!inventory) return session.fail(inventory.error());
  auto status = planner::make_status(inventory->inventory, *snapshot,
                                     session.process().clock.now_epoch_millis(), *stale);
  if (session.arguments().on("managed")) leave_out_unmanaged(status);
  session.print(session.arguments().on("json")
                    ? render::status_json(status, inventory->address, session.json_indent())
                    : render::status_text(status, session.out_style()));
  return status.is_healthy() ? kDone : kPending;
}

}  // namespace

Command status() {
  return {"status",
          "status [flags]",
          "Show the health of all integrations.",
          "Exits with 2 when one is unhealthy: disabled by the service, failing, stale, or managed but "
          "deleted. Unmanaged integrations count as well.",
          manifest_flags() + state_flags() + lock_flags() +
              std::vector<Flag>{{"managed", FlagKind::Switch, "", "Only those that this state manages."},
                                {"stale-after", FlagKind::Text, "DURATION",
                                 "Also report an enabled one without data for this long."},
                                {"json", FlagKind::Switch, "", "Print JSON."}},
          0,
          run_status,
          {{"Show all", "waveform status"},
           {"In a pipeline", "waveform status -stale-after=60m -json > status.json"},
           {"Only managed ones", "waveform status -managed"}}};
}

}  // namespace waveform::cmd::commands
