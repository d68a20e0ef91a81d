// A plan as Terraform's plan JSON, format 1.2, and as GitLab's terraform report: docs/plan-json.md.
#pragma once

#include <string>

#include "planner/report/report.h"

namespace waveform::render {

// One document, on one line without `indent`. A secret is the string "(sensitive value)", an external id
// "(external id)".
std::string plan_json(const planner::Report& report, int indent = 2);

// {"create": 1, "update": 2, "delete": 0}, as a merge request's widget wants it.
std::string gitlab_report(const planner::Plan& plan);

}  // namespace waveform::render
