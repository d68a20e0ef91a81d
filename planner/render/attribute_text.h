// One attribute's change as lines of text.
#pragma once

#include <string>

#include "base/value.h"
#include "planner/plan.h"
#include "planner/render/style.h"

namespace waveform::render {

// How the attributes of one change are laid out.
struct AttributeLayout {
  int indent = 6;
  int name_width = 0;    // names are padded to this
  bool is_new = false;   // of something that is created: only the new value
  bool is_gone = false;  // of something that is deleted: only the old value
};

// Whole lines, each ending with a line end. Short values on one line, lists by element, maps by key, long
// texts one above the other with the changed words marked.
std::string attribute_text(const planner::AttributeChange& change, const AttributeLayout& layout,
                           const TextStyle& style);

}  // namespace waveform::render
