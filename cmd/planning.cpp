#include "cmd/planning.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "planner/settle.h"

namespace waveform::cmd {

namespace {

base::Result<planner::Live> look(Session& session, Planning& planning, const state::Snapshot& snapshot) {
  const auto& catalog = planning.workspace->catalog;
  // What is in doubt has to be looked for.
  if (session.arguments().on("refresh", true) || !snapshot.in_doubt.empty() || !snapshot.open_deletes.empty())
    return planner::refresh(*planning.service.api, catalog, snapshot);
  return planner::assume(catalog, snapshot);
}

// Settles creates that an earlier run left in doubt. Whoever may write waits until each is found or has had
// its time; others look once.
base::Result<void> settle(Session& session, Planning& planning, Access access, state::Snapshot& snapshot) {
  auto limit = base::parse_duration(session.arguments().text("settle-timeout", "30s"));
  if (!limit) return base::fail(limit.error(), "-settle-timeout");
  auto& clock = session.host().clock;
  constexpr base::Millis kFirstPause(500);
  base::Millis pause = kFirstPause;
  while (true) {
    auto settlement = planner::settle(planning.workspace->catalog, snapshot, planning.live,
                                      clock.now_epoch_millis(), *limit);
    bool wait = access == Access::Write && !settlement.waiting.empty();
    if (!wait) {
      for (const auto& [address, id] : settlement.found)
        session.say(fmt::format("{} was in doubt: found, id {}\n", address.text(), base::printable(id)));
      for (const auto& address : settlement.missing)
        session.say(fmt::format("{} was in doubt: the service did not make it\n", address.text()));
      for (const auto& address : settlement.left_over)
        session.say(fmt::format(
            "{} was in doubt: one external id may be left over; an unused one expires by itself\n",
            address.text()));
      for (const auto& address : settlement.waiting)
        session.say(fmt::format("{} is in doubt: not found so far; apply looks again before it creates\n",
                                address.text()));
      planner::carry_over(settlement, planning.live, access == Access::Read, snapshot);
      return {};
    }
    if (session.host().interrupted())
      return base::fail(base::ErrorKind::Interrupted,
                        "interrupted while waiting for a create that is in doubt", "Run it again to go on.");
    if (pause == kFirstPause)
      session.say(fmt::format("Waiting for {} that may still be under way, at most {} s …\n",
                              base::count(static_cast<std::int64_t>(settlement.waiting.size()), "call"),
                              limit->count() / 1000));
    clock.sleep(pause);
    pause = std::min(pause * 2, base::Millis(5000));
    auto live = planner::refresh(*planning.service.api, planning.workspace->catalog, snapshot);
    if (!live) return base::fail(live.error());
    planning.live = *std::move(live);
  }
}

void plan_again(Planning& planning, const state::Snapshot& snapshot, const planner::PlanOptions& options,
                base::Diags& diags) {
  auto& workspace = *planning.workspace;
  planning.unmanaged = planner::find_unmanaged(planning.live, snapshot);
  planning.input.emplace(planner::PlanInput{workspace.manifest->config, workspace.graph, workspace.catalog,
                                            snapshot, planning.live, planning.unmanaged});
  planning.plan = planner::make_plan(*planning.input, options, *workspace.scope, diags);
}

}  // namespace

std::vector<Flag> planning_flags() {
  return {{"refresh", FlagKind::Switch, "",
           "Ask the service what is there (default); -refresh=false takes the state's word."},
          {"skip-trash", FlagKind::Switch, "", "Delete for good instead of into the recycle bin."},
          {"allow-duplicate", FlagKind::Switch, "",
           "Create although an integration of that service and name exists that nothing manages."},
          {"settle-timeout", FlagKind::Text, "DURATION",
           "How long a create whose answer was lost is looked for before it is made again (30s)."},
          {"send-secrets", FlagKind::Switch, "",
           "Send secrets that cannot be compared with what the service has."}};
}

std::unique_ptr<Planning> make_planning(Session& session, state::Snapshot& snapshot, Access access,
                                        bool destroy) {
  auto planning = std::make_unique<Planning>();
  base::Diags diags;
  planning->workspace = open_workspace(session, diags);
  if (diags.has_errors()) evaluate_all(*planning->workspace, diags);
  session.show(diags);
  if (diags.has_errors()) return nullptr;
  auto service = connect(session, planning->workspace.get());
  if (!service) return session.fail(service.error()), nullptr;
  planning->service = *std::move(service);
  if (auto pinned = pin_address(session, snapshot, planning->service.address); !pinned)
    return session.fail(pinned.error()), nullptr;
  auto live = look(session, *planning, snapshot);
  if (!live) return session.fail(live.error(), "cannot read what is there"), nullptr;
  planning->live = *std::move(live);
  if (auto settled = settle(session, *planning, access, snapshot); !settled)
    return session.fail(settled.error()), nullptr;

  const auto& arguments = session.arguments();
  planner::PlanOptions options{destroy, arguments.on("skip-trash"), arguments.on("allow-duplicate"),
                               arguments.on("send-secrets")};
  base::Diags plan_diags;
  plan_again(*planning, snapshot, options, plan_diags);
  if (!planning->live.refreshed && planning->plan.count(planner::Action::Create) > 0) {
    // Nothing is created without a look at what is there.
    auto seen = planner::refresh(*planning->service.api, planning->workspace->catalog, snapshot);
    if (!seen) return session.fail(seen.error(), "cannot read what is there"), nullptr;
    planning->live = planner::assume(planning->workspace->catalog, snapshot, *seen);
    plan_diags = {};
    plan_again(*planning, snapshot, options, plan_diags);
  }
  session.show(plan_diags);
  return plan_diags.has_errors() ? nullptr : std::move(planning);
}

}  // namespace waveform::cmd
