// The state entry of a resource after a refresh or change.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "base/address.h"
#include "base/value.h"
#include "provider/schema.h"
#include "state/snapshot.h"

namespace waveform::planner {

// The current attributes of the service without hidden ones, the attributes that the manifest sets, and
// digests of its secrets and of those that left the manifest. `sent`: secrets that the service has now; other
// new ones are not verified. A change of counters alone keeps `old`, which may be null.
state::Resource make_record(const provider::ResourceType& type, const std::string& id,
                            const base::Value::Map& live, const base::Value::Map& desired,
                            const state::Resource* old, const std::set<std::string>& sent,
                            std::string_view digest_key);

// The attributes as last seen, without those stored as digests.
void see(state::Resource& record, base::Value::Map attributes);

// The entry with the current attributes of the service, otherwise unchanged.
state::Resource refreshed_record(const provider::ResourceType& type, const state::Resource& old,
                                 const base::Value::Map& live, std::string_view digest_key);

}  // namespace waveform::planner
