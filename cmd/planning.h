// From arguments to a plan: what plan, apply, destroy and validate have in common.
#pragma once

#include <memory>
#include <optional>

#include "cmd/connect.h"
#include "cmd/flags.h"
#include "cmd/project.h"
#include "cmd/repeats.h"
#include "cmd/session.h"
#include "planner/render/validation_json.h"
#include "planner/report/report.h"
#include "planner/run.h"
#include "state/store.h"

namespace waveform::cmd {

// A plan, the manifest and the service that it was made with.
struct Planned {
  Project project;
  Service service;
  std::vector<std::string> files;       // of the request
  std::vector<std::string> file_roots;  // beside that of the manifest
  std::unique_ptr<planner::Planning> planning;
  std::optional<Repeats> repeats;

  planner::Plan& plan() { return planning->plan; }
  const planner::Plan& plan() const { return planning->plan; }
  planner::Plan shown_plan() const;  // as it is printed
};

// What goes into a plan: -refresh, -skip-trash, -target, ...
Flag settle_flag();  // -settle-timeout
std::vector<Flag> planning_flags();
// -destroy and -refresh-only.
std::vector<Flag> mode_flags();

// What the arguments ask for.
struct PlanArguments {
  planner::PlanRequest request;
  std::vector<std::string> files = {};       // of the manifest; none: those of the directory
  std::vector<std::string> file_roots = {};  // beside those of -file-root: a saved plan's
};

// ERRORS: Invalid: a value that cannot be read, flags that contradict each other.
base::Result<PlanArguments> plan_arguments(const Arguments& arguments,
                                           planner::Mode mode = planner::Mode::Normal);

// For a run that holds the lock.
void hold_lock(planner::PlanRequest& request, const state::Writer& writer);

// Loads the manifest and plans it. Everything that is wrong has been shown when null is returned.
std::unique_ptr<Planned> make_planned(Session& session, state::Snapshot& snapshot,
                                      const PlanArguments& arguments);

// The service as a run sees it that plans nothing. `asked`: ids of interest beside those of the state.
struct ServiceInventory {
  std::string address;
  planner::Live inventory;
};
base::Result<ServiceInventory> read_inventory(Session& session, const Project& project,
                                              state::Snapshot& snapshot, planner::Asked asked);

// The header of the block of the manifest that a place is in. REQUIRES: the configuration outlives it.
render::BlockAt block_at(const planner::Configuration& configuration);

// The plan with all that a plan file and the formats need.
planner::Report make_report(Session& session, const Planned& planned);

// -max-deletes and -max-changes. ERRORS: Invalid: the plan goes beyond them.
base::Result<void> check_limits(Session& session, const planner::Plan& plan);

}  // namespace waveform::cmd
