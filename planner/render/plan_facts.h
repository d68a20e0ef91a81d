// Data that Terraform's plan JSON has no field for, one object per change, drift and plan: docs/plan-json.md.
#pragma once

#include "base/value.h"
#include "planner/report/report.h"

namespace waveform::render {

// The key of each.
inline constexpr const char* kFactsKey = "waveform";

// `view`: of the same address. The id of an external id is omitted: it is secret.
base::Value change_facts(const planner::Change& change, const planner::ResourceView& view);
base::Value drift_facts(const planner::Drift& drift);
base::Value plan_facts(const planner::Report& report);

// The id of the existing integration, hidden for an external id; null without one.
base::Value shown_id(const planner::Change& change, const planner::ResourceView& view);

}  // namespace waveform::render
