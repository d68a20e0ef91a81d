// From arguments to a plan: what plan, apply, destroy and validate have in common.
#pragma once

#include <memory>
#include <optional>

#include "cmd/log_on.h"
#include "cmd/repeats.h"
#include "cmd/workspace.h"
#include "planner/import/imports.h"
#include "planner/plan/input.h"
#include "planner/render/validation_json.h"
#include "planner/report/report.h"

namespace waveform::cmd {

// A plan and all that it was made of. Points into itself and into the snapshot.
struct Planning {
  std::unique_ptr<Workspace> workspace;
  Service service;
  std::vector<std::string> files;
  std::vector<std::string> file_roots;  // beside that of the manifest
  std::vector<planner::Import> imports;
  std::map<base::Address, base::Address> moves;
  planner::Live live;
  base::Millis first_look{0};    // at the service: its answer, by the clock's steady()
  base::Millis settle_time{0};   // -settle-timeout
  std::set<base::Address> held;  // a call of a run that was cut off may still arrive until `held_until`
  base::Millis held_until{0};
  bool waits = false;  // it is not known what became of a call: apply looks again
  planner::Unmanaged unmanaged;
  std::optional<planner::PlanInput> input;
  std::optional<Repeats> repeats;
  planner::Plan plan;

  planner::Plan shown_plan() const;  // as it is printed
};

struct Access {
  bool writes = false;         // the lock is held
  bool other_machine = false;  // the last run has not ended, and may still go on elsewhere
};
Access access_of(const state::Writer& writer);

// What goes into a plan: -refresh, -skip-trash, -target, ...
Flag settle_flag();  // -settle-timeout
std::vector<Flag> planning_flags();
// -destroy and -refresh-only.
std::vector<Flag> mode_flags();

// What is to be planned, and of what.
struct PlanRequest {
  planner::PlanOptions options;
  std::vector<std::string> files;            // manifest files; none: the folder's
  std::vector<planner::Import> imports;      // beside the manifest's import blocks
  std::vector<std::string> file_roots = {};  // beside those of -file-root: a saved plan's
};

// What the flags say. ERRORS: Invalid: an address that is none, flags that contradict each other.
base::Result<PlanRequest> plan_request(const Arguments& arguments,
                                       planner::Mode mode = planner::Mode::Normal);

// Reads the manifest, asks the service, plans. Everything that is wrong has been shown when the answer is
// null. `snapshot` is pinned to the service's address.
std::unique_ptr<Planning> make_planning(Session& session, state::Snapshot& snapshot, const Access& access,
                                        const PlanRequest& request);

// The header of the block of the manifest that a place is in. REQUIRES: the planning outlives it.
render::BlockAt block_at(const Planning& planning);

// The plan with all that a plan file and the formats need.
planner::Report make_report(Session& session, const Planning& planning);

// -max-deletes and -max-changes. ERRORS: Invalid: the plan goes beyond them.
base::Result<void> check_limits(Session& session, const planner::Plan& plan);

}  // namespace waveform::cmd
