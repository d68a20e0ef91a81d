// Attributes of one change as lines of text.
#pragma once

#include <string>
#include <vector>

#include "planner/plan/plan.h"
#include "planner/render/attribute_rows.h"
#include "planner/render/style.h"

namespace waveform::render {

// Whole lines, indented by 6, each ending with a line end; the equals signs below each other. Short values on
// one line, "old -> new"; longer ones one above the other with the changed words marked below. Nothing but a
// long name is wider than the terminal.
std::string attributes_text(const std::vector<planner::AttributeChange>& changes, Phase phase,
                            const TextStyle& style);

}  // namespace waveform::render
