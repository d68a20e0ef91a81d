// Wanted against live, attribute by attribute. Pure.
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
  const base::Value::Map& live;     // read_attributes; {} for what does not exist
  const state::Resource& known;     // what the manifest set before, and the digests of what was last sent
  std::string_view digest_key;
  bool send_secrets = false;  // treat secrets that cannot be compared as changed
  bool imported = false;      // now: secrets are recorded as given
};

struct DiffResult {
  std::vector<AttributeChange> changes;      // in the table's order; `enabled` is no part of it
  std::set<std::string> unverified_secrets;  // given, not sent by this, and what the service has is not known
};

DiffResult diff(const DiffInput& input);

// What somebody else changed: the state's memory against the service. What is hidden is compared by digest.
std::vector<AttributeChange> drift(const provider::ResourceType& type, const state::Resource& remembered,
                                   const base::Value::Map& live, std::string_view digest_key);

}  // namespace waveform::planner
