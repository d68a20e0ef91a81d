// Runs the lint checks (provider/checks) on a manifest.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "base/address.h"
#include "base/diag.h"
#include "base/result.h"
#include "base/value.h"
#include "planner/plan/input.h"

namespace waveform::planner {

// An evaluated resource of the manifest.
struct Wanted {
  base::Address address;
  const ResourceBlock* block = nullptr;
  base::Value::Map desired = {};
};

// An integration that is not checked itself, but compared with those that are.
struct Other {
  std::string label;  // for messages
  const provider::ResourceType* type = nullptr;
  base::Value::Map attributes = {};
};

// The integrations that a plan does not cover. Names that are secret in state or manifest are not shown.
std::vector<Other> others_than(const PlanInput& input, const std::set<base::Address>& covered,
                               const std::vector<Wanted>& wanted);

// Adds the findings of all checks, except those in `ignored` and those that a comment (ignore_comments.h) at
// the value, the attribute or the block's header ignores. Findings of many resources at one place are one,
// and of each check at most ten are shown. No warnings when `diags` has errors.
void check_domain(const std::vector<Wanted>& wanted, const std::vector<Other>& others,
                  const std::set<std::string>& ignored, base::Diags& diags);

// Splits lists of ids, separated by commas. ERRORS: Invalid: an unknown id.
base::Result<std::set<std::string>> known_checks(const std::vector<std::string>& texts);

}  // namespace waveform::planner
