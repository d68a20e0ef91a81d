// A plan as text for people: docs/plan.md.
#pragma once

#include <string>

#include "planner/plan/plan.h"
#include "planner/render/style.h"

namespace waveform::render {

enum class Detail {
  Full,    // every attribute that changes
  Compact  // one line a resource
};

// Deletes, drift, other changes, outputs, and the verdict. Deletes and disables that are not on the last
// screen are named once more above the verdict. Lines fit the terminal, except addresses and in very narrow
// terminals.
std::string plan_text(const planner::Plan& plan, const TextStyle& style, Detail detail = Detail::Full);

// What is deleted or disabled, by address, at most so many; "" when nothing is.
std::string losses_text(const planner::Plan& plan, const TextStyle& style, std::size_t most);
// "Plan: 1 to create, ... 2 warnings: ..."
std::string verdict_text(const planner::Plan& plan, const TextStyle& style);

// The warnings, which plan_text() only counts: for a saved plan, since `plan` prints them with their source.
std::string warnings_text(const planner::Plan& plan, const TextStyle& style);

}  // namespace waveform::render
