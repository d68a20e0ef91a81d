// A saved plan: a Report as one JSON document (docs/plan-file.md). Pure.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "planner/report/report.h"

namespace waveform::planner {

// The document, and the SHA-256 of its contents: the plan's name in journals and reports.
struct PlanFile {
  std::string text;
  std::string digest;
};
PlanFile encode_plan(const Report& report);

struct SavedPlan {
  Report report;
  std::string digest;
};
// ERRORS: Unsupported (not a plan, or written by a newer waveform), Corrupt (truncated, or edited by hand).
base::Result<SavedPlan> decode_plan(std::string_view text);

// Whether the text starts like a saved plan.
bool is_plan_file(std::string_view text);

}  // namespace waveform::planner
