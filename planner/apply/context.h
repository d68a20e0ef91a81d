// All that the changes of an apply work with.
#pragma once

#include <functional>
#include <set>

#include "base/address.h"
#include "base/clock.h"
#include "planner/apply/progress.h"
#include "planner/eval/scope.h"
#include "planner/plan/input.h"
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

}  // namespace waveform::planner
