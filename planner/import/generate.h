// Generates a manifest of existing integrations. Pure.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/address.h"
#include "planner/live/inventory.h"

namespace waveform::planner {

// An integration that a manifest cannot express, and why.
struct LeftOut {
  std::string id;
  std::string name;
  std::string reason;
};

struct Generated {
  std::string text;                                // HCL: variables, then resources with their import blocks
  std::map<base::Address, std::string> resources;  // ids by address
  std::vector<std::string> secrets;                // the variables that need a value
  std::vector<LeftOut> left_out;
};

// `ids` of `live`; `taken`: addresses and variables of the manifest. Labels are derived from names, repeated
// ones with the first characters of the id. Attributes equal to the service's default are omitted; secrets
// become sensitive variables, one per owner of the secret (such as a role).
Generated generate_manifest(const std::set<std::string>& ids, const Inventory& live,
                            const std::set<base::Address>& taken_addresses,
                            const std::set<std::string>& taken_variables);

}  // namespace waveform::planner
