// Compares attributes of manifest, state and service. Pure.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/value.h"
#include "planner/plan/plan.h"
#include "provider/schema.h"
#include "state/snapshot.h"

namespace waveform::planner {

struct DiffInput {
  const provider::ResourceType& type;
  const base::Value::Map& desired;  // evaluate_resource
  const base::Value::Map& live;     // read_attributes; {}: does not exist
  const state::Resource& known;     // the state entry
  std::string_view digest_key;
  bool send_secrets = false;  // treat secrets that cannot be compared as changed
  bool imported = false;      // by this plan: secrets are recorded as given
};

struct DiffResult {
  std::vector<AttributeChange> changes;      // in the table's order; without `enabled`
  std::set<std::string> unverified_secrets;  // not sent by this, and the service's value is unknown
};

DiffResult diff(const DiffInput& input);

// Differences between state and service. Hidden values are compared by digest.
std::vector<AttributeChange> drift(const provider::ResourceType& type, const state::Resource& remembered,
                                   const base::Value::Map& live, std::string_view digest_key);

}  // namespace waveform::planner
