// What waveform remembers of the service between two runs. A value; how it is written is codec.h, where is
// backend/.
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
  base::Value::Map attributes;   // as last seen; no secrets, no nulls
  std::set<std::string> ours;    // the attributes that the manifest set
  SecretDigests secret_digests;  // of the secrets as they were last given
  std::vector<base::Address> dependencies;
  bool skip_trash = false;  // lifecycle { skip_trash = true }: outlives the block that said it

  friend bool operator==(const Resource&, const Resource&) = default;
};

// A create whose answer was lost: the service may hold an integration that nobody knows the id of.
struct Doubt {
  base::Address address;
  base::Value body;            // what was sent, without secrets; null for an external id
  Resource expected;           // what the state would keep of it, without id and attributes
  std::int64_t watermark = 0;  // the highest createdEpochMillis seen before the call
  std::int64_t since_epoch_millis = 0;

  friend bool operator==(const Doubt&, const Doubt&) = default;
};

// A delete whose answer was lost: it may still be under way.
struct OpenDelete {
  base::Address address;
  std::int64_t since_epoch_millis = 0;

  friend bool operator==(const OpenDelete&, const OpenDelete&) = default;
};

// A run that was cut off, as its journal tells.
struct LeftOver {
  std::string plan;                 // the digest of the saved plan that it carried out; "" when it was none
  std::set<base::Address> created;  // what it is known to have created
};

struct Snapshot {
  std::string lineage;          // a UUID, given once; two states with different ones have nothing in common
  std::int64_t serial = 0;      // counts the writes
  std::string service_address;  // "https://example.wavefront.com"
  std::string digest_key;       // random, per state
  std::map<base::Address, Resource> resources;
  Tombstones tombstones;
  std::vector<Doubt> in_doubt;
  std::map<std::string, OpenDelete> open_deletes;  // by id
  std::string plan;                   // the digest of the saved plan whose run is under way; "" when none is
  std::optional<LeftOver> left_over;  // a journal was replayed; never written
  base::Value::Map outputs;  // not the sensitive ones; those with an external id in them are marked Masked
};

// What one finished action did to the snapshot: the resource as it is now (or gone), and what it left behind.
struct Mutation {
  base::Address address;
  std::optional<Resource> resource;    // none: no longer in the state
  std::optional<Tombstone> tombstone;  // left by a delete to the bin
};

// ENSURES: an address has a resource or a doubt, never both; a resource has no tombstone of its id or
// address.
void apply(Snapshot& snapshot, Mutation mutation);

// Gives everything that is remembered of one address another one. REQUIRES: nothing is remembered of `to`,
// but for tombstones, which go.
void move(Snapshot& snapshot, const base::Address& from, const base::Address& to);

// The newest tombstone of the address, or null.
const Tombstone* find_tombstone(const Snapshot& snapshot, const base::Address& address);
// What is remembered of the address: its resource, or what its newest tombstone has of one.
std::optional<Resource> recall(const Snapshot& snapshot, const base::Address& address);
const Doubt* find_doubt(const Snapshot& snapshot, const base::Address& address);
// The address that manages this id, or null.
const base::Address* find_owner(const Snapshot& snapshot, const std::string& id);

}  // namespace waveform::state
