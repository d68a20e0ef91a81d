// Attributes of one change as lines of a diff: each starts with "-", "+" or a space.
#pragma once

#include <string>
#include <vector>

#include "planner/plan/plan.h"
#include "planner/render/attribute_rows.h"

namespace waveform::render {

// Whole lines without control characters. Of long values only the part around the difference, at most a page.
std::string attributes_diff(const std::vector<planner::AttributeChange>& changes, Phase phase);

}  // namespace waveform::render
