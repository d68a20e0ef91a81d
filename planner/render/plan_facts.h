// What Terraform's plan JSON has no place for, one object a change, a drift and a plan: docs/plan-json.md.
#pragma once

#include "base/value.h"
#include "planner/report/report.h"

namespace waveform::render {

// The key under which each stands.
inline constexpr const char* kFactsKey = "waveform";

// `view`: of the same address. An external id is not told: it is its own id.
base::Value change_facts(const planner::Change& change, const planner::ResourceView& view);
base::Value drift_facts(const planner::Drift& drift);
base::Value plan_facts(const planner::Report& report);

// The id of what is there, hidden when it is an external id; null when nothing is.
base::Value shown_id(const planner::Change& change, const planner::ResourceView& view);

}  // namespace waveform::render
