// A plan and what it was made of, to a Report. Pure.
#pragma once

#include "planner/planner.h"
#include "planner/report.h"

namespace waveform::planner {

// `scope` as make_plan left it.
Report make_report(const PlanInput& input, const ModuleScope& scope, const Plan& plan, Origin origin);

// Every resource that the state has, as it remembers it, in `after`.
std::vector<ResourceView> state_views(const provider::Catalog& catalog, const state::Snapshot& snapshot);

// Null with the marks, wherever something known is Sensitive or Masked.
base::Value without_hidden(const base::Value& value);

}  // namespace waveform::planner
