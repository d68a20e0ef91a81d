// The plan of one resource. Pure.
#pragma once

#include <optional>

#include "planner/plan/input.h"
#include "planner/plan/plan.h"

namespace waveform::planner {

struct ResourcePlan {
  std::optional<Change> change;  // none: nothing changes
  std::optional<Drift> drift;
  bool unverified_secret = false;
  std::string disabled_by;  // the service's error when it has disabled this, and `enabled` is not set
  base::Value visible;      // the value for references
};

// A resource of the manifest.
ResourcePlan plan_wanted(const PlanInput& input, const PlanOptions& options, const base::Address& address,
                         const ResourceBlock& block, const base::Value::Map& desired, base::Diags& diags);

// A resource that is only in the state, or to be destroyed.
ResourcePlan plan_unwanted(const PlanInput& input, const PlanOptions& options, const base::Address& address,
                           const state::Resource& resource);

// -refresh-only: a resource of the state.
ResourcePlan plan_refresh_only(const PlanInput& input, const base::Address& address,
                               const state::Resource& resource);

}  // namespace waveform::planner
