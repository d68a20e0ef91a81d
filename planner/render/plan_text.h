// A plan as text for people.
#pragma once

#include <string>

#include "planner/plan.h"
#include "planner/render/style.h"

namespace waveform::render {

enum class Detail {
  Full,    // every attribute that changes
  Compact  // one line a resource
};

// Drift, changes (deletes first), outputs, and the summary line at the end.
std::string plan_text(const planner::Plan& plan, const TextStyle& style, Detail detail = Detail::Full);

// How a change is called in a list: "undelete, update".
std::string actions_text(const planner::Change& change);

}  // namespace waveform::render
