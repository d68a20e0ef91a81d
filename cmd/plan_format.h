// How a plan is printed: -format and related flags.
#pragma once

#include <string>
#include <vector>

#include "cmd/flags.h"
#include "cmd/session.h"
#include "planner/report/report.h"

namespace waveform::cmd {

std::vector<Flag> format_flags();  // -format, -json, -compact, -max-bytes

enum class PlanFormat { Text, Json, Markdown, Gitlab };

// From the flags. ERRORS: Invalid.
base::Result<PlanFormat> plan_format(const Arguments& arguments);

// The whole text, for stdout. `digest` names the plan (planner/report/plan_file.h).
base::Result<std::string> format_plan(Session& session, const planner::Report& report,
                                      const std::string& digest, PlanFormat format);
// The same in the text format, which only needs the plan.
std::string plan_text(Session& session, const planner::Plan& plan);

}  // namespace waveform::cmd
