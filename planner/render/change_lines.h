// The lines of a plan's text with action and address, without attributes.
#pragma once

#include <string>

#include "planner/plan/plan.h"
#include "planner/render/style.h"

namespace waveform::render {

// "  - delete FOR GOOD  TYPE.NAME"; the address on a separate line when the terminal is too narrow.
std::string change_head(const planner::Change& change, const TextStyle& style);
std::string short_change_head(const planner::Change& change, const TextStyle& style);
// "  ! TYPE.NAME  changed by ..., when"
std::string drift_head(const planner::Drift& drift, const TextStyle& style);

// Below the head: the integration and the reason.
std::string change_facts(const planner::Change& change, const TextStyle& style);

// Indented by 6 and wrapped, with a hanging indent.
std::string paragraph(const std::string& text, const std::string& bullet, const TextStyle& style);

// A change on one line: sign, actions, address, and the reason or changed attributes if there is room.
class CompactColumns {
 public:
  explicit CompactColumns(const planner::Plan& plan);

  std::string line(const planner::Change& change, const TextStyle& style) const;

 private:
  int sign_width_ = 0;
  int actions_width_ = 0;
};

}  // namespace waveform::render
