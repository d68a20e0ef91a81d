// Lint checks: values that the service would refuse or ignore, or that mean something other than intended.
// Pure. docs/checks.md has a section for each.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "provider/checks/finding.h"

namespace waveform::provider::checks {

std::span<const Check> all();
const Check* find(std::string_view id);  // null: unknown id
// A hint for an unknown check id: the most similar one, or all.
std::string hint_of(std::string_view unknown_id);

// Findings in the order of the subjects, then those about several integrations: one per group, at its last
// wanted member.
std::vector<Finding> run_checks(const std::vector<Subject>& subjects);

}  // namespace waveform::provider::checks
