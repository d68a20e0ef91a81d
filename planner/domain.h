// The checks of the domain (provider/checks) over a manifest: what they find, at its place.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "base/address.h"
#include "base/diag.h"
#include "base/result.h"
#include "base/value.h"
#include "planner/config.h"

namespace waveform::planner {

// A resource that the manifest wants, evaluated.
struct Wanted {
  base::Address address;
  const ResourceBlock* block = nullptr;
  base::Value::Map desired = {};
};

// An integration that the manifest does not have.
struct Other {
  std::string id;
  std::string name;
  const provider::ResourceType* type = nullptr;
  const base::Value::Map* attributes = nullptr;
};

// Findings of the checks that are not `ignored`, neither by the run nor by a comment "waveform:ignore ID, ID"
// on their line, on the header of their block, or on lines of their own right above either (in JSON the
// value of "//"). What is found at one place of many resources is told once.
void check_domain(const std::vector<Wanted>& wanted, const std::vector<Other>& others,
                  const std::set<std::string>& ignored, base::Diags& diags);

// ERRORS: Invalid: there is no such check.
base::Result<std::set<std::string>> known_checks(const std::vector<std::string>& ids);

// Warnings of comments that name no check.
void check_ignore_comments(const base::Sources& sources, base::Diags& diags);

}  // namespace waveform::planner
