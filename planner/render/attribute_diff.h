// Attributes of one change as lines of a diff: each begins with "-", "+" or a space.
#pragma once

#include <string>
#include <vector>

#include "planner/plan/plan.h"
#include "planner/render/attribute_rows.h"

namespace waveform::render {

// Whole lines without control characters. Of long values the part around the difference, and no more lines
// than a page has.
std::string attributes_diff(const std::vector<planner::AttributeChange>& changes, Phase phase);

}  // namespace waveform::render
