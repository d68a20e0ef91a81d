// A plan to calls. Every call is declared before it goes out, and its result written after it; one failure
// stops only what depends on it; what became of a lost answer is found out before anything is sent again.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/clock.h"
#include "planner/planner.h"
#include "planner/progress.h"
#include "provider/api.h"
#include "state/store.h"

namespace waveform::planner {

struct ApplyContext {
  const PlanInput& input;  // what the plan was made of; the snapshot in it is the writer's
  ModuleScope& scope;      // as make_plan left it
  provider::Api& api;
  state::Writer& writer;
  base::Clock& clock;
  Progress& progress;
  std::function<bool()> interrupted;  // asked before every change
  base::Millis settle_time{30'000};   // how long a call whose answer was lost is looked for
  int parallelism = 1;                // changes at once
  base::Millis first_look{0};         // when the service first answered the run, by the clock's steady()
  // Addresses of calls of a run that was cut off: one may still arrive until then, so none is changed before.
  std::set<base::Address> held = {};
  base::Millis held_until{0};
};

struct Failure {
  base::Address address;
  base::Error error;
};

struct Skipped {
  base::Address address;
  std::string reason;
};

struct ApplyResult {
  std::map<Action, std::int64_t> done;
  std::vector<Failure> failed;
  std::vector<Skipped> skipped;
  bool interrupted = false;
  std::optional<base::Error> not_saved;  // the state could not be written in the end

  bool complete() const { return failed.empty() && skipped.empty(); }
};

// Ends with the state saved, if it can be; what was done is in the service then and, as far as it could be,
// in the journal. ERRORS: Io and the like: the state or the journal cannot be written, and nothing was begun.
base::Result<ApplyResult> apply(const Plan& plan, const ApplyContext& context, base::Diags& diags);

}  // namespace waveform::planner
