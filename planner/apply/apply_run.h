// What the changes of one apply share.
#pragma once

#include <map>
#include <set>
#include <string>

#include "base/diag.h"
#include "base/result.h"
#include "planner/apply/apply_lock.h"
#include "planner/apply/apply_result.h"
#include "planner/apply/context.h"
#include "planner/apply/lost_creates.h"
#include "planner/apply/schedule.h"
#include "planner/apply/worker_pool.h"

namespace waveform::planner {

// The latest that this run knows of an integration.
struct Sighting {
  base::Millis at{0};            // when it last existed, by the clock's steady()
  std::string before_own_write;  // its fingerprint: a response with it lags; "" when this run wrote nothing
};

struct ApplyRun {
  // `apply` applies one change and returns whether it is done.
  ApplyRun(const Plan& of, const ApplyContext& with, base::Diags& to, bool (*apply)(ApplyRun&, const Change&))
      : plan(of),
        context(with),
        diags(to),
        schedule(of),
        lost_creates(with),
        pool(
            with.lock, schedule, with.parallelism,
            [this, apply](std::size_t i) REQUIRES(apply_lock) { return apply(*this, plan.changes[i]); },
            [this]() REQUIRES(apply_lock) { return !stopped.empty() || context.interrupted(); }) {}

  const Plan& plan;
  const ApplyContext& context;
  base::Diags& diags GUARDED_BY(apply_lock);
  Schedule schedule GUARDED_BY(apply_lock);
  LostCreates lost_creates GUARDED_BY(apply_lock);
  WorkerPool pool GUARDED_BY(apply_lock);
  ApplyResult result GUARDED_BY(apply_lock);
  std::string stopped GUARDED_BY(apply_lock);  // why no more changes are started; "": they are
  std::map<std::string, base::Result<void>> external_ids GUARDED_BY(apply_lock);  // checked ones
  std::multiset<std::string> ids_in_check GUARDED_BY(apply_lock);
  std::map<std::string, Sighting> seen GUARDED_BY(apply_lock);  // by id
};

}  // namespace waveform::planner
