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

// Drift, changes (deletes first), outputs, and the summary line. A long plan repeats its deletes above the
// summary line. The text is the same without colour. Lines fit the terminal, except addresses and in very
// narrow terminals.
std::string plan_text(const planner::Plan& plan, const TextStyle& style, Detail detail = Detail::Full);

// The warnings, which plan_text() only counts: for a saved plan, since `plan` prints them with their source.
std::string warnings_text(const planner::Plan& plan, const TextStyle& style);

}  // namespace waveform::render
