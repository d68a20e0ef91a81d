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

// Drift, changes (what takes something away first), outputs, and the summary line at the end. Of a plan with
// many changes, what takes something away is named once more above the summary line. Without colour the same
// text. No line is wider than the terminal, but for addresses and where there is hardly room for a word.
std::string plan_text(const planner::Plan& plan, const TextStyle& style, Detail detail = Detail::Full);

}  // namespace waveform::render
