// The input of an apply.
#pragma once

#include <functional>
#include <set>

#include "base/address.h"
#include "base/clock.h"
#include "base/diag.h"
#include "base/result.h"
#include "planner/apply/apply_lock.h"
#include "planner/apply/apply_result.h"
#include "planner/eval/scope.h"
#include "planner/plan/input.h"
#include "planner/plan/plan.h"
#include "planner/plan/progress.h"
#include "provider/api.h"
#include "state/store.h"

namespace waveform::planner {

// Between two reads while the effect of a call is in doubt.
inline constexpr base::Millis kFirstPause(250);
inline constexpr base::Millis kLongestPause(5000);

struct ApplyContext {
  const PlanInput& input;                        // of the plan; its snapshot is the writer's
  ModuleScope& scope GUARDED_BY(apply_lock);     // as make_plan left it
  provider::Api& api;                            // safe from any thread
  state::Writer& writer GUARDED_BY(apply_lock);  // except commit()
  base::Clock& clock;                            // safe from any thread
  Progress& progress GUARDED_BY(apply_lock);
  std::function<bool()> interrupted;  // called before every change and during pauses, from any thread
  base::Millis settle_time{30'000};   // how long to look for the effect of a lost call
  int parallelism = 1;                // changes at once
  base::Millis first_look{0};         // the first response in this run, by steady()
  // Addresses of open calls of an earlier run, which may arrive until `held_until`: not changed before.
  std::set<base::Address> held = {};
  base::Millis held_until{0};
  mutable ApplyLock lock = {};
};

// applier.cpp. Applies a plan: each call is declared before it is sent, and its result is recorded after it.
// A failure stops only the changes that depend on it. A call whose response is lost is sent again only when
// reads show that it took no effect. ENSURES: the state is saved or, if that fails, the journal has all
// results that could be written. An exception within a change is its failure. ERRORS: state or journal cannot
// be written; nothing was sent.
base::Result<ApplyResult> execute(const Plan& plan, const ApplyContext& context, base::Diags& diags);

}  // namespace waveform::planner
