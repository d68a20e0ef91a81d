// From arguments to a plan; shared by plan, apply, destroy and validate.
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

// A plan, with its manifest and service.
struct Planned {
  Project project;
  Service service;
  std::vector<std::string> files;       // of the request
  std::vector<std::string> file_roots;  // in addition to that of the manifest
  std::unique_ptr<planner::Planning> planning;
  std::optional<Repeats> repeats;

  planner::Plan& plan() { return planning->plan; }
  const planner::Plan& plan() const { return planning->plan; }
  planner::Plan shown_plan() const;  // as it is printed
};

// Flags of a plan: -refresh, -skip-trash, -target, ...
Flag settle_timeout_flag();  // -settle-timeout
std::vector<Flag> planning_flags();
// -destroy and -refresh-only.
std::vector<Flag> mode_flags();

// The options from the arguments.
struct PlanArguments {
  planner::PlanRequest request;
  std::vector<std::string> files = {};       // of the manifest; empty: those of the directory
  std::vector<std::string> file_roots = {};  // of a saved plan, in addition to -file-root
  base::Value::Map variables = {};           // of a saved plan; others are asked for as usual
};

// ERRORS: Invalid: an invalid value, or conflicting flags.
base::Result<PlanArguments> plan_arguments(const Arguments& arguments,
                                           planner::Mode mode = planner::Mode::Normal);

// REQUIRES: the lock is held.
void hold_lock(planner::PlanRequest& request, const state::Writer& writer);

// Loads the manifest and plans it. Null: errors have been shown.
std::unique_ptr<Planned> make_planned(Session& session, state::Snapshot& snapshot,
                                      const PlanArguments& arguments);

// The inventory for a run without a plan. `asked`: ids to read in addition to those of the state.
struct ServiceInventory {
  std::string address;
  planner::Inventory inventory;
};
base::Result<ServiceInventory> read_inventory(Session& session, const Project& project,
                                              state::Snapshot& snapshot, planner::RequestedIds asked);

// The header of the manifest block that contains a place. REQUIRES: the configuration outlives it.
render::BlockAt block_at(const planner::Configuration& configuration);

// The plan with all data for a plan file and the formats.
planner::Report make_report(Session& session, const Planned& planned);

// -max-deletes, -max-changes, -max-warnings. ERRORS: Refused: the plan exceeds them, and says so in
// `refusal`.
base::Result<void> check_limits(Session& session, planner::Plan& plan);

}  // namespace waveform::cmd
