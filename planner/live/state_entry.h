// What the state keeps of a resource after it was seen or changed.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "base/address.h"
#include "base/value.h"
#include "provider/schema.h"
#include "state/snapshot.h"

namespace waveform::planner {

// Attributes as the service has them now, without what is hidden; ours: what the manifest sets; the digests
// of its secrets, and those of secrets that left the manifest. `sent`: secrets that the service has now;
// others that are recorded for the first time are not verified. Counters alone never make a new record differ
// from `old`. `old` may be null.
state::Resource make_record(const provider::ResourceType& type, const std::string& id,
                            const base::Value::Map& live, const base::Value::Map& desired,
                            const state::Resource* old, const std::set<std::string>& sent,
                            std::string_view digest_key);

// The attributes as last seen, without those that a digest stands for.
void see(state::Resource& record, base::Value::Map attributes);

// A record with the attributes as the service has them now, and everything else as it was.
state::Resource refreshed_record(const provider::ResourceType& type, const state::Resource& old,
                                 const base::Value::Map& live, std::string_view digest_key);

}  // namespace waveform::planner
