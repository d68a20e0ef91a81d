// From arguments to a plan: what plan, apply, destroy and validate have in common.
#pragma once

#include <memory>
#include <optional>

#include "cmd/command.h"
#include "cmd/workspace.h"
#include "planner/planner.h"

namespace waveform::cmd {

// A plan and all that it was made of. Points into itself and into the snapshot.
struct Planning {
  std::unique_ptr<Workspace> workspace;
  Service service;
  planner::Live live;
  planner::Unmanaged unmanaged;
  std::optional<planner::PlanInput> input;
  planner::Plan plan;
};

enum class Access { Read, Write };  // Write: the lock is held

// -refresh, -skip-trash, -allow-duplicate, -settle-timeout, -send-secrets.
std::vector<Flag> planning_flags();

// Reads the manifest, asks the service, plans. Everything that is wrong has been shown when the answer is
// null. `snapshot` is pinned to the service's address.
std::unique_ptr<Planning> make_planning(Session& session, state::Snapshot& snapshot, Access access,
                                        bool destroy);

}  // namespace waveform::cmd
