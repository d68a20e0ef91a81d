// The checks of the domain (provider/checks) over a manifest: what they find, at its place.
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

// A resource that the manifest wants, evaluated.
struct Wanted {
  base::Address address;
  const ResourceBlock* block = nullptr;
  base::Value::Map desired = {};
};

// An integration that is not looked at, but counts for the others.
struct Other {
  std::string label;  // as messages call it
  const provider::ResourceType* type = nullptr;
  base::Value::Map attributes = {};
};

// What the service has beside what a plan covers. Names that the state or what is wanted hides stay hidden.
std::vector<Other> others_than(const PlanInput& input, const std::set<base::Address>& covered,
                               const std::vector<Wanted>& wanted);

// Adds what the checks find that are not `ignored`, neither by the run nor by a comment (ignore_comments.h)
// at the value, at the attribute or at the header of the block. What is found at one place of many resources
// is told once, and of one check no more than ten. Beside errors of others, no warnings.
void check_domain(const std::vector<Wanted>& wanted, const std::vector<Other>& others,
                  const std::set<std::string>& ignored, base::Diags& diags);

// Ids, each text with one or several behind commas. ERRORS: Invalid: there is no such check.
base::Result<std::set<std::string>> known_checks(const std::vector<std::string>& texts);

}  // namespace waveform::planner
