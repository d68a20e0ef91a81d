#include "cmd/planning.h"

namespace waveform::cmd {

namespace {

base::Result<planner::Live> look(Session& session, Planning& planning, const state::Snapshot& snapshot) {
  const auto& catalog = planning.workspace->catalog;
  if (session.arguments().on("refresh", true))
    return planner::refresh(*planning.service.api, catalog, snapshot);
  return planner::assume(catalog, snapshot);
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
          {"send-secrets", FlagKind::Switch, "",
           "Send secrets that cannot be compared with what the service has."}};
}

std::unique_ptr<Planning> make_planning(Session& session, state::Snapshot& snapshot, bool destroy) {
  auto planning = std::make_unique<Planning>();
  base::Diags diags;
  planning->workspace = open_workspace(session, diags);
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
