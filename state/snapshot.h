// What waveform remembers of the service between two runs. A value; how it is written is codec.h, where is
// backend/.
//
// Every entry is true whether or not a call that is under way takes effect: a call is declared in the
// snapshot before it goes out (declarations.h). So the intents and open calls of a snapshot at rest are those
// of runs that were killed, or that could not find out what became of a call.
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
  base::Value::Map attributes;               // as last seen; no secrets, no nulls
  std::set<std::string> ours;                // the attributes that the manifest set
  SecretDigests secret_digests;              // of the secrets as they were last sent, or recorded unsent
  SecretDigests open_secrets;                // of those that an open update sent: the service may have either
  std::set<std::string> unverified_secrets;  // never sent: the service may have other ones
  std::vector<base::Address> dependencies;
  bool skip_trash = false;  // lifecycle { skip_trash = true }: outlives the block that said it

  friend bool operator==(const Resource&, const Resource&) = default;
};

// A create that may have taken effect: the service may hold an integration whose id is not known.
struct Intent {
  base::Address address;
  std::string run;          // whose known ids tell what it cannot have made
  base::Value body;         // what is sent, without secrets; null for an external id
  Resource expected;        // what the state will keep of it, without id and attributes
  std::string name_digest;  // of its name as planner/live/lost_calls.h compares names; "" for an external id
  std::string account_digest;           // of its account; "" when it has none
  std::int64_t since_epoch_millis = 0;  // for messages: decides nothing

  friend bool operator==(const Intent&, const Intent&) = default;
};

// A call to an integration that exists and that may have taken effect, or may still do so.
struct OpenCall {
  enum class Kind { Update, Delete, Undelete };
  Kind kind = Kind::Update;
  base::Address address;
  // Of an update: the values sent, null for a reset; no secrets, which are in the resource's open_secrets.
  base::Value::Map sent;
  std::set<std::string> claims;  // of an update: attributes in `ours` that only this call makes ours

  friend bool operator==(const OpenCall&, const OpenCall&) = default;
};

// What a run found in the service before its first create, and who its creations say that made them.
struct KnownIds {
  std::set<std::string> ids;  // all that list and recycle bin showed
  std::string creator_id;     // "" until the first creation is answered

  friend bool operator==(const KnownIds&, const KnownIds&) = default;
};

// The run that wrote the state.
struct Run {
  std::string id;       // random
  std::string machine;  // equal for runs that a lock on a local file keeps apart
  bool ended = true;    // false: it was killed, or still goes on

  friend bool operator==(const Run&, const Run&) = default;
};

// The saved plan whose apply is under way, was cut off, or was the last that changed the state.
struct PlanMark {
  std::string digest;                     // "": none
  std::set<base::Address> begun;          // a call was declared, or took effect
  std::set<base::Address> created;        // of these: a create took effect
  std::int64_t applied_epoch_millis = 0;  // when all of it was done; 0: not yet

  friend bool operator==(const PlanMark&, const PlanMark&) = default;
};

struct Snapshot {
  std::string lineage;          // a UUID, given once; two states with different ones have nothing in common
  std::int64_t serial = 0;      // counts the writes
  std::string service_address;  // "https://example.wavefront.com"
  std::string digest_key;       // random, per state
  Run run;                      // that wrote it; empty in a new state, and in one of version 1
  PlanMark plan;
  std::map<base::Address, Resource> resources;
  Tombstones tombstones;
  std::vector<Intent> intents;                 // in the order of their declaration
  std::map<std::string, OpenCall> open_calls;  // by id
  std::map<std::string, KnownIds> known_ids;   // by run: of each run with intents
  base::Value::Map outputs;  // not the sensitive ones; those with an external id in them are marked Masked
  bool has_journal = false;  // a left-over journal was replayed; never written
};

// What one finished action did to the snapshot: the resource as it is now (or gone), and what it left behind.
struct Mutation {
  base::Address address;
  std::optional<Resource> resource;    // none: no longer in the state
  std::optional<Tombstone> tombstone;  // left by a delete to the bin
};

// ENSURES: no intent of the address is left; a resource has no tombstone of its id or address, and no open
// call of its old or new id.
void apply(Snapshot& snapshot, Mutation mutation);

// Gives everything that is remembered of one address another one. REQUIRES: nothing is remembered of `to`
// except tombstones, which go.
void move(Snapshot& snapshot, const base::Address& from, const base::Address& to);

// The newest tombstone of the address, or null.
const Tombstone* find_tombstone(const Snapshot& snapshot, const base::Address& address);
// What is remembered of the address: its resource, or what its newest tombstone has of one.
std::optional<Resource> recall(const Snapshot& snapshot, const base::Address& address);
Resource recall(const Tombstone& tombstone);
// What is kept of a resource that goes to the recycle bin.
Tombstone bury(const base::Address& address, const Resource& resource, std::int64_t now_epoch_millis);
const Intent* find_intent(const Snapshot& snapshot, const base::Address& address);
// The address that manages this id, or null.
const base::Address* find_owner(const Snapshot& snapshot, const std::string& id);

}  // namespace waveform::state
