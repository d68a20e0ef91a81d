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
#include "state/tombstones.h"

namespace waveform::state {

struct Resource {
  std::string id;
  base::Value::Map attributes;   // as last read; without secrets and nulls
  std::set<std::string> ours;    // attributes that the manifest sets
  SecretDigests secret_digests;  // of secrets as last sent, or recorded without being sent
  SecretDigests open_secrets;    // of secrets in an open update: the service may have either value
  std::set<std::string> unverified_secrets;  // never sent: the service may have other values
  std::vector<base::Address> dependencies;
  bool skip_trash = false;  // lifecycle { skip_trash = true }: kept after the block is removed

  friend bool operator==(const Resource&, const Resource&) = default;
};

// A create that may have taken effect: the service may have an integration whose id is unknown.
struct Intent {
  base::Address address;
  std::string run;          // ids in its known_ids cannot come from this create
  base::Value body;         // as sent, without secrets; null for an external id
  Resource expected;        // the future state entry, without id and attributes
  std::string name_digest;  // of the name as normalised in planner/live/lost_calls.h; "" for an external id
  std::string account_digest;           // of its account; "" when it has none
  std::int64_t since_epoch_millis = 0;  // for messages only

  friend bool operator==(const Intent&, const Intent&) = default;
};

// A call to an existing integration that may have taken effect, or may still take effect.
struct OpenCall {
  enum class Kind { Update, Delete, Undelete };
  Kind kind = Kind::Update;
  base::Address address;
  // Of an update: the values sent, null for a reset; without secrets, which are in the resource's
  // open_secrets.
  base::Value::Map sent;
  std::set<std::string> claims;  // of an update: attributes that this call adds to `ours`

  friend bool operator==(const OpenCall&, const OpenCall&) = default;
};

// The ids that a run found before its first create, and the creator that its own creates show.
struct KnownIds {
  std::set<std::string> ids;  // all ids in the list and the recycle bin
  std::string creator_id;     // "" until the first create has a response

  friend bool operator==(const KnownIds&, const KnownIds&) = default;
};

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
