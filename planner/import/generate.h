// Integrations that exist, as the manifest that a person would have written. Pure.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/address.h"
#include "planner/live/inventory.h"

namespace waveform::planner {

// One integration that cannot be taken over by a manifest, and why.
struct LeftOut {
  std::string id;
  std::string name;
  std::string reason;
};

struct Generated {
  std::string text;                                // HCL: variables, then resources with their import blocks
  std::map<base::Address, std::string> resources;  // ids by address
  std::vector<std::string> secrets;                // the variables that a value has to be given for
  std::vector<LeftOut> left_out;
};

// `ids` of `live`; `taken`: addresses and variables that the manifest has already. Labels are made from
// names, those of a name that comes twice with the beginning of the id. What equals the service's default is
// left out; secrets become sensitive variables, one for all that share what the secret belongs to (a role).
Generated generate_manifest(const std::set<std::string>& ids, const Live& live,
                            const std::set<base::Address>& taken_addresses,
                            const std::set<std::string>& taken_variables);

}  // namespace waveform::planner
