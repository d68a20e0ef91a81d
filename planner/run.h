// One run: load a manifest, plan it against a state and a service, apply the plan. Only this file has the
// order of the steps; the directories below have the steps.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/diag.h"
#include "base/result.h"
#include "planner/apply/apply_result.h"
#include "planner/config/manifest.h"
#include "planner/config/variables.h"
#include "planner/eval/configuration.h"
#include "planner/import/imports.h"
#include "planner/live/lost_calls.h"
#include "planner/plan/input.h"
#include "planner/plan/plan.h"
#include "planner/plan/progress.h"
#include "provider/api.h"
#include "state/store.h"

namespace waveform::planner {

struct LoadRequest {
  ManifestFiles files = {};
  FileRoots roots = {};
  VariableInputs variables = {};
  Missing missing = Missing::Error;
  bool evaluate_all = false;                  // every expression, even without errors
  std::set<std::string> ignored_checks = {};  // of the lint checks, which evaluate_all runs
  hcl::BudgetLimits limits = {};
};

// Reads files and variables, expands for_each and count. After an error, also evaluates every expression, so
// that `diags` has all errors. The configuration is only valid without errors.
std::unique_ptr<Configuration> load(const provider::Catalog& catalog, LoadRequest request,
                                    base::Diags& diags);

struct PlanRequest {
  PlanOptions options = {};
  std::vector<Import> imports = {};  // in addition to import blocks
  RequestedIds asked = {};           // ids to read in addition to those of the state
  bool refresh = true;
  bool accept_address = false;  // of the service, although the state is pinned to another
  bool inventory_only = false;  // only read the service
  // From an earlier plan() of this run: skips the refresh, and plans despite faulty import and moved blocks.
  const Inventory* inventory = nullptr;
  bool writes = false;               // the lock is held: refresh until lost calls are resolved
  bool other_machine = false;        // the last run has not ended and can still run elsewhere
  base::Millis settle_time{30'000};  // how long a lost call is looked for
};

// A connection to the service.
struct Connection {
  provider::Api* api = nullptr;
  std::string address;  // normalised
  int parallelism = 1;
};

// What one refresh leaves uncertain.
struct Pending {
  std::size_t creates = 0;    // in doubt, without an equal integration
  std::size_t calls = 0;      // of an earlier run, without visible effect
  std::size_t misplaced = 0;  // integrations that are not where the state has them
  bool any() const { return creates + calls + misplaced > 0; }
};

// The outside world except files.
struct Outside {
  std::function<base::Result<Connection>()> connect;  // called for a valid manifest
  base::Clock& clock;
  std::function<bool()> interrupted = [] { return false; };
  std::function<void(const Pending& pending, base::Millis left)> looks_again = [](auto&, auto) {};  // once
};

// A plan and its inputs. Points into itself, the configuration and the snapshot.
struct Planning {
  explicit Planning(Configuration& from) : configuration(from) {}
  Planning(const Planning&) = delete;
  Planning& operator=(const Planning&) = delete;

  Configuration& configuration;
  Connection connection;
  std::vector<Import> imports;
  std::map<base::Address, base::Address> moves;
  Inventory inventory;
  Unmanaged unmanaged;
  Resolution lost;                    // the resolved calls of earlier runs
  Pending pending;                    // the unresolved ones
  base::Millis settle_time{0};        // of the request
  base::Millis first_look{0};         // of the refresh, by the clock's steady()
  std::set<base::Address> held = {};  // a call of an interrupted run can still arrive until `held_until`
  base::Millis held_until{0};
  std::optional<PlanInput> input;  // empty: the manifest has errors, or only the inventory was requested
  Plan plan;
};

// Updates the snapshot with moved addresses, the service's address and resolved calls. The plan is only valid
// when `diags` has no errors. ERRORS: those of connect(); Conflict: the state is pinned to another service;
// Interrupted; of the service.
base::Result<std::unique_ptr<Planning>> plan(Configuration& configuration, state::Snapshot& snapshot,
                                             const PlanRequest& request, const Outside& outside,
                                             base::Diags& diags);

// Executes planning.plan. REQUIRES: it was planned on the writer's snapshot. ERRORS: as execute().
base::Result<ApplyResult> apply(Planning& planning, state::Writer& writer, Progress& progress,
                                const Outside& outside, base::Diags& diags);

}  // namespace waveform::planner
