// One attribute's change as rows, before layout as text or Markdown.
#pragma once

#include <string>
#include <vector>

#include "planner/plan/plan.h"

namespace waveform::render {

// The change of the attribute's resource.
enum class Phase { Stays, IsNew, IsGone };
Phase phase_of(const planner::Change& change);

struct AttributeRow {
  enum class Sign { Same, Added, Removed, Changed };
  Sign sign = Sign::Same;
  bool inside = false;  // an element of a list or a member of a map, below the attribute's own row
  std::string label;    // name or key; "" for an element
  std::string before;   // as base::value_text; "" when there is none
  std::string after;
  std::string remark;  // a note after the value
};

// The first row is the attribute's own. Lists are compared by element, maps by key; unchanged rows are shown
// next to a change or counted. An added or removed list or map is one row when it fits into `room` columns.
std::vector<AttributeRow> attribute_rows(const planner::AttributeChange& change, Phase phase, int room);

// Null, and not hidden.
bool is_absent(const base::Value& value);

}  // namespace waveform::render
