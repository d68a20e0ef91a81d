// One resource's part of the plan. Pure.
#pragma once

#include <optional>

#include "planner/plan/input.h"
#include "planner/plan/plan.h"

namespace waveform::planner {

struct ResourcePlan {
  std::optional<Change> change;  // none: nothing to do
  std::optional<Drift> drift;
  bool unverified_secret = false;
  std::string
      disabled_by;  // the service's error, when it has disabled this and the manifest does not say `enabled`
  base::Value visible;  // what others may refer to
};

// A resource that the manifest wants.
ResourcePlan plan_wanted(const PlanInput& input, const PlanOptions& options, const base::Address& address,
                         const ResourceBlock& block, const base::Value::Map& desired, base::Diags& diags);

// A resource of the state that nothing wants any more.
ResourcePlan plan_unwanted(const PlanInput& input, const PlanOptions& options, const base::Address& address,
                           const state::Resource& resource);

// A resource of the state whose attributes are to be taken as the service has them, and nothing else.
ResourcePlan plan_refresh_only(const PlanInput& input, const base::Address& address,
                               const state::Resource& resource);

}  // namespace waveform::planner
