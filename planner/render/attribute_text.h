// Attributes of one change as lines of text.
#pragma once

#include <string>
#include <vector>

#include "planner/plan/plan.h"
#include "planner/render/attribute_rows.h"
#include "planner/render/style.h"

namespace waveform::render {

// Whole lines with line ends, indented by 6; equals signs aligned. Short values on one line, "old -> new";
// longer ones below each other with the changed words marked. Only a long name can be wider than the
// terminal.
std::string attributes_text(const std::vector<planner::AttributeChange>& changes, Phase phase,
                            const TextStyle& style);

}  // namespace waveform::render
