// Rules of the domain: values that the service would refuse, ignore, or take otherwise than they were meant.
// Pure. docs/checks.md has a section for each.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "provider/checks/finding.h"

namespace waveform::provider::checks {

std::span<const Check> all();
const Check* find(std::string_view id);  // null: there is none
// What to say of an id that no check has: the nearest one, or all.
std::string hint_of(std::string_view unknown_id);

// In the order of the subjects, those about several at the end: one for each group, at its last that is
// wanted.
std::vector<Finding> look_at(const std::vector<Subject>& subjects);

}  // namespace waveform::provider::checks
