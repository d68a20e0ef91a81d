// One run: load a manifest, plan it against a state and a service, apply the plan. The order of the steps is
// here and nowhere else; what the steps do is in the directories below.
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
  bool evaluate_all = false;                  // every expression, although nothing is wrong so far
  std::set<std::string> ignored_checks = {};  // of the lint checks, which evaluate_all runs
  hcl::BudgetLimits limits = {};
};

// Reads files and variables, works out for_each and count. When something is wrong, every expression is
// evaluated too, so that all faults come together in `diags`; the configuration is of use only when there are
// no errors.
std::unique_ptr<Configuration> load(const provider::Catalog& catalog, LoadRequest request,
                                    base::Diags& diags);

struct PlanRequest {
  PlanOptions options = {};
  std::vector<Import> imports = {};  // beside the manifest's import blocks
  Asked asked = {};                  // ids to read beside those of the state
  bool refresh = true;
  bool accept_address = false;       // of the service, although the state is pinned to another
  bool inventory_only = false;       // the service is read, nothing is planned
  const Live* inventory = nullptr;   // as an earlier plan() of this run read it: the service is not asked
  bool writes = false;               // the lock is held: look again until lost calls are resolved
  bool other_machine = false;        // the last run has not ended, and may go on elsewhere
  base::Millis settle_time{30'000};  // how long a lost call is looked for
};

// The service, once it is known which one.
struct Connection {
  provider::Api* api = nullptr;
  std::string address;  // normalised
  int parallelism = 1;
};

// What one look at the service cannot tell for certain.
struct Pending {
  std::size_t creates = 0;    // in doubt, and nothing equal shows
  std::size_t calls = 0;      // of an earlier run, and their effect does not show
  std::size_t misplaced = 0;  // integrations that the service does not show where the state has them
  bool any() const { return creates + calls + misplaced > 0; }
};

// The outside world, beside files and service.
struct Outside {
  std::function<base::Result<Connection>()> connect;  // called when nothing is wrong with the manifest
  base::Clock& clock;
  std::function<bool()> interrupted = [] { return false; };
  std::function<void(const Pending& pending, base::Millis left)> looks_again = [](auto&, auto) {};  // once
};

// A plan and all that it was made of. Points into itself, the configuration and the snapshot.
struct Planning {
  explicit Planning(Configuration& from) : configuration(from) {}
  Planning(const Planning&) = delete;
  Planning& operator=(const Planning&) = delete;

  Configuration& configuration;
  Connection connection;
  std::vector<Import> imports;
  std::map<base::Address, base::Address> moves;
  Live inventory;
  Unmanaged unmanaged;
  Settlement lost;                    // what became of calls of earlier runs
  Pending pending;                    // what is still not known of them
  base::Millis settle_time{0};        // of the request
  base::Millis first_look{0};         // at the service: its response, by the clock's steady()
  std::set<base::Address> held = {};  // a call of a run that was cut off may still arrive until `held_until`
  base::Millis held_until{0};
  std::optional<PlanInput> input;  // none: the manifest is wrong, or only the inventory was asked for
  Plan plan;
};

// The snapshot gets moved addresses, the service's address and what became of lost calls. The plan is of use
// only when `diags` has no errors. ERRORS: those of connect(); Conflict: the state is pinned to another
// service; Interrupted; of the service.
base::Result<std::unique_ptr<Planning>> plan(Configuration& configuration, state::Snapshot& snapshot,
                                             const PlanRequest& request, const Outside& outside,
                                             base::Diags& diags);

// Executes planning.plan. REQUIRES: it was planned on the writer's snapshot. ERRORS: as execute().
base::Result<ApplyResult> apply(Planning& planning, state::Writer& writer, Progress& progress,
                                const Outside& outside, base::Diags& diags);

}  // namespace waveform::planner
