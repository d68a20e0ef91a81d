// A plan as text for people.
#pragma once

#include <string>

#include "planner/plan.h"
#include "planner/render/style.h"

namespace waveform::render {

// Drift, changes (deletes first), outputs, and the summary line at the end.
std::string plan_text(const planner::Plan& plan, const TextStyle& style);

// How a change is called in a list: "undelete, update".
std::string actions_text(const planner::Change& change);

}  // namespace waveform::render
