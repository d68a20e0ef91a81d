// One attribute's change as rows: what is said, before it is laid out as text or as Markdown.
#pragma once

#include <string>
#include <vector>

#include "planner/plan/plan.h"

namespace waveform::render {

// What becomes of the resource that the attribute belongs to.
enum class Phase { Stays, IsNew, IsGone };
Phase phase_of(const planner::Change& change);

struct AttributeRow {
  enum class Sign { Same, Added, Removed, Changed };
  Sign sign = Sign::Same;
  bool inside = false;  // an element of a list or a member of a map, below the attribute's own row
  std::string label;    // name or key; "" for an element
  std::string before;   // as base::value_text; "" when there is none
  std::string after;
  std::string remark;  // in our own words, behind the value
};

// The first row is the attribute's own. Lists are compared by element, maps by key; what stays is shown next
// to a change or counted. A list or map that comes or goes as a whole is one row when it has no more than
// `room` columns.
std::vector<AttributeRow> attribute_rows(const planner::AttributeChange& change, Phase phase, int room);

// Null, and not because it is not shown.
bool is_absent(const base::Value& value);

}  // namespace waveform::render
