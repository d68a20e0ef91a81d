// What waveform remembers of the service between two runs. A value; codec.h encodes it, backend/ stores it.
//
// Every entry is true whether or not a pending call takes effect: a call is declared in the snapshot before
// it is sent (declarations.h). Intents and open calls in a stored snapshot belong to runs that were killed,
// or that could not find out whether a call took effect.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/address.h"
#include "base/value.h"
#include "state/resource.h"
#include "state/tombstones.h"

namespace waveform::state {

// The run that wrote the state.
struct Run {
  std::string id;       // random
  std::string machine;  // equal for runs that one local lock file excludes from each other
  bool ended = true;    // false: it was killed, or is still running

  friend bool operator==(const Run&, const Run&) = default;
};

// The saved plan whose apply is running, was interrupted, or was the last to change the state.
struct PlanMark {
  std::string digest;                     // "": none
  std::set<base::Address> begun;          // a call was declared or took effect
  std::set<base::Address> created;        // the subset whose create took effect
  std::int64_t applied_epoch_millis = 0;  // when it was complete; 0: not yet

  friend bool operator==(const PlanMark&, const PlanMark&) = default;
};

struct Snapshot {
  std::string lineage;          // a UUID, never changed; states with different lineages are unrelated
  std::int64_t serial = 0;      // incremented by every write
  std::string service_address;  // "https://example.wavefront.com"
  std::string digest_key;       // random, per state
  Run run;                      // the run that wrote it; empty in a new state and in version 1
  PlanMark plan;
  std::map<base::Address, Resource> resources;
  Tombstones tombstones;
  std::vector<Intent> intents;                 // in the order of declaration
  std::map<std::string, OpenCall> open_calls;  // by id
  std::map<std::string, KnownIds> known_ids;   // by run, for each run with intents
  base::Value::Map outputs;  // without sensitive ones; those that contain an external id are marked Masked
  bool has_journal = false;  // a left-over journal was replayed; never written
};

// The effect of one finished action on the snapshot: the new entry (or none), and the tombstone it left.
struct Mutation {
  base::Address address;
  std::optional<Resource> resource;    // none: no longer in the state
  std::optional<Tombstone> tombstone;  // left by a delete into the recycle bin
};

// ENSURES: the address has no intent; a resource has no tombstone with its id or address, and no open call
// for its old or new id.
void apply(Snapshot& snapshot, Mutation mutation);

// Moves everything about one address to another. REQUIRES: `to` has no entries except tombstones, which are
// removed.
void move(Snapshot& snapshot, const base::Address& from, const base::Address& to);

// The newest tombstone of the address, or null.
const Tombstone* find_tombstone(const Snapshot& snapshot, const base::Address& address);
// The entry of the address: its resource, or the resource in its newest tombstone.
std::optional<Resource> recall(const Snapshot& snapshot, const base::Address& address);
Resource recall(const Tombstone& tombstone);
// What is kept of a resource that goes to the recycle bin.
Tombstone bury(const base::Address& address, const Resource& resource, std::int64_t now_epoch_millis);
const Intent* find_intent(const Snapshot& snapshot, const base::Address& address);
// The address that manages this id, or null.
const base::Address* find_owner(const Snapshot& snapshot, const std::string& id);

}  // namespace waveform::state
